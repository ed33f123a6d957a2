package dev.pagurus.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlite.core.CoreStatement;

/**
 * One connection and the statements it keeps prepared: preparing anew costs a third of a get.
 *
 * <p>Whoever uses a link holds its monitor for as long as a statement runs, so that closing the
 * store never pulls a connection from under a call.
 */
final class Link implements AutoCloseable {

  private static final int MAX_KEPT = 250;

  private final Connection connection;
  private final Map<String, PreparedStatement> kept = new LinkedHashMap<>(64, 0.75f, true);
  private boolean closed;

  Link(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  boolean isClosed() {
    return closed;
  }

  /** A kept statement; its result set is to be closed before the statement is asked for again. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = kept.get(sql);
    if (statement == null || isFinalized(statement)) {
      statement = connection.prepareStatement(sql);
      kept.put(sql, statement);
      forgetOldest();
    }
    return statement;
  }

  /**
   * The driver finalizes a statement whose first step fails for a damaged page or a full disk, and
   * answers any later use of it with "statement is not executing".
   */
  private static boolean isFinalized(PreparedStatement statement) {
    return statement instanceof CoreStatement core && core.pointer.isClosed();
  }

  private void forgetOldest() throws SQLException {
    if (kept.size() > MAX_KEPT) {
      Iterator<PreparedStatement> oldest = kept.values().iterator();
      PreparedStatement statement = oldest.next();
      oldest.remove();
      statement.close();
    }
  }

  /** Runs a statement that will come again, such as BEGIN. */
  void run(String sql) throws SQLException {
    prepare(sql).execute();
  }

  /** Runs a statement that comes seldom, such as CREATE INDEX. */
  void runOnce(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs statements that come seldom and answer nothing, in one call of the engine. */
  void runAll(String... sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(String.join(";", sql));
    }
  }

  /** The first column of the only row of a statement that comes seldom. */
  long numberOnce(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Ends a transaction if one is open; says nothing if there is none. */
  void rollback() throws SQLException {
    try {
      runOnce("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself after some errors, and then says that nothing is active.
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw e;
      }
    }
  }

  /** Drops all kept statements. */
  void forgetStatements() throws SQLException {
    for (PreparedStatement statement : kept.values()) {
      statement.close();
    }
    kept.clear();
  }

  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      forgetStatements();
      connection.close();
    }
  }
}
