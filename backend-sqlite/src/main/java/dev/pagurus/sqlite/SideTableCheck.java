package dev.pagurus.sqlite;

import dev.pagurus.spi.Finding;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares array and text indexes with the documents, by sums over the entries that the documents
 * should have and those that the indexes hold.
 */
final class SideTableCheck {

  private final Link link;
  private final Map<StoredIndex, EntrySum> expected = new HashMap<>();

  SideTableCheck(Link link) {
    this.link = link;
  }

  /** Takes note of a document. */
  void add(long owner, long num, String id, Entries entries, CollectionIndexes collection) {
    for (StoredIndex index : collection.arrays()) {
      if (index.ready()) {
        EntrySum sum = expected.computeIfAbsent(index, none -> new EntrySum());
        for (Key key : entries.arrays().getOrDefault(index, new TreeSet<>())) {
          sum.addElement(owner, key.bytes(), id, num);
        }
      }
    }
    for (StoredIndex index : collection.texts()) {
      if (index.ready()) {
        EntrySum sum = expected.computeIfAbsent(index, none -> new EntrySum());
        List<List<String>> columns = entries.texts().getOrDefault(index, List.of());
        for (int column = 0; column < columns.size(); column++) {
          List<String> tokens = columns.get(column);
          for (int offset = 0; offset < tokens.size(); offset++) {
            sum.addWord(TextTable.term(owner, tokens.get(offset)), num, column, offset);
          }
        }
      }
    }
  }

  /** Tells of each index that does not agree with the documents noted. */
  void check(Catalog catalog, Consumer<Finding> findings) throws SQLException {
    for (CollectionIndexes collection : catalog.collections().values()) {
      for (StoredIndex index : collection.ready()) {
        if (!index.hasColumns()) {
          EntrySum wanted = expected.getOrDefault(index, new EntrySum());
          EntrySum held = heldBy(index);
          if (!wanted.isSame(held)) {
            String problem =
                "the index "
                    + index.definition()
                    + " of the collection "
                    + collection.name()
                    + " does not agree with the documents";
            findings.accept(new Finding(null, null, problem));
          }
        }
      }
    }
  }

  private EntrySum heldBy(StoredIndex index) throws SQLException {
    EntrySum sum = new EntrySum();
    boolean words = index.kind() == Kind.TEXT;
    String sql =
        words
            ? TextTable.openWords(link, index)
            : "SELECT user, key, id, document FROM " + index.table();
    try (Statement statement = link.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        if (words) {
          int column = Integer.parseInt(row.getString(3).substring(1));
          sum.addWord(row.getString(1), row.getLong(2), column, row.getLong(4));
        } else {
          sum.addElement(row.getLong(1), row.getBytes(2), row.getString(3), row.getLong(4));
        }
      }
    } finally {
      if (words) {
        TextTable.closeWords(link, index);
      }
    }
    return sum;
  }

  /**
   * A connection that has searched before remembers how an FTS5 table was laid out, and SQLite's
   * check believes that memory: what another connection has merged since would be taken for
   * corruption. A new search makes it look again.
   */
  static void lookAnew(Link link, Catalog catalog) throws SQLException {
    for (CollectionIndexes collection : catalog.collections().values()) {
      for (StoredIndex index : collection.ready()) {
        if (index.kind() == Kind.TEXT) {
          String table = index.table();
          link.numberOnce("SELECT count(*) FROM " + table + " WHERE " + table + " MATCH '\"a\"'");
        }
      }
    }
  }
}
