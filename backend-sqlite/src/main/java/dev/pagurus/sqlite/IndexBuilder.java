package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Declares indexes and builds them while the store serves. From its declaration on, every writer in
 * every process maintains an index; what was there before is taken in in chunks, each a transaction
 * that tells how far it came, so that another call goes on where one ended. The last step makes the
 * SQL index and lets it serve.
 */
final class IndexBuilder {

  private static final int CHUNK_DOCUMENTS = 1_000;
  private static final long CHUNK_BYTES = 8L << 20;
  private static final long SERVES = -1;

  private final GroupCommit writes;

  IndexBuilder(GroupCommit writes) {
    this.writes = writes;
  }

  void define(CollectionDefinition definition, Progress progress) {
    BackendException refused = null;
    for (IndexDefinition index : definition.indexes()) {
      try {
        define(definition.collection(), index, progress);
      } catch (BackendException e) {
        if (e.code() != ErrorCode.UNIQUE_VIOLATION) {
          throw e;
        }
        refused = refused == null ? e : refused; // the others can be declared all the same
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  private void define(String collection, IndexDefinition definition, Progress progress) {
    long total = writes.run(Work.alone(tx -> declare(tx, collection, definition)));
    if (total == SERVES) {
      return;
    }
    long done = 0;
    Chunk chunk;
    do {
      chunk = writes.run(Work.alone(tx -> takeInChunk(tx, collection, definition)));
      done += chunk.documents();
      progress.at(done, Math.max(done, total));
    } while (!chunk.last());
    try {
      writes.run(Work.alone(tx -> finish(tx, collection, definition)));
    } catch (BackendException e) {
      if (e.code() == ErrorCode.UNIQUE_VIOLATION) {
        drop(collection, definition);
      }
      throw e;
    }
  }

  /** Answers how many documents there are to take in, or that it serves already. */
  private static long declare(Transaction tx, String name, IndexDefinition definition)
      throws SQLException {
    CollectionIndexes collection = tx.collection(name);
    StoredIndex there = collection.find(definition);
    if (there != null) {
      return there.ready() ? SERVES : total(tx.link(), collection);
    }
    List<Integer> slots =
        definition.kind() == Kind.VALUE || definition.kind() == Kind.UNIQUE
            ? KeyColumns.of(tx.link(), collection, definition.paths())
            : List.of();
    PreparedStatement statement =
        tx.link()
            .prepare(
                "INSERT INTO index_definition(collection, kind, paths, slots, ready, built)"
                    + " VALUES(?, ?, ?, ?, 0, 0)");
    statement.setInt(1, collection.num());
    statement.setString(2, definition.kind().name().toLowerCase(Locale.ROOT));
    statement.setString(3, Catalog.pathsAsJson(definition.paths()));
    statement.setString(4, slots.toString());
    statement.executeUpdate();
    tx.reloadCatalog();
    StoredIndex index = require(tx, name, definition);
    if (!index.hasColumns()) {
      SideTables.create(tx.link(), index);
    }
    return total(tx.link(), collection);
  }

  private static StoredIndex require(
      Transaction tx, String collection, IndexDefinition definition) {
    CollectionIndexes indexes = tx.catalog().collection(collection);
    StoredIndex index = indexes == null ? null : indexes.find(definition);
    if (index == null) {
      throw new BackendException(
          ErrorCode.CONFLICT,
          "the index " + definition + " was taken back while it was built: declare it again");
    }
    return index;
  }

  /** How far a step came. */
  private record Chunk(int documents, boolean last) {}

  private static Chunk takeInChunk(Transaction tx, String name, IndexDefinition definition)
      throws SQLException {
    StoredIndex index = require(tx, name, definition);
    CollectionIndexes collection = tx.collection(name);
    if (index.ready() || isFilled(index, collection)) {
      return new Chunk(0, true);
    }
    List<Stored> documents = read(tx.link(), collection, index.built());
    for (Stored stored : documents) {
      if (stored.document() != null) {
        takeIn(tx.link(), index, collection, stored, stored.document());
      }
    }
    if (documents.isEmpty()) {
      return new Chunk(0, true);
    }
    PreparedStatement statement =
        tx.link().prepare("UPDATE index_definition SET built = ? WHERE num = ?");
    statement.setLong(1, documents.get(documents.size() - 1).num());
    statement.setInt(2, index.num());
    statement.executeUpdate();
    tx.reloadCatalog();
    return new Chunk(documents.size(), false);
  }

  /** Whether other indexes of the same paths have seen to its key columns already. */
  private static boolean isFilled(StoredIndex index, CollectionIndexes collection) {
    return index.hasColumns() && collection.readyColumns().keySet().containsAll(index.paths());
  }

  private static long total(Link link, CollectionIndexes collection) throws SQLException {
    return link.numberOnce(
        "SELECT count(*) FROM document INDEXED BY document_address WHERE collection = "
            + collection.num());
  }

  /** A document to take in, null if it is damaged: it is not served, so nothing need lead to it. */
  private record Stored(long num, long owner, @Nullable StoredDocument document) {}

  private static List<Stored> read(Link link, CollectionIndexes collection, long after)
      throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "SELECT d.num, d.user, u.name, "
                + Sql.COLUMNS
                + " FROM document d NOT INDEXED CROSS JOIN user u ON u.num = d.user"
                + " WHERE d.num > ? AND d.collection = ? ORDER BY d.num LIMIT "
                + CHUNK_DOCUMENTS);
    statement.setLong(1, after);
    statement.setInt(2, collection.num());
    List<Stored> documents = new ArrayList<>();
    long bytes = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (bytes < CHUNK_BYTES && row.next()) {
        StoredDocument document = null;
        try {
          document = new DocumentReader(row.getString(3), collection.name()).read(row, 4);
          bytes += document.body().size();
        } catch (BackendException damaged) {
          // Verify names it.
          document = null;
        }
        documents.add(new Stored(row.getLong(1), row.getLong(2), document));
      }
    }
    return documents;
  }

  private static void takeIn(
      Link link,
      StoredIndex index,
      CollectionIndexes collection,
      Stored stored,
      StoredDocument document)
      throws SQLException {
    if (!index.hasColumns()) {
      String id = document.address().id();
      Entries entries = Entries.of(collection, document.body());
      new SideTables(link).add(index, stored.owner(), id, stored.num(), entries);
      return;
    }
    KeyColumns.fill(link, index, stored.num(), document);
  }

  private static Boolean finish(Transaction tx, String name, IndexDefinition definition)
      throws SQLException {
    // Writers came in between: take in the rest, now that nobody else writes.
    while (!takeInChunk(tx, name, definition).last()) {}
    StoredIndex index = require(tx, name, definition);
    CollectionIndexes collection = tx.collection(name);
    if (index.ready()) {
      return true;
    }
    if (index.hasColumns()) {
      KeyColumns.createIndex(tx.link(), index, collection);
    }
    if (index.kind() == Kind.UNIQUE) {
      Duplicates.refuse(tx.link(), index, collection);
    }
    PreparedStatement statement =
        tx.link().prepare("UPDATE index_definition SET ready = 1 WHERE num = ?");
    statement.setInt(1, index.num());
    statement.executeUpdate();
    tx.reloadCatalog();
    return true;
  }

  void drop(String collection, IndexDefinition definition) {
    writes.run(Work.alone(tx -> drop(tx, collection, definition)));
  }

  private static Boolean drop(Transaction tx, String name, IndexDefinition definition)
      throws SQLException {
    CollectionIndexes collection = tx.catalog().collection(name);
    StoredIndex index = collection == null ? null : collection.find(definition);
    if (index == null) {
      return false;
    }
    // What a key column held stays until the column is given to another path, whose build writes
    // every document: a look at all of them now would gain nothing.
    String what = index.hasColumns() ? "INDEX" : "TABLE";
    tx.link().runOnce("DROP " + what + " IF EXISTS " + index.table());
    PreparedStatement statement = tx.link().prepare("DELETE FROM index_definition WHERE num = ?");
    statement.setInt(1, index.num());
    statement.executeUpdate();
    tx.reloadCatalog();
    return true;
  }
}
