package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares the users' counts, and the deletions that the feed tells of, with the documents. */
final class CountCheck {

  private final Link link;
  private final Consumer<Finding> findings;

  CountCheck(Link link, Consumer<Finding> findings) {
    this.link = link;
    this.findings = findings;
  }

  void check() throws SQLException {
    checkCounts();
    checkTombstones();
  }

  private void report(@Nullable String user, @Nullable Address address, String problem) {
    findings.accept(new Finding(user, address, problem));
  }

  private void checkCounts() throws SQLException {
    String sql =
        "SELECT u.name, u.documents = count(d.num), u.bytes = total(octet_length(d.body)),"
            + " u.revision >= ifnull(max(d.revision), 0),"
            + " u.tombstones = (SELECT count(*) FROM tombstone WHERE user = u.num)"
            + " FROM user u LEFT JOIN document d ON d.user = u.num GROUP BY u.num";
    String[] problems = {
      "the count of documents is wrong",
      "the count of bytes is wrong",
      "a document has a revision that the user never had",
      "the count of deletions is wrong"
    };
    try (Statement statement = link.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        for (int i = 0; i < problems.length; i++) {
          if (row.getInt(2 + i) == 0) {
            report(row.getString(1), null, problems[i]);
          }
        }
      }
    }
  }

  private void checkTombstones() throws SQLException {
    String sql =
        "SELECT u.name, c.name, t.id, t.revision, t.deleted_us, t.checksum,"
            + " t.revision <= u.revision,"
            + " EXISTS(SELECT 1 FROM document d WHERE d.user = t.user"
            + " AND d.collection = t.collection AND d.id = t.id)"
            + " FROM tombstone t LEFT JOIN user u ON u.num = t.user"
            + " LEFT JOIN collection c ON c.num = t.collection";
    try (Statement statement = link.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        checkTombstone(row);
      }
    }
  }

  private void checkTombstone(ResultSet row) throws SQLException {
    String user = row.getString(1);
    String collection = row.getString(2);
    if (user == null || collection == null) {
      report(user, null, "the feed tells of the deletion of a document that has no owner");
      return;
    }
    String id = row.getString(3);
    Address address = DocumentReader.address(collection, id);
    long checksum = new Checksum(user, collection).ofDeletion(id, row.getLong(4), row.getLong(5));
    if (checksum != row.getLong(6)) {
      report(user, address, "the note of its deletion does not have its checksum");
    } else if (row.getInt(7) == 0) {
      report(user, address, "it was deleted at a revision that the user never had");
    } else if (row.getInt(8) == 1) {
      report(user, address, "the feed tells that it was deleted, and it is there");
    }
  }
}
