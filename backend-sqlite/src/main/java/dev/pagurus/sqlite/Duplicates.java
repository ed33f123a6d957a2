package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.Values;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Looks for documents that hold the same value under a unique index that is being built (INDEX-3).
 */
final class Duplicates {

  private static final int MAX_OFFENDERS = 5;

  private Duplicates() {}

  /**
   * Throws the error that names them, if there are any. SQLite's UNIQUE cannot tell: see {@link
   * UniqueCheck}.
   */
  static void refuse(Link link, StoredIndex index, CollectionIndexes collection)
      throws SQLException {
    String key = "d." + StoredIndex.column(index.slots().get(0));
    String sql =
        "SELECT d.user, "
            + key
            + ", u.name FROM document d INDEXED BY "
            + index.table()
            + " CROSS JOIN user u ON u.num = d.user WHERE d.collection = "
            + collection.num()
            + " GROUP BY d.user, "
            + key
            + " HAVING count(*) > 1";
    List<String> offenders = new ArrayList<>();
    Address first = null;
    try (PreparedStatement statement = link.connection().prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (offenders.size() < MAX_OFFENDERS && row.next()) {
        List<Address> holders = holders(link, index, collection, row.getLong(1), row.getBytes(2));
        if (!holders.isEmpty()) {
          first = first == null ? holders.get(1) : first;
          offenders.add("of the user \"" + row.getString(3) + "\" " + holders);
        }
      }
    }
    if (first != null) {
      throw new BackendException(
          ErrorCode.UNIQUE_VIOLATION,
          "the index "
              + index.definition().name()
              + " allows a value once, and these hold the same: "
              + String.join("; ", offenders)
              + "; it is not declared",
          first,
          null);
    }
  }

  /**
   * Two or more that hold the same value, or none: missing and null are free, and objects differ.
   */
  private static List<Address> holders(
      Link link, StoredIndex index, CollectionIndexes collection, long owner, byte[] key)
      throws SQLException {
    if (Arrays.equals(key, SortKey.encode(null))
        || Arrays.equals(key, SortKey.encode(NullNode.getInstance()))) {
      return List.of();
    }
    PreparedStatement statement =
        link.prepare(
            "SELECT d.id, d.body FROM document d INDEXED BY "
                + index.table()
                + " WHERE d.collection = "
                + collection.num()
                + " AND d.user = ? AND d."
                + StoredIndex.column(index.slots().get(0))
                + " = ? ORDER BY d.id");
    statement.setLong(1, owner);
    statement.setBytes(2, key);
    List<StoredValue> seen = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        JsonNode value = index.paths().get(0).in(Body.stored(row.getBytes(2)).root());
        if (value == null) {
          continue;
        }
        StoredValue own = new StoredValue(row.getString(1), value);
        for (StoredValue other : seen) {
          if (Values.equal(other.value(), value)) {
            return List.of(
                new Address(collection.name(), other.id()),
                new Address(collection.name(), own.id()));
          }
        }
        seen.add(own);
      }
    }
    return List.of();
  }

  private record StoredValue(String id, JsonNode value) {}
}
