package dev.pagurus.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one job by hand: places of users in a table with a unique key, a column and an index for each
 * member that is searched, FTS5 for titles. One connection writes, another reads, each under its
 * own lock; every put is a transaction.
 *
 * <p>It does what the application needs and no more: no conditions, no check of what comes in, no
 * checksums, no other collections, no feed (unless told to keep what a feed needs).
 */
final class RawSide implements Side {

  private static final List<String> PRAGMAS =
      List.of(
          "PRAGMA journal_mode=WAL",
          // Else each upsert of a batch writes to a temporary file what it would undo.
          "PRAGMA temp_store=MEMORY",
          "PRAGMA secure_delete=ON",
          "PRAGMA cache_size=-32768",
          "PRAGMA wal_autocheckpoint=8000",
          "PRAGMA journal_size_limit=67108864");

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS place(num INTEGER PRIMARY KEY, owner TEXT NOT NULL,"
              + " id TEXT NOT NULL, ward TEXT, population INTEGER, elevation REAL, opened TEXT,"
              + " kind TEXT, body BLOB NOT NULL)",
          "CREATE UNIQUE INDEX IF NOT EXISTS place_id ON place(owner, id)",
          "CREATE INDEX IF NOT EXISTS place_ward ON place(owner, ward, id)",
          "CREATE INDEX IF NOT EXISTS place_population ON place(owner, population, id)",
          "CREATE INDEX IF NOT EXISTS place_elevation ON place(owner, elevation, id)",
          "CREATE INDEX IF NOT EXISTS place_opened ON place(owner, opened, id)",
          "CREATE INDEX IF NOT EXISTS place_kind ON place(owner, kind, population, id)",
          "CREATE VIRTUAL TABLE IF NOT EXISTS place_text USING fts5(title, content='',"
              + " contentless_delete=1)");

  private static final List<String> FEED_TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS owner(name TEXT PRIMARY KEY, revision INTEGER NOT NULL)"
              + " WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS version(num INTEGER PRIMARY KEY, owner TEXT NOT NULL,"
              + " revision INTEGER NOT NULL, created_us INTEGER NOT NULL,"
              + " updated_us INTEGER NOT NULL)",
          "CREATE INDEX IF NOT EXISTS version_feed ON version(owner, revision)",
          "INSERT OR IGNORE INTO owner VALUES('" + Records.USER + "', 0)");

  private static final String PUT =
      "INSERT INTO place(owner, id, ward, population, elevation, opened, kind, body)"
          + " VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(owner, id) DO UPDATE SET"
          + " ward = excluded.ward, population = excluded.population,"
          + " elevation = excluded.elevation, opened = excluded.opened, kind = excluded.kind,"
          + " body = excluded.body RETURNING num";

  private static final String PUT_TEXT =
      "INSERT OR REPLACE INTO place_text(rowid, title) VALUES(?, ?)";

  private static final String NEXT_REVISION =
      "UPDATE owner SET revision = revision + 1 WHERE name = ? RETURNING revision";

  private static final String PUT_VERSION =
      "INSERT INTO version VALUES(?1, ?2, ?3, ?4, ?4) ON CONFLICT(num) DO UPDATE SET"
          + " revision = excluded.revision, updated_us = excluded.updated_us";

  private final JsonMapper mapper = JsonMapper.shared();
  private final boolean feed;
  private final Connection writer;
  private final Connection reader;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement put;
  private final PreparedStatement putText;
  private final PreparedStatement get;
  private final PreparedStatement ward;
  private final PreparedStatement populous;
  private final PreparedStatement populousDown;
  private final PreparedStatement titled;
  private final PreparedStatement all;
  private final PreparedStatement count;
  private final PreparedStatement countPopulous;
  private final List<PreparedStatement> feedStatements = new ArrayList<>();

  RawSide(Path file, boolean relaxed, boolean feed) throws SQLException {
    this.feed = feed;
    writer = connect(file);
    run(writer, "PRAGMA synchronous=" + (relaxed ? "NORMAL" : "FULL"));
    for (String pragma : PRAGMAS) {
      run(writer, pragma);
    }
    for (String table : TABLES) {
      run(writer, table);
    }
    if (feed) {
      for (String table : FEED_TABLES) {
        run(writer, table);
      }
      feedStatements.add(writer.prepareStatement(NEXT_REVISION));
      feedStatements.add(writer.prepareStatement(PUT_VERSION));
    }
    begin = writer.prepareStatement("BEGIN IMMEDIATE");
    commit = writer.prepareStatement("COMMIT");
    put = writer.prepareStatement(PUT);
    putText = writer.prepareStatement(PUT_TEXT);
    reader = connect(file);
    run(reader, "PRAGMA cache_size=-16384");
    get = reader.prepareStatement("SELECT body FROM place WHERE owner = ? AND id = ?");
    ward =
        reader.prepareStatement(
            "SELECT body FROM place WHERE owner = ? AND ward = ? ORDER BY id LIMIT 50");
    populous =
        reader.prepareStatement(
            "SELECT body FROM place WHERE owner = ? AND population >= ?"
                + " ORDER BY population, id LIMIT 20");
    populousDown =
        reader.prepareStatement(
            "SELECT body FROM place WHERE owner = ? AND population <= ?"
                + " ORDER BY population DESC, id LIMIT 20");
    titled =
        reader.prepareStatement(
            "SELECT place.body FROM place_text JOIN place ON place.num = place_text.rowid"
                + " WHERE place.owner = ? AND place_text MATCH ? ORDER BY place.id LIMIT 20");
    all = reader.prepareStatement("SELECT id, body FROM place WHERE owner = ? ORDER BY id");
    count = reader.prepareStatement("SELECT count(*) FROM place WHERE owner = ?");
    countPopulous =
        reader.prepareStatement("SELECT count(*) FROM place WHERE owner = ? AND population >= ?");
  }

  /** SQLite's version. */
  static String version() {
    try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = memory.createStatement();
        ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    // Else every INSERT is followed by a statement that asks for its key.
    return DriverManager.getConnection("jdbc:sqlite:" + file + "?jdbc.get_generated_keys=false");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void importBatch(List<Sample> batch) {
    write(batch);
  }

  @Override
  public void put(Sample sample) {
    write(List.of(sample));
  }

  private void write(List<Sample> batch) {
    List<byte[]> bodies = new ArrayList<>(batch.size());
    for (Sample sample : batch) {
      bodies.add(mapper.writeValueAsBytes(sample.document()));
    }
    write(batch, bodies);
  }

  /** Commits documents together whose bytes are at hand. */
  void write(List<Sample> batch, List<byte[]> bodies) {
    try {
      synchronized (writer) {
        begin.execute();
        long revision = feed ? nextRevision() : 0;
        for (int i = 0; i < batch.size(); i++) {
          long num = write(batch.get(i), bodies.get(i));
          if (feed) {
            writeVersion(num, revision);
          }
        }
        commit.execute();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long write(Sample sample, byte[] body) throws SQLException {
    ObjectNode document = sample.document();
    put.setString(1, Records.USER);
    put.setString(2, sample.id());
    put.setString(3, document.get("ward").stringValue());
    put.setLong(4, document.get("population").longValue());
    put.setDouble(5, document.get("elevation").doubleValue());
    put.setString(6, document.get("opened").stringValue());
    put.setString(7, document.get("kind").stringValue());
    put.setBytes(8, body);
    long num = number(put);
    putText.setLong(1, num);
    putText.setString(2, document.get("title").stringValue());
    putText.executeUpdate();
    return num;
  }

  private long nextRevision() throws SQLException {
    PreparedStatement next = feedStatements.get(0);
    next.setString(1, Records.USER);
    return number(next);
  }

  private void writeVersion(long num, long revision) throws SQLException {
    PreparedStatement version = feedStatements.get(1);
    version.setLong(1, num);
    version.setString(2, Records.USER);
    version.setLong(3, revision);
    version.setLong(4, System.currentTimeMillis() * 1_000);
    version.executeUpdate();
  }

  @Override
  public JsonNode get(String id) {
    return read(
        get,
        statement -> {
          statement.setString(2, id);
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return mapper.readTree(row.getBytes(1));
          }
        });
  }

  @Override
  public List<JsonNode> ward(String name) {
    return read(
        ward,
        statement -> {
          statement.setString(2, name);
          return trees(statement);
        });
  }

  @Override
  public List<JsonNode> fromPopulation(long population) {
    return read(
        populous,
        statement -> {
          statement.setLong(2, population);
          return trees(statement);
        });
  }

  @Override
  public List<JsonNode> downFromPopulation(long population) {
    return read(
        populousDown,
        statement -> {
          statement.setLong(2, population);
          return trees(statement);
        });
  }

  @Override
  public List<JsonNode> titled(String word) {
    return read(
        titled,
        statement -> {
          statement.setString(2, '"' + word + '"');
          return trees(statement);
        });
  }

  private List<JsonNode> trees(PreparedStatement statement) throws SQLException {
    List<JsonNode> trees = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        trees.add(mapper.readTree(rows.getBytes(1)));
      }
    }
    return trees;
  }

  @Override
  public long scan(Consumer<byte[]> documents) {
    return forEach((id, body) -> documents.accept(body));
  }

  @Override
  public long scanTrees(Consumer<JsonNode> documents) {
    return forEach((id, body) -> documents.accept(mapper.readTree(body)));
  }

  /** What is done with a row of a scan. */
  interface RowAction {
    void accept(String id, byte[] body) throws IOException;
  }

  /** All documents by id; answers how many. */
  long forEach(RowAction action) {
    return read(
        all,
        statement -> {
          long rows = 0;
          try (ResultSet row = statement.executeQuery()) {
            for (; row.next(); rows++) {
              action.accept(row.getString(1), row.getBytes(2));
            }
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return rows;
        });
  }

  @Override
  public long count() {
    return read(count, RawSide::number);
  }

  @Override
  public long countFromPopulation(long population) {
    return read(
        countPopulous,
        statement -> {
          statement.setLong(2, population);
          return number(statement);
        });
  }

  @Override
  public long export(OutputStream out) {
    byte[] head = "{\"id\":".getBytes(StandardCharsets.UTF_8);
    byte[] middle = ",\"document\":".getBytes(StandardCharsets.UTF_8);
    byte[] end = "}\n".getBytes(StandardCharsets.UTF_8);
    return forEach(
        (id, body) -> {
          out.write(head);
          out.write(mapper.writeValueAsBytes(id));
          out.write(middle);
          out.write(body);
          out.write(end);
        });
  }

  @Override
  public long verify() {
    try (Statement statement = reader.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      row.next();
      if (!row.getString(1).equals("ok")) {
        throw new IllegalStateException("damaged: " + row.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return count();
  }

  /** A question to the connection that reads, about the one user. */
  private interface Question<R> {
    R ask(PreparedStatement statement) throws SQLException;
  }

  private <R> R read(PreparedStatement statement, Question<R> question) {
    synchronized (reader) {
      try {
        statement.setString(1, Records.USER);
        return question.ask(statement);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    try {
      synchronized (writer) {
        writer.close();
      }
      synchronized (reader) {
        reader.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
