package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one job by hand: a SQLite file for each user in folders by hash, made by copying a template,
 * and a table of users; so many files open at most, each with a connection and kept statements, the
 * least recently used closed first. It keeps no revisions, feeds, figures of users or checksums,
 * and is for one process.
 */
final class RawUsers implements UsersSide {

  private static final List<String> PRAGMAS =
      List.of(
          "PRAGMA journal_mode=WAL",
          "PRAGMA synchronous=FULL",
          "PRAGMA temp_store=MEMORY",
          "PRAGMA secure_delete=ON",
          "PRAGMA cache_size=-2048");

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Path users;
  private final Path template;
  private final int mostOpen;
  private final Connection registry;
  private final PreparedStatement known;
  private final PreparedStatement add;
  private final Map<String, File> open = new LinkedHashMap<>(16, 0.75f, true);

  /** A user's open file; used by one thread at a time. */
  private static final class File implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement put;
    private final PreparedStatement get;
    private final PreparedStatement ward;
    private final PreparedStatement population;

    /** How many use it or wait to. Guarded by the map. */
    private int uses;

    File(Path file) throws SQLException {
      connection = connect(file);
      put =
          connection.prepareStatement(
              "INSERT INTO place(id, ward, population, body) VALUES(?, ?, ?, ?)"
                  + " ON CONFLICT(id) DO UPDATE SET ward = excluded.ward,"
                  + " population = excluded.population, body = excluded.body");
      get = connection.prepareStatement("SELECT body FROM place WHERE id = ?");
      ward = connection.prepareStatement("SELECT count(*) FROM place WHERE ward = ?");
      population = connection.prepareStatement("SELECT count(*) FROM place WHERE population >= ?");
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      for (String pragma : PRAGMAS) {
        statement.execute(pragma);
      }
    }
    return connection;
  }

  RawUsers(Path directory, int mostOpen) {
    this.users = directory.resolve("users");
    this.template = directory.resolve("template.db");
    this.mostOpen = mostOpen;
    try {
      if (!Files.exists(template)) {
        makeTemplate();
      }
      registry = connect(directory.resolve("registry.db"));
      try (Statement statement = registry.createStatement()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS user(name TEXT PRIMARY KEY, path TEXT NOT NULL)");
      }
      known = registry.prepareStatement("SELECT path FROM user WHERE name = ?");
      add = registry.prepareStatement("INSERT INTO user VALUES(?, ?)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void makeTemplate() throws SQLException {
    try (Connection made = connect(template);
        Statement statement = made.createStatement()) {
      statement.execute(
          "CREATE TABLE place(num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ward TEXT,"
              + " population INTEGER, body BLOB NOT NULL)");
      statement.execute("CREATE INDEX place_ward ON place(ward)");
      statement.execute("CREATE INDEX place_population ON place(population)");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private Path place(String user) {
    String digits = String.format("%03x", (user.hashCode() * 0x9E3779B1) >>> 20);
    return users.resolve(digits.substring(0, 1)).resolve(digits.substring(1)).resolve(user + ".db");
  }

  /** Something done with a user's file. */
  private interface Use<T> {
    T of(File file) throws SQLException;
  }

  private <T> T use(String user, boolean make, Use<T> use) {
    File file = lease(user, make);
    try {
      synchronized (file) {
        return use.of(file);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      synchronized (open) {
        file.uses--;
      }
    }
  }

  /** Opens and closes under the lock, as a program does that was written in an afternoon. */
  private File lease(String user, boolean make) {
    synchronized (open) {
      try {
        File file = open.get(user);
        if (file == null) {
          makeRoom();
          file = new File(path(user, make));
          open.put(user, file);
        }
        file.uses++;
        return file;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void makeRoom() throws SQLException {
    if (open.size() < mostOpen) {
      return;
    }
    for (Map.Entry<String, File> each : open.entrySet()) {
      if (each.getValue().uses == 0) {
        File oldest = each.getValue();
        open.remove(each.getKey());
        oldest.close();
        return;
      }
    }
  }

  private Path path(String user, boolean make) throws SQLException, IOException {
    known.setString(1, user);
    try (ResultSet row = known.executeQuery()) {
      if (row.next()) {
        return users.resolve(row.getString(1));
      }
    }
    if (!make) {
      throw new IllegalStateException("no user " + user);
    }
    Path file = place(user);
    Path folder = Objects.requireNonNull(file.getParent());
    Files.createDirectories(folder);
    Path part = folder.resolve(user + ".part");
    Files.copy(template, part, StandardCopyOption.REPLACE_EXISTING);
    force(part);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    force(folder);
    add.setString(1, user);
    add.setString(2, users.relativize(file).toString());
    add.executeUpdate();
    return file;
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void put(String user, Sample sample) {
    byte[] body = MAPPER.writeValueAsBytes(sample.document());
    use(
        user,
        true,
        file -> {
          file.put.setString(1, sample.id());
          file.put.setString(2, sample.document().path("ward").asString(""));
          file.put.setLong(3, sample.document().path("population").asLong(0));
          file.put.setBytes(4, body);
          return file.put.executeUpdate();
        });
  }

  @Override
  public JsonNode get(String user, String id) {
    byte[] body =
        use(
            user,
            false,
            file -> {
              file.get.setString(1, id);
              try (ResultSet row = file.get.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
              }
            });
    return MAPPER.readTree(body);
  }

  private List<String> all() {
    synchronized (open) {
      List<String> names = new ArrayList<>();
      try (Statement statement = registry.createStatement();
          ResultSet rows = statement.executeQuery("SELECT name FROM user ORDER BY name")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static long count(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private long sum(Use<Long> use) {
    return all().stream().mapToLong(user -> use(user, false, use)).sum();
  }

  @Override
  public long countWard(String ward) {
    return sum(
        file -> {
          file.ward.setString(1, ward);
          return count(file.ward);
        });
  }

  @Override
  public long countFromPopulation(long population) {
    return sum(
        file -> {
          file.population.setLong(1, population);
          return count(file.population);
        });
  }

  @Override
  public void close() {
    synchronized (open) {
      try {
        for (File file : open.values()) {
          file.close();
        }
        open.clear();
        registry.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
