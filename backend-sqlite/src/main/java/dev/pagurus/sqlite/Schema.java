package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.sqlite.SqliteSettings.Room;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, the format's version and its upgrades; {@code docs/disk-format-sqlite.md} describes
 * them. Everything happens in one transaction, so that two processes may do it at the same time and
 * a crash leaves the old file.
 *
 * @param format the version that is written, from 1 on
 * @param upgrades what leads from a version to the next: the first from 1 to 2, and so on
 */
record Schema(int format, List<Upgrade> upgrades) {

  /** Of the filler of a new file. */
  private static final long MOST_AT_ONCE = 16L << 20;

  /** "Pagu" in ASCII: what {@code PRAGMA application_id} answers. */
  static final int APPLICATION_ID = 0x50616775;

  /**
   * What this build writes. A new format takes the next number, an upgrade at the end of the list,
   * a row in the table of the documentation and a frozen store of the format before it.
   */
  static final Schema CURRENT = new Schema(1, List.of());

  /** A step from one version to the next, in the transaction that is open on the link. */
  interface Upgrade {
    void apply(Link writer) throws SQLException;
  }

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE property(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
          "INSERT INTO property VALUES('catalog', 0)",
          "CREATE TABLE collection(num INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
          "CREATE TABLE user(num INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,"
              + " revision INTEGER NOT NULL, updated_us INTEGER NOT NULL, horizon INTEGER NOT NULL,"
              + " tombstones INTEGER NOT NULL, documents INTEGER NOT NULL, bytes INTEGER NOT NULL)",
          "CREATE TABLE document(num INTEGER PRIMARY KEY, user INTEGER NOT NULL,"
              + " collection INTEGER NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,"
              + " created_us INTEGER NOT NULL, updated_us INTEGER NOT NULL,"
              + " checksum INTEGER NOT NULL, body TEXT NOT NULL)",
          "CREATE UNIQUE INDEX document_address ON document(user, collection, id)",
          "CREATE INDEX document_feed ON document(user, revision)",
          "CREATE TABLE tombstone(user INTEGER NOT NULL, collection INTEGER NOT NULL,"
              + " id TEXT NOT NULL, revision INTEGER NOT NULL, deleted_us INTEGER NOT NULL,"
              + " checksum INTEGER NOT NULL, PRIMARY KEY(user, collection, id)) WITHOUT ROWID",
          "CREATE INDEX tombstone_feed ON tombstone(user, revision)",
          "CREATE TABLE index_definition(num INTEGER PRIMARY KEY AUTOINCREMENT,"
              + " collection INTEGER NOT NULL, kind TEXT NOT NULL, paths TEXT NOT NULL,"
              + " slots TEXT NOT NULL, ready INTEGER NOT NULL, built INTEGER NOT NULL)",
          "CREATE VIEW documents AS SELECT user.name AS user, collection.name AS collection,"
              + " document.id, document.revision, "
              + time("created_us")
              + " AS created_at, "
              + time("updated_us")
              + " AS updated_at, document.body FROM document"
              + " JOIN user ON user.num = document.user"
              + " JOIN collection ON collection.num = document.collection");

  Schema {
    upgrades = List.copyOf(upgrades);
    if (upgrades.size() != format - 1) {
      throw new IllegalArgumentException("each version but the first has an upgrade");
    }
  }

  private static String time(String column) {
    return "strftime('%Y-%m-%dT%H:%M:%S', document."
        + column
        + " / 1000000, 'unixepoch') || printf('.%06dZ', document."
        + column
        + " % 1000000)";
  }

  /**
   * Makes the tables in a new file, or brings an older file up to this build's format.
   *
   * @param room how a new file takes room
   */
  void prepare(Link writer, Path file, Room room) throws SQLException {
    int there = versionInOneState(writer, file);
    if (there == format) {
      return;
    }
    if (there == 0) {
      writer.runOnce("PRAGMA page_size=" + room.pageBytes()); // as the next, before the first table
      writer.runOnce("PRAGMA auto_vacuum=INCREMENTAL"); // can only be chosen before the first table
    }
    writer.runOnce("BEGIN EXCLUSIVE");
    try {
      // Another process may have been faster: look again, now that nobody else writes.
      int version = version(writer, file);
      if (version == 0) {
        create(writer);
        preallocate(writer, room.atLeastBytes());
      } else {
        upgrade(writer, version);
      }
      writer.runOnce("COMMIT");
    } catch (SQLException | BackendException e) {
      writer.rollback();
      throw e;
    }
  }

  /** Turns to a write-ahead log, which needs that no other process is just opening the file. */
  static void useLog(Link writer, int busyMillis) throws SQLException {
    long deadline = System.nanoTime() + busyMillis * 1_000_000L;
    while (true) {
      try {
        writer.runOnce("PRAGMA journal_mode=WAL");
        return;
      } catch (SQLException e) {
        if (!Errors.isBusy(e) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private void create(Link writer) throws SQLException {
    writer.runOnce("PRAGMA application_id=" + APPLICATION_ID);
    writer.runOnce("PRAGMA user_version=" + format);
    for (String statement : TABLES) {
      writer.runOnce(statement);
    }
  }

  /** Makes the file so large: what a table leaves that is dropped is free for all others. */
  private static void preallocate(Link writer, long bytes) throws SQLException {
    long more = bytes - size(writer);
    if (more <= 0) {
      return;
    }
    writer.runOnce("CREATE TABLE room(filler BLOB)");
    for (; more > 0; more = bytes - size(writer)) {
      writer.runOnce("INSERT INTO room VALUES(zeroblob(" + Math.min(MOST_AT_ONCE, more) + "))");
    }
    writer.runOnce("DROP TABLE room");
  }

  private static long size(Link link) throws SQLException {
    return link.numberOnce("PRAGMA page_count") * link.numberOnce("PRAGMA page_size");
  }

  private void upgrade(Link writer, int version) throws SQLException {
    for (int from = version; from < format; from++) {
      upgrades.get(from - 1).apply(writer);
    }
    writer.runOnce("PRAGMA user_version=" + format);
    Catalog.changed(writer); // so that a process that has the file open looks at it again
  }

  /** What another process makes meanwhile is seen as a whole or not at all. */
  private int versionInOneState(Link writer, Path file) throws SQLException {
    writer.runOnce("BEGIN");
    try {
      return version(writer, file);
    } finally {
      writer.rollback();
    }
  }

  /** The format of the file, 0 if it is empty. */
  private int version(Link writer, Path file) throws SQLException {
    long application = writer.numberOnce("PRAGMA application_id");
    int version = (int) writer.numberOnce("PRAGMA user_version");
    if (application == APPLICATION_ID) {
      requireKnown(version, file);
      return version;
    }
    if (application == 0
        && version == 0
        && writer.numberOnce("SELECT count(*) FROM sqlite_schema") == 0) {
      return 0;
    }
    throw foreign(file, "a SQLite database of another application");
  }

  void requireKnown(int version, Path file) {
    if (version < 1 || version > format) {
      throw foreign(
          file,
          "a store of the format "
              + version
              + ", and this build knows formats up to "
              + format
              + ": open it with a newer build");
    }
  }

  /** A newer build may bring a file to its format while this one has it open. */
  static void requireStillCurrent(Link link) throws SQLException {
    long version = link.numberOnce("PRAGMA user_version");
    if (version > CURRENT.format) {
      throw new BackendException(
          ErrorCode.FOREIGN,
          "a newer build brought the store to the format "
              + version
              + " while it was open here, where formats up to "
              + CURRENT.format
              + " are known: close it, and open it with the newer build");
    }
  }

  static BackendException foreign(Path file, String what) {
    return new BackendException(
        ErrorCode.FOREIGN, file + " is " + what + "; it was left untouched");
  }
}
