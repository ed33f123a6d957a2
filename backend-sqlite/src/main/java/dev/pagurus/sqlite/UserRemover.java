package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Deletes a user with every trace (USER-2). The rows go in one transaction, which overwrites with
 * zeroes what it deletes. That leaves copies which SQLite made in the free parts of pages when it
 * moved rows between them (measured: of some 3 in 1,000 documents after many updates), and the log;
 * so the file is then written anew, and the log cut to nothing.
 */
final class UserRemover {

  private static final System.Logger LOG = System.getLogger(UserRemover.class.getName());

  private final GroupCommit writes;

  UserRemover(GroupCommit writes) {
    this.writes = writes;
  }

  boolean delete(String user, OptionalLong expected) {
    boolean there = writes.run(Work.alone(tx -> delete(tx, user, expected)));
    if (there || isScrubDue()) {
      scrub();
    }
    return there;
  }

  private static boolean delete(Transaction tx, String user, OptionalLong expected)
      throws SQLException {
    Owner owner = tx.owner(user);
    if (expected.isPresent() && expected.getAsLong() != owner.revision) {
      throw BackendException.userMoved(expected.getAsLong(), owner.revision);
    }
    if (owner.num == 0) {
      return false;
    }
    removeSideEntries(tx, owner);
    for (String table : List.of("document", "tombstone")) {
      PreparedStatement statement = tx.link().prepare("DELETE FROM " + table + " WHERE user = ?");
      statement.setLong(1, owner.num);
      statement.executeUpdate();
    }
    PreparedStatement statement = tx.link().prepare("DELETE FROM user WHERE num = ?");
    statement.setLong(1, owner.num);
    statement.executeUpdate();
    Quotas.forget(tx.link(), owner.num);
    setScrubDue(tx.link(), true);
    tx.forget(user);
    return true;
  }

  private static void removeSideEntries(Transaction tx, Owner owner) throws SQLException {
    SideTables sideTables = new SideTables(tx.link());
    for (CollectionIndexes collection : tx.catalog().collections().values()) {
      if (collection.hasSideTables()) {
        for (Numbered document : documents(tx.link(), owner, collection)) {
          sideTables.remove(owner, collection, document.id(), document.num());
        }
        for (StoredIndex index : collection.arrays()) {
          removeElements(tx.link(), index, owner);
        }
      }
    }
  }

  /** Also those that damaged documents left behind. */
  private static void removeElements(Link link, StoredIndex index, Owner owner)
      throws SQLException {
    PreparedStatement statement = link.prepare("DELETE FROM " + index.table() + " WHERE user = ?");
    statement.setLong(1, owner.num);
    statement.executeUpdate();
  }

  private record Numbered(long num, String id) {}

  private static List<Numbered> documents(Link link, Owner owner, CollectionIndexes collection)
      throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "SELECT num, id FROM document INDEXED BY document_address"
                + " WHERE user = ? AND collection = ?");
    statement.setLong(1, owner.num);
    statement.setInt(2, collection.num());
    List<Numbered> documents = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        documents.add(new Numbered(row.getLong(1), row.getString(2)));
      }
    }
    return documents;
  }

  private static void setScrubDue(Link link, boolean due) throws SQLException {
    PreparedStatement statement =
        link.prepare("INSERT OR REPLACE INTO property VALUES('scrub', ?)");
    statement.setInt(1, due ? 1 : 0);
    statement.executeUpdate();
  }

  /** Whether an earlier deletion could not be brought to its end. */
  boolean isScrubDue() {
    return writes.run(
        Work.outside(
            tx -> tx.link().numberOnce("SELECT value FROM property WHERE name = 'scrub'") == 1));
  }

  /**
   * Writes the file anew without its free parts, and cuts the log. Another process, an open stream
   * or a full disk may be in the way; the user is gone all the same, and the next deletion, compact
   * or close does what is left.
   */
  void scrub() {
    try {
      writes.run(Work.outside(tx -> scrub(tx.link())));
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "traces of a deleted user stay in free parts of the file until it is compacted: {0}",
          e.getMessage());
    }
  }

  private static Boolean scrub(Link link) throws SQLException {
    link.forgetStatements();
    link.runOnce("VACUUM");
    if (Checkpoint.truncate(link)) {
      setScrubDue(link, false);
      // The last word is written to the log as well, and tells of nobody.
      return Checkpoint.truncate(link);
    }
    return false;
  }
}
