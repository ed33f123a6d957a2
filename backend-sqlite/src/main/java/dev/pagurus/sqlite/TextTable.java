package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.TextQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The FTS5 table of a text index. It holds no text, only for each token where it occurs; it is fed
 * with the shared analyser's tokens (TEXT-1), which FTS5's {@code ascii} tokenizer leaves as they
 * are, for they are letters, digits and marks, folded already.
 *
 * <p>Every token begins with the number of its user and a {@code z}: {@code 17zoslo}. So the
 * postings of a user are apart from all others', and a search reads no one else's (USER-1).
 *
 * <p>FTS5 keeps no more than 32,768 bytes of a token, so that longer words would be taken for each
 * other. Words of more than {@value #MAX_CHARS} characters are kept as their beginning and a
 * digest.
 */
final class TextTable {

  private static final int MAX_CHARS = 1_000;

  private TextTable() {}

  static void create(Link writer, StoredIndex index) throws SQLException {
    writer.runOnce(
        "CREATE VIRTUAL TABLE "
            + index.table()
            + " USING fts5("
            + columns(index)
            + ", content='', tokenize='ascii')");
    // Deletes take postings out at once, so that nothing of a deleted user stays (USER-2).
    writer.runOnce(
        "INSERT INTO "
            + index.table()
            + "("
            + index.table()
            + ", rank) VALUES('secure-delete', 1)");
  }

  /** Merges what many commits have left in pieces. */
  static Boolean optimize(Link writer, StoredIndex index) throws SQLException {
    writer.runOnce("INSERT INTO " + index.table() + "(" + index.table() + ") VALUES('optimize')");
    return true;
  }

  private static String columns(StoredIndex index) {
    return IntStream.range(0, index.paths().size())
        .mapToObj(TextTable::column)
        .collect(Collectors.joining(", "));
  }

  private static String column(int i) {
    return "c" + i;
  }

  static String insert(StoredIndex index) {
    return "INSERT INTO "
        + index.table()
        + "(rowid, "
        + columns(index)
        + ") VALUES(?"
        + ", ?".repeat(index.paths().size())
        + ")";
  }

  /** The command that takes a document out; it must be told what was put in. */
  static String delete(StoredIndex index) {
    return "INSERT INTO "
        + index.table()
        + "("
        + index.table()
        + ", rowid, "
        + columns(index)
        + ") VALUES('delete', ?"
        + ", ?".repeat(index.paths().size())
        + ")";
  }

  /** The tokens of one path as the table is fed with them. */
  static String column(long owner, List<String> tokens) {
    String prefix = prefix(owner);
    StringBuilder column = new StringBuilder();
    for (String token : tokens) {
      column.append(prefix).append(bounded(token)).append(' ');
    }
    return column.toString();
  }

  /** A token as the table holds it. */
  static String term(long owner, String token) {
    return prefix(owner) + bounded(token);
  }

  /** Makes all words readable on a connection that reads; answers the statement that reads them. */
  static String openWords(Link link, StoredIndex index) throws SQLException {
    link.runOnce("PRAGMA query_only=OFF"); // for a table of the connection's own
    link.runOnce(
        "CREATE VIRTUAL TABLE temp.words_"
            + index.num()
            + " USING fts5vocab('main', '"
            + index.table()
            + "', 'instance')");
    return "SELECT term, doc, col, offset FROM temp.words_" + index.num();
  }

  static void closeWords(Link link, StoredIndex index) throws SQLException {
    link.runOnce("DROP TABLE temp.words_" + index.num());
    link.runOnce("PRAGMA query_only=ON");
  }

  private static String prefix(long owner) {
    return owner + "z";
  }

  private static String bounded(String token) {
    return token.length() <= MAX_CHARS ? token : beginning(token) + digest(token);
  }

  private static String beginning(String token) {
    boolean splits = Character.isHighSurrogate(token.charAt(MAX_CHARS - 1));
    return token.substring(0, splits ? MAX_CHARS - 1 : MAX_CHARS);
  }

  private static String digest(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether the table can answer a test: all its paths are the index's. */
  static boolean serves(StoredIndex index, Filter.Matches matches) {
    return index.paths().containsAll(matches.paths());
  }

  /** Whether what {@link #match} finds may be too much: a very long prefix is cut. */
  static boolean isInexact(TextQuery query) {
    return query.clauses().stream()
        .flatMap(clause -> clause.terms().stream())
        .anyMatch(term -> term.prefix() && term.text().length() > MAX_CHARS);
  }

  /**
   * A text query in FTS5's language. All of it is quoted, so nothing in it has a meaning there.
   *
   * @param query at least one clause
   */
  static String match(StoredIndex index, long owner, List<FieldPath> paths, TextQuery query) {
    String columns = paths.containsAll(index.paths()) ? "" : columns(index, paths);
    return query.clauses().stream()
        .map(clause -> columns + phrase(owner, clause))
        .collect(Collectors.joining(" AND "));
  }

  /** Without it SQLite need not look where in a document a word stands. */
  private static String columns(StoredIndex index, List<FieldPath> paths) {
    return paths.stream()
        .map(path -> column(index.paths().indexOf(path)))
        .distinct()
        .collect(Collectors.joining(" ", "{", "} : "));
  }

  private static String phrase(long owner, TextQuery.Clause clause) {
    String prefix = prefix(owner);
    StringBuilder phrase = new StringBuilder("\"");
    boolean star = false;
    for (TextQuery.Term term : clause.terms()) {
      boolean cut = term.prefix() && term.text().length() > MAX_CHARS;
      phrase
          .append(prefix)
          .append(cut ? beginning(term.text()) : term.prefix() ? term.text() : bounded(term.text()))
          .append(' ');
      star = term.prefix();
    }
    return phrase.append('"').append(star ? " *" : "").toString();
  }
}
