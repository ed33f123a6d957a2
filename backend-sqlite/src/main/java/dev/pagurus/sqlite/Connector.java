package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Opens connections to one file, set as the store is set. */
final class Connector {

  /**
   * Pages in the log before a checkpoint, 32 MB: the usual 1,000 cost a third of the rate of bulk
   * loads.
   */
  private static final int CHECKPOINT_PAGES = 8_000;

  /** The log is cut to this after a checkpoint, when a long reader had made it grow. */
  private static final long LOG_BYTES = 64L << 20;

  private final Path file;
  private final SqliteSettings settings;

  Connector(Path file, SqliteSettings settings) {
    this.file = file;
    this.settings = settings;
  }

  Path file() {
    return file;
  }

  SqliteSettings settings() {
    return settings;
  }

  /**
   * The one connection that writes.
   *
   * @throws BackendException INVALID if the file was opened to be read only
   */
  Link writer() throws SQLException {
    if (settings.immutable()) {
      throw new BackendException(
          ErrorCode.INVALID,
          file + " was opened with immutable=true, to be read only: open it without");
    }
    Link link = new Link(open(true));
    try {
      boolean relaxed = settings.durability() == Durability.RELAXED;
      link.runAll(
          "PRAGMA synchronous=" + (relaxed ? "NORMAL" : "FULL"),
          "PRAGMA cache_size=-" + settings.writerCacheKib(),
          // Zeroes what is deleted, for USER-2; no cost above the noise in loads and updates.
          "PRAGMA secure_delete=ON",
          "PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES,
          "PRAGMA journal_size_limit=" + LOG_BYTES);
      return link;
    } catch (SQLException e) {
      link.close();
      throw e;
    }
  }

  /** A connection that reads. */
  Link reader() throws SQLException {
    Link link = new Link(open(false));
    try {
      link.runAll("PRAGMA query_only=ON", "PRAGMA cache_size=-" + settings.readerCacheKib());
      return link;
    } catch (SQLException e) {
      link.close();
      throw e;
    }
  }

  /** A link is used by one thread at a time, so SQLite need not lock as well (NOMUTEX). */
  private Connection open(boolean create) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    if (!create) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
    }
    config.setGetGeneratedKeys(false); // else the driver prepares a SELECT for each INSERT
    config.setBusyTimeout(settings.busyMillis());
    Properties properties = config.toProperties();
    String options = settings.immutable() ? "?immutable=1" : "";
    return JDBC.createConnection("jdbc:sqlite:" + uri(file) + options, properties);
  }

  /** Everything but letters, digits and slashes is escaped, so that no name is read as options. */
  static String uri(Path file) {
    StringBuilder uri = new StringBuilder("file:");
    String path = file.toAbsolutePath().toString().replace('\\', '/');
    if (!path.startsWith("/")) {
      uri.append('/'); // C:/...
    }
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '/'
              || b == '.'
              || b == '-'
              || b == '_'
              || b == ':';
      if (plain) {
        uri.append((char) b);
      } else {
        uri.append(String.format("%%%02X", b & 0xFF));
      }
    }
    return uri.toString();
  }
}
