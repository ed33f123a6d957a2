package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.InvalidDocumentException;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.sqlite.SqliteSettings.Room;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.sqlite.SQLiteConnection;

/**
 * Makes a damaged store whole: copies what is sound into a new file, sets aside what is not, builds
 * the indexes and counts anew there, and then copies the new file's pages over the old one's in one
 * transaction. Whoever reads meanwhile reads the old state to its end.
 */
final class Salvage {

  private static final int PROGRESS_EVERY = 1_000;
  private static final int FIRST_COLUMN = 5;

  private final Connector connector;
  private final Quarantine quarantine;
  private final Consumer<Finding> findings;
  private final Progress progress;
  private long done;

  Salvage(
      Connector connector, Quarantine quarantine, Consumer<Finding> findings, Progress progress) {
    this.connector = connector;
    this.quarantine = quarantine;
    this.findings = findings;
    this.progress = progress;
  }

  Boolean replace(Link damaged) throws SQLException {
    Path file = connector.file();
    Path fresh = file.resolveSibling(file.getFileName() + ".salvage");
    delete(fresh);
    try {
      long before = damaged.numberOnce("PRAGMA data_version");
      copySound(damaged, fresh);
      if (damaged.numberOnce("PRAGMA data_version") != before) {
        throw new BackendException(
            ErrorCode.BUSY,
            "another process wrote to " + file + " while it was repaired: close it there first");
      }
      damaged.forgetStatements();
      ((SQLiteConnection) damaged.connection())
          .getDatabase()
          .restore("main", fresh.toString(), (remaining, pages) -> {}, 0, 0, -1);
      Checkpoint.truncate(damaged);
      findings.accept(new Finding(null, null, "counts and indexes were built anew"));
      return true;
    } finally {
      delete(fresh);
    }
  }

  private static void delete(Path file) {
    try {
      for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
    } catch (IOException e) {
      throw new BackendException(ErrorCode.UNAVAILABLE, "cannot remove " + file + ": " + e, e);
    }
  }

  private void copySound(Link damaged, Path file) throws SQLException {
    Catalog catalog = Catalog.load(damaged);
    try (Link fresh = new Connector(file, connector.settings()).writer()) {
      fresh.runOnce("PRAGMA journal_mode=DELETE"); // one file, to be read by the copy
      // The copy goes over the damaged file, whose pages keep their size.
      int pageBytes = (int) damaged.numberOnce("PRAGMA page_size");
      Room room = new Room(pageBytes, connector.settings().room().atLeastBytes());
      Schema.CURRENT.prepare(fresh, file, room);
      fresh.runOnce("BEGIN");
      copyNames(damaged, fresh, catalog);
      copyDocuments(damaged, fresh, catalog);
      copyTombstones(damaged, fresh);
      buildIndexes(fresh, catalog);
      count(fresh);
      fresh.runOnce("COMMIT");
    }
  }

  private static void copyNames(Link damaged, Link fresh, Catalog catalog) throws SQLException {
    copy(damaged, fresh, "collection", "num, name", 2);
    copy(damaged, fresh, "user", "num, name, revision, updated_us, horizon, 0, 0, 0", 8);
    copy(
        damaged, fresh, "index_definition", "num, collection, kind, paths, slots, ready, built", 7);
    // Numbers of users and indexes must not be given away again.
    fresh.runOnce("DELETE FROM sqlite_sequence");
    copy(damaged, fresh, "sqlite_sequence", "name, seq", 2);
    Quotas.copy(damaged, fresh);
    PreparedStatement version =
        fresh.prepare("UPDATE property SET value = ? WHERE name = 'catalog'");
    version.setLong(1, catalog.version() + 1);
    version.executeUpdate();
  }

  private static void copy(Link from, Link to, String table, String columns, int count)
      throws SQLException {
    String insert = "INSERT INTO " + table + " VALUES(?" + ", ?".repeat(count - 1) + ")";
    try (ResultSet row = from.prepare("SELECT " + columns + " FROM " + table).executeQuery()) {
      PreparedStatement statement = to.prepare(insert);
      while (row.next()) {
        for (int i = 1; i <= count; i++) {
          statement.setObject(i, row.getObject(i));
        }
        statement.executeUpdate();
      }
    }
  }

  private void copyDocuments(Link damaged, Link fresh, Catalog catalog) throws SQLException {
    for (CollectionIndexes collection : catalog.collections().values()) {
      for (int slot : collection.slotNumbers()) {
        KeyColumns.add(fresh, slot);
      }
      for (StoredIndex index : collection.all()) {
        if (!index.hasColumns()) {
          SideTables.create(fresh, index);
        }
      }
    }
    long total = damaged.numberOnce("SELECT total(documents) FROM user");
    AllDocuments.Visitor visitor =
        new AllDocuments.Visitor() {
          @Override
          public void document(ResultSet row) throws SQLException {
            copyDocument(row, fresh, catalog);
            if (++done % PROGRESS_EVERY == 0) {
              progress.at(done, Math.max(total, done));
            }
          }

          @Override
          public void unreadable(long num) throws SQLException {
            Located located = Located.of(damaged, catalog, num);
            Address address = located.address();
            String collection = address == null ? null : address.collection();
            String id = address == null ? null : address.id();
            setAside(
                new Quarantine.Remains(
                    num, located.user(), collection, id, "its page cannot be read", null));
          }
        };
    String columns =
        "d.user, (SELECT name FROM user WHERE num = d.user), d.collection, " + Sql.COLUMNS;
    new AllDocuments(damaged, columns, visitor).walk();
  }

  private void copyDocument(ResultSet row, Link fresh, Catalog catalog) throws SQLException {
    long num = row.getLong(1);
    String user = row.getString(3);
    CollectionIndexes collection = catalog.collection(row.getInt(4));
    String id = row.getString(FIRST_COLUMN);
    byte[] bytes = row.getBytes(FIRST_COLUMN + 5);
    Body body = bytes == null ? null : Body.stored(bytes);
    if (user == null || collection == null) {
      String name = collection == null ? null : collection.name();
      setAside(new Quarantine.Remains(num, user, name, id, "it has no owner", body));
      return;
    }
    StoredDocument document;
    Entries entries;
    try {
      document = new DocumentReader(user, collection.name()).read(row, FIRST_COLUMN);
      entries = Entries.of(collection, document.body());
    } catch (BackendException | InvalidDocumentException e) {
      String reason = String.valueOf(e.getMessage());
      setAside(new Quarantine.Remains(num, user, collection.name(), id, reason, body));
      return;
    }
    insert(fresh, num, row.getLong(2), collection, row, entries);
    for (StoredIndex index : collection.all()) {
      if (!index.hasColumns() && index.covers(num)) {
        new SideTables(fresh).add(index, row.getLong(2), document.address().id(), num, entries);
      }
    }
  }

  private static void insert(
      Link fresh,
      long num,
      long owner,
      CollectionIndexes collection,
      ResultSet row,
      Entries entries)
      throws SQLException {
    PreparedStatement statement = fresh.prepare(collection.sql().insertNumbered());
    int at = 1;
    statement.setLong(at++, num);
    statement.setLong(at++, owner);
    statement.setInt(at++, collection.num());
    statement.setString(at++, row.getString(FIRST_COLUMN));
    for (int i = 1; i <= 4; i++) {
      statement.setLong(at++, row.getLong(FIRST_COLUMN + i));
    }
    statement.setBytes(at++, row.getBytes(FIRST_COLUMN + 5));
    for (Key key : entries.keys()) {
      statement.setBytes(at++, key.bytes());
    }
    statement.executeUpdate();
  }

  private void setAside(Quarantine.Remains remains) {
    Path file = quarantine.add(remains);
    Address address =
        remains.collection() == null || remains.id() == null
            ? null
            : DocumentReader.address(remains.collection(), remains.id());
    findings.accept(
        new Finding(
            remains.user(), address, remains.reason() + "; what is left of it is in " + file));
  }

  /** A note of a deletion that is damaged is dropped: it cannot be told of what it was. */
  private void copyTombstones(Link damaged, Link fresh) throws SQLException {
    String sql =
        "SELECT t.user, t.collection, t.id, t.revision, t.deleted_us, t.checksum, u.name, c.name"
            + " FROM tombstone t LEFT JOIN user u ON u.num = t.user"
            + " LEFT JOIN collection c ON c.num = t.collection";
    PreparedStatement statement = fresh.prepare("INSERT INTO tombstone VALUES(?, ?, ?, ?, ?, ?)");
    try (ResultSet row = damaged.prepare(sql).executeQuery()) {
      while (row.next()) {
        if (isSound(row)) {
          for (int i = 1; i <= 6; i++) {
            statement.setObject(i, row.getObject(i));
          }
          statement.executeUpdate();
        } else {
          findings.accept(
              new Finding(row.getString(7), null, "a damaged note of a deletion was dropped"));
        }
      }
    } catch (SQLException e) {
      if (!Errors.isCorrupt(e)) {
        throw e;
      }
      findings.accept(new Finding(null, null, "notes of deletions could not be read: " + e));
    }
  }

  private static boolean isSound(ResultSet row) throws SQLException {
    String user = row.getString(7);
    String collection = row.getString(8);
    return user != null
        && collection != null
        && new Checksum(user, collection)
                .ofDeletion(row.getString(3), row.getLong(4), row.getLong(5))
            == row.getLong(6);
  }

  private static void buildIndexes(Link fresh, Catalog catalog) throws SQLException {
    fresh.runOnce(
        "DELETE FROM tombstone WHERE EXISTS(SELECT 1 FROM document d WHERE d.user = tombstone.user"
            + " AND d.collection = tombstone.collection AND d.id = tombstone.id)");
    for (CollectionIndexes collection : catalog.collections().values()) {
      for (StoredIndex index : collection.ready()) {
        if (index.hasColumns()) {
          KeyColumns.createIndex(fresh, index, collection);
        }
      }
    }
  }

  private static void count(Link fresh) throws SQLException {
    fresh.runOnce(
        "UPDATE user SET"
            + " documents = (SELECT count(*) FROM document WHERE document.user = user.num),"
            + " bytes = (SELECT ifnull(sum(octet_length(body)), 0) FROM document"
            + " WHERE document.user = user.num),"
            + " tombstones = (SELECT count(*) FROM tombstone WHERE tombstone.user = user.num),"
            + " revision = max(revision,"
            + " (SELECT ifnull(max(revision), 0) FROM document WHERE document.user = user.num),"
            + " (SELECT ifnull(max(revision), 0) FROM tombstone WHERE tombstone.user = user.num))");
  }
}
