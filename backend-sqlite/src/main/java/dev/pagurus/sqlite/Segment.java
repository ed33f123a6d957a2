package dev.pagurus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the rows that answer a find, in their order: a statement without its columns. The parts
 * of one answer are read one after the other.
 *
 * @param rest what follows the columns: FROM and so on; {@code d} is the document
 * @param arguments its parameters: Long, String or byte[]
 * @param limit after how many rows it ends although there may be more; {@link #ALL} if it does not
 */
record Segment(String rest, List<Object> arguments, long limit) {

  /** No limit, to SQLite as well. */
  static final long ALL = -1;

  Segment(String rest, List<Object> arguments) {
    this(rest, arguments, ALL);
  }

  /** All documents of a collection, in the order of ids. */
  static Segment all(long owner, CollectionIndexes collection, @Nullable String after) {
    return new Segment(
        " FROM document d INDEXED BY document_address WHERE d.user = ? AND d.collection = "
            + collection.num()
            + " AND d.id > ? ORDER BY d.id",
        List.of(owner, after == null ? "" : after));
  }

  /**
   * Rows that SQLite must sort. It sorts numbers of documents and not bodies (LIMIT keeps it from
   * merging the two), and keeps no more of them than will be read.
   *
   * @param limit how many rows will be read, if nothing goes wrong; or {@link #ALL}
   */
  static Segment sorted(String rest, List<Object> arguments, long limit) {
    List<Object> all = new ArrayList<>(arguments);
    all.add(limit);
    all.add(0L);
    return new Segment(
        " FROM (SELECT d.num AS num"
            + rest
            + " LIMIT ? OFFSET ?) s CROSS JOIN document d ON d.num = s.num",
        all,
        limit);
  }

  /** The rows behind the limit. */
  Segment beyond() {
    List<Object> all = new ArrayList<>(arguments.subList(0, arguments.size() - 2));
    all.add(ALL);
    all.add(limit);
    return new Segment(rest, all);
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
