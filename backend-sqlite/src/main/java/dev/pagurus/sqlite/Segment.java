package dev.pagurus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the rows that answer a find, in their order: a statement without its columns. The parts
 * of one answer are read one after the other.
 *
 * @param rest what follows the columns: FROM and so on; {@code d} is the document
 * @param arguments its parameters: Long, String or byte[]
 */
record Segment(String rest, List<Object> arguments) {

  /** All documents of a collection, in the order of ids. */
  static Segment all(long owner, CollectionIndexes collection, @Nullable String after) {
    return new Segment(
        " FROM document d INDEXED BY document_address WHERE d.user = ? AND d.collection = "
            + collection.num()
            + " AND d.id > ? ORDER BY d.id",
        List.of(owner, after == null ? "" : after));
  }

  /** Sorts numbers of documents and not bodies; LIMIT keeps SQLite from merging the two. */
  static String sorted(String rest) {
    return " FROM (SELECT d.num AS num"
        + rest
        + " LIMIT -1) s CROSS JOIN document d ON d.num = s.num";
  }

  /** The statement that reads the documents. */
  String documents() {
    return "SELECT " + Sql.COLUMNS + rest;
  }

  /**
   * The statement that reads the documents behind what must be true for it to be the right one: the
   * user's revision, null if there is no such user, and the version of the catalog. Both are parts
   * of the statement that are evaluated once, and so of the same state. Its first two parameters
   * are the user's number and name.
   */
  String checkedDocuments() {
    return "SELECT (SELECT revision FROM user WHERE num = ? AND name = ?), ("
        + Catalog.VERSION_SQL
        + "), "
        + Sql.COLUMNS
        + rest;
  }

  /** The statement that reads the documents' numbers. */
  String numbers() {
    return "SELECT d.num" + rest;
  }

  void bind(PreparedStatement statement) throws SQLException {
    bind(statement, 1);
  }

  void bind(PreparedStatement statement, int first) throws SQLException {
    for (int i = 0; i < arguments.size(); i++) {
      Object argument = arguments.get(i);
      if (argument instanceof Long number) {
        statement.setLong(first + i, number);
      } else if (argument instanceof byte[] bytes) {
        statement.setBytes(first + i, bytes);
      } else {
        statement.setString(first + i, (String) argument);
      }
    }
  }
}
