package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Quota;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Users' quotas, as properties whose names end with the user's number; so the usual user, who has
 * none, has no row for it.
 */
final class Quotas {

  private static final String DOCUMENTS = "quota-documents-";
  private static final String BYTES = "quota-bytes-";

  private Quotas() {}

  static Quota of(Link link, long user) throws SQLException {
    if (user == 0) {
      return Quota.NONE;
    }
    PreparedStatement statement =
        link.prepare("SELECT name, value FROM property WHERE name IN (?, ?)");
    statement.setString(1, DOCUMENTS + user);
    statement.setString(2, BYTES + user);
    Quota quota = Quota.NONE;
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        boolean bytes = row.getString(1).startsWith(BYTES);
        long most = row.getLong(2);
        quota = bytes ? quota.withBytes(most) : quota.withDocuments(most);
      }
    }
    return quota;
  }

  static Quota of(Link link, String user) throws SQLException {
    PreparedStatement statement = link.prepare("SELECT num FROM user WHERE name = ?");
    statement.setString(1, user);
    long num;
    try (ResultSet row = statement.executeQuery()) {
      num = row.next() ? row.getLong(1) : 0;
    }
    return of(link, num);
  }

  /** In a transaction of its own. */
  static Boolean set(Transaction tx, String user, Quota quota) throws SQLException {
    Owner owner = tx.owner(user);
    if (owner.num == 0) {
      throw BackendException.noUser();
    }
    write(tx.link(), owner.num, quota);
    owner.quota = quota;
    return true;
  }

  static void forget(Link link, long user) throws SQLException {
    write(link, user, Quota.NONE);
  }

  private static void write(Link link, long user, Quota quota) throws SQLException {
    write(link, DOCUMENTS + user, quota.documents());
    write(link, BYTES + user, quota.bytes());
  }

  private static void write(Link link, String name, OptionalLong value) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            value.isPresent()
                ? "INSERT OR REPLACE INTO property(value, name) VALUES(?, ?)"
                : "DELETE FROM property WHERE ? = 0 AND name = ?");
    statement.setLong(1, value.orElse(0));
    statement.setString(2, name);
    statement.executeUpdate();
  }

  /** Takes all over into a file in which users have the same numbers. */
  static void copy(Link from, Link to) throws SQLException {
    try (ResultSet row =
        from.prepare("SELECT name, value FROM property WHERE name GLOB 'quota-*'").executeQuery()) {
      while (row.next()) {
        write(to, row.getString(1), OptionalLong.of(row.getLong(2)));
      }
    }
  }
}
