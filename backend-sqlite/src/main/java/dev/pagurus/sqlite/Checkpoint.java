package dev.pagurus.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings the log into the file. */
final class Checkpoint {

  /** Readers of an older state keep the log; an open stream may do so for long. */
  private static final int WAIT_MILLIS = 1_000;

  private Checkpoint() {}

  /** Answers whether the log is empty now; it is not if somebody still reads from it. */
  static boolean truncate(Link link) throws SQLException {
    long usual = link.numberOnce("PRAGMA busy_timeout");
    link.numberOnce("PRAGMA busy_timeout=" + Math.min(usual, WAIT_MILLIS));
    try (Statement statement = link.connection().createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      return row.next() && row.getInt(1) == 0;
    } finally {
      link.numberOnce("PRAGMA busy_timeout=" + usual);
    }
  }
}
