package dev.pagurus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The state that reads are of. SQLite keeps to one state from the first statement that reads until
 * no statement is under way any more; so the statement that reads this is left under way until the
 * last read is done. That spares BEGIN and its end, two of the four statements of a find.
 *
 * @param owner the user's number, 0 if it is not there
 * @param revision the user's revision
 * @param horizon the user's horizon
 * @param catalog the catalog that is true in this state
 * @param hold the statement that is under way
 */
record Snapshot(long owner, long revision, long horizon, Catalog catalog, ResultSet hold)
    implements AutoCloseable {

  private static final String SQL =
      "SELECT ("
          + Catalog.VERSION_SQL
          + "), num, revision, horizon FROM (SELECT 1)"
          + " LEFT JOIN user ON name = ?";

  /** Fixes the state as it is now. */
  static Snapshot of(Link link, Catalogs catalogs, String user) throws SQLException {
    PreparedStatement statement = link.prepare(SQL);
    statement.setString(1, user);
    ResultSet row = statement.executeQuery();
    try {
      row.next();
      Catalog catalog = catalogs.at(link, row.getLong(1));
      return new Snapshot(row.getLong(2), row.getLong(3), row.getLong(4), catalog, row);
    } catch (SQLException | RuntimeException e) {
      row.close();
      throw e;
    }
  }

  /** The same state, held by another statement that is under way. */
  Snapshot heldBy(ResultSet other) {
    return new Snapshot(owner, revision, horizon, catalog, other);
  }

  /** Lets go of the state. */
  @Override
  public void close() throws SQLException {
    hold.close();
  }
}
