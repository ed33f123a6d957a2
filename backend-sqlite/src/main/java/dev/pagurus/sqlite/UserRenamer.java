package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives a user another name, in one transaction. Everything refers to a user by its number; only
 * checksums are over its name, so they are made anew. What was damaged does not become sound by it:
 * a checksum that was wrong is as wrong afterwards.
 */
final class UserRenamer {

  private final Link link;
  private final long owner;

  /** By the collection's number: the checksums under the old name and the new. */
  private final Map<Integer, Checksums> checksums = new LinkedHashMap<>();

  private record Checksums(Checksum old, Checksum renamed) {

    long document(ResultSet row) throws SQLException {
      byte[] id = row.getBytes(4);
      byte[] body = row.getBytes(8);
      long stored = row.getLong(3);
      if (id == null || body == null) {
        return stored;
      }
      long revision = row.getLong(5);
      long created = row.getLong(6);
      long updated = row.getLong(7);
      return stored
          ^ old.of(id, revision, created, updated, body)
          ^ renamed.of(id, revision, created, updated, body);
    }

    long deletion(String id, ResultSet row) throws SQLException {
      long revision = row.getLong(4);
      long deleted = row.getLong(5);
      return row.getLong(3)
          ^ old.ofDeletion(id, revision, deleted)
          ^ renamed.ofDeletion(id, revision, deleted);
    }
  }

  private UserRenamer(Transaction tx, long owner, String user, String to) {
    this.link = tx.link();
    this.owner = owner;
    for (CollectionIndexes each : tx.catalog().collections().values()) {
      checksums.put(
          each.num(),
          new Checksums(new Checksum(user, each.name()), new Checksum(to, each.name())));
    }
  }

  static Boolean rename(Transaction tx, String user, String to) throws SQLException {
    long owner = tx.owner(user).num;
    if (owner == 0) {
      throw BackendException.noUser();
    }
    if (tx.owner(to).num != 0) {
      throw BackendException.userExists(to);
    }
    UserRenamer renamer = new UserRenamer(tx, owner, user, to);
    renamer.documents();
    renamer.deletions();
    PreparedStatement statement = tx.link().prepare("UPDATE user SET name = ? WHERE num = ?");
    statement.setString(1, to);
    statement.setLong(2, owner);
    statement.executeUpdate();
    tx.forget(user);
    tx.forget(to);
    return true;
  }

  private void documents() throws SQLException {
    PreparedStatement all =
        link.prepare(
            "SELECT num, collection, checksum, id, revision, created_us, updated_us, body"
                + " FROM document WHERE user = ?");
    PreparedStatement seal = link.prepare("UPDATE document SET checksum = ? WHERE num = ?");
    all.setLong(1, owner);
    try (ResultSet row = all.executeQuery()) {
      while (row.next()) {
        Checksums of = checksums.get(row.getInt(2));
        if (of != null) {
          seal.setLong(1, of.document(row));
          seal.setLong(2, row.getLong(1));
          seal.executeUpdate();
        }
      }
    }
  }

  private void deletions() throws SQLException {
    PreparedStatement all =
        link.prepare(
            "SELECT collection, id, checksum, revision, deleted_us FROM tombstone WHERE user = ?");
    PreparedStatement seal =
        link.prepare(
            "UPDATE tombstone SET checksum = ? WHERE user = ? AND collection = ? AND id = ?");
    all.setLong(1, owner);
    try (ResultSet row = all.executeQuery()) {
      while (row.next()) {
        Checksums of = checksums.get(row.getInt(1));
        String id = row.getString(2);
        if (of != null && id != null) {
          seal.setLong(1, of.deletion(id, row));
          seal.setLong(2, owner);
          seal.setInt(3, row.getInt(1));
          seal.setString(4, id);
          seal.executeUpdate();
        }
      }
    }
  }
}
