package dev.pagurus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Walks over every document of a file that may be damaged: in the order of the table as long as its
 * pages can be read, and from the first that cannot on by the numbers that indexes hold, so that
 * one damaged page does not hide what stands behind it.
 */
final class AllDocuments {

  /** What each document is told as. */
  interface Visitor {

    /** The row stands at a document; column 1 is its number. */
    void document(ResultSet row) throws SQLException;

    /** A document of which an index tells, and which cannot be read. */
    void unreadable(long num) throws SQLException;
  }

  private final Link link;
  private final String columns;
  private final Visitor visitor;

  /**
   * A walk.
   *
   * @param columns what to read beside the number, of document {@code d}
   */
  AllDocuments(Link link, String columns, Visitor visitor) {
    this.link = link;
    this.columns = columns;
    this.visitor = visitor;
  }

  void walk() throws SQLException {
    long last = Long.MIN_VALUE;
    String sql = "SELECT d.num, " + columns + " FROM document d NOT INDEXED ORDER BY d.num";
    try (PreparedStatement statement = link.connection().prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        last = row.getLong(1);
        visitor.document(row);
      }
    } catch (SQLException e) {
      if (!Errors.isCorrupt(e)) {
        throw e;
      }
      walkByIndexes(last);
    }
  }

  private void walkByIndexes(long last) throws SQLException {
    String numbers =
        "SELECT num FROM document INDEXED BY document_address WHERE num > ?"
            + " UNION SELECT num FROM document INDEXED BY document_feed WHERE num > ? ORDER BY num";
    String one = "SELECT d.num, " + columns + " FROM document d NOT INDEXED WHERE d.num = ?";
    try (PreparedStatement all = link.connection().prepareStatement(numbers);
        PreparedStatement statement = link.connection().prepareStatement(one)) {
      all.setLong(1, last);
      all.setLong(2, last);
      try (ResultSet num = all.executeQuery()) {
        while (num.next()) {
          visit(statement, num.getLong(1));
        }
      }
    }
  }

  private void visit(PreparedStatement statement, long num) throws SQLException {
    statement.setLong(1, num);
    try (ResultSet row = statement.executeQuery()) {
      if (row.next()) {
        visitor.document(row);
        return;
      }
    } catch (SQLException e) {
      if (!Errors.isCorrupt(e)) {
        throw e;
      }
    }
    visitor.unreadable(num);
  }
}
