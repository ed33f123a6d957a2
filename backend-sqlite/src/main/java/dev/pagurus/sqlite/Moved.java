package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where a store was moved to: a property, as bytes, so that no text is taken for a number. */
final class Moved {

  private static final String NAME = "moved-to";

  private Moved() {}

  /** Null if the store is not sealed. */
  static @Nullable String to(Link link) throws SQLException {
    PreparedStatement statement = link.prepare("SELECT value FROM property WHERE name = ?");
    statement.setString(1, NAME);
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? new String(row.getBytes(1), StandardCharsets.UTF_8) : null;
    }
  }

  /** Seals; in a transaction of its own. */
  static Boolean seal(Transaction tx, String to) throws SQLException {
    String there = tx.movedTo();
    if (there != null && !there.equals(to)) {
      throw BackendException.moved(there);
    }
    PreparedStatement statement = tx.link().prepare("INSERT OR REPLACE INTO property VALUES(?, ?)");
    statement.setString(1, NAME);
    statement.setBytes(2, to.getBytes(StandardCharsets.UTF_8));
    statement.executeUpdate();
    tx.setMovedTo(to);
    return true;
  }

  /** Takes the seal off; in a transaction of its own. */
  static Boolean unseal(Transaction tx) throws SQLException {
    PreparedStatement statement = tx.link().prepare("DELETE FROM property WHERE name = ?");
    statement.setString(1, NAME);
    statement.executeUpdate();
    tx.setMovedTo(null);
    return true;
  }
}
