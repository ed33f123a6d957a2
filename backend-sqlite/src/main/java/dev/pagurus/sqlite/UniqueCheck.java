package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Write;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Judges the state that a batch would leave (INDEX-2), so that two documents may swap their values
 * in one batch. SQLite's own UNIQUE cannot: it judges each statement, and it would judge replays,
 * which FEED-4 exempts.
 */
final class UniqueCheck {

  private final Link link;
  private final Owner owner;
  private final Set<Address> written = new HashSet<>();
  private final Map<StoredIndex, Map<ByteBuffer, List<Write.Put>>> taken = new HashMap<>();

  UniqueCheck(Link link, Owner owner, Batch batch) {
    this.link = link;
    this.owner = owner;
    batch.writes().forEach(write -> written.add(write.address()));
  }

  void require(Write.Put put, CollectionIndexes collection) throws SQLException {
    for (StoredIndex index : collection.uniques()) {
      FieldPath path = index.paths().get(0);
      JsonNode value = path.in(put.body().root());
      if (value != null && !value.isNull()) {
        byte[] key = SortKey.encode(value);
        String holder = holderInBatch(index, put, value, key);
        holder = holder != null ? holder : holderInStore(index, collection, value, key);
        if (holder != null) {
          throw BackendException.uniqueViolation(put.address(), index.definition(), holder);
        }
      }
    }
  }

  private @Nullable String holderInBatch(
      StoredIndex index, Write.Put put, JsonNode value, byte[] key) {
    List<Write.Put> same =
        taken
            .computeIfAbsent(index, none -> new HashMap<>())
            .computeIfAbsent(ByteBuffer.wrap(key), none -> new ArrayList<>());
    for (Write.Put other : same) {
      if (isSame(index, other.body(), value)) {
        return other.address().id();
      }
    }
    same.add(put);
    return null;
  }

  private @Nullable String holderInStore(
      StoredIndex index, CollectionIndexes collection, JsonNode value, byte[] key)
      throws SQLException {
    if (owner.num == 0) {
      return null;
    }
    PreparedStatement statement =
        link.prepare(
            "SELECT d.id, d.body FROM document d INDEXED BY "
                + index.table()
                + " WHERE d.collection = "
                + collection.num()
                + " AND d.user = ? AND d."
                + StoredIndex.column(index.slots().get(0))
                + " = ?");
    statement.setLong(1, owner.num);
    statement.setBytes(2, key);
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String id = row.getString(1);
        boolean replaced = written.contains(DocumentReader.address(collection.name(), id));
        if (!replaced
            && (!value.isContainer() || isSame(index, Body.stored(row.getBytes(2)), value))) {
          return id;
        }
      }
    }
    return null;
  }

  /** All arrays and objects have one key, so that it takes a look at them to tell them apart. */
  private static boolean isSame(StoredIndex index, Body other, JsonNode value) {
    JsonNode held = index.paths().get(0).in(other.root());
    return held != null && Values.equal(held, value);
  }
}
