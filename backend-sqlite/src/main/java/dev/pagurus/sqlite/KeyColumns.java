package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.StoredDocument;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns {@code k1, k2, ...} of the documents, which hold the keys of declared paths, and the
 * SQL indexes over them. Each collection gives them to its paths as it likes.
 */
final class KeyColumns {

  private KeyColumns() {}

  /** The key column of each path: the one that holds it already, or one free in this collection. */
  static List<Integer> of(Link link, CollectionIndexes collection, List<FieldPath> paths)
      throws SQLException {
    Map<FieldPath, Integer> held = new HashMap<>();
    collection.slots().forEach((slot, path) -> held.put(path, slot));
    Set<Integer> taken = new HashSet<>(collection.slotNumbers());
    List<Integer> slots = new ArrayList<>();
    for (FieldPath path : paths) {
      Integer slot = held.get(path);
      for (int free = 1; slot == null; free++) {
        slot = taken.add(free) ? Integer.valueOf(free) : null;
      }
      add(link, slot);
      slots.add(slot);
    }
    return slots;
  }

  static void add(Link link, int slot) throws SQLException {
    String column = StoredIndex.column(slot);
    long there =
        link.numberOnce(
            "SELECT count(*) FROM pragma_table_info('document') WHERE name = '" + column + "'");
    if (there == 0) {
      link.runOnce("ALTER TABLE document ADD COLUMN " + column + " BLOB");
    }
  }

  /** All that the file has. */
  static List<Integer> all(Link link) throws SQLException {
    List<Integer> slots = new ArrayList<>();
    try (Statement statement = link.connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT substr(name, 2) FROM pragma_table_info('document')"
                    + " WHERE name GLOB 'k[0-9]*' ORDER BY cid")) {
      while (row.next()) {
        slots.add(row.getInt(1));
      }
    }
    return slots;
  }

  /** Writes the keys of a document that was there before its index. */
  static void fill(Link link, StoredIndex index, long num, StoredDocument document)
      throws SQLException {
    StringBuilder sets = new StringBuilder();
    for (int slot : index.slots()) {
      sets.append(sets.length() == 0 ? "" : ", ").append(StoredIndex.column(slot)).append(" = ?");
    }
    PreparedStatement statement = link.prepare("UPDATE document SET " + sets + " WHERE num = ?");
    int at = 1;
    for (FieldPath path : index.paths()) {
      statement.setBytes(at++, SortKey.encode(path.in(document.body().part(index.paths()))));
    }
    statement.setLong(at, num);
    statement.executeUpdate();
  }

  /** The id at the end breaks ties, as every order asks. */
  static void createIndex(Link link, StoredIndex index, CollectionIndexes collection)
      throws SQLException {
    StringBuilder columns = new StringBuilder("user");
    for (int slot : index.slots()) {
      columns.append(", ").append(StoredIndex.column(slot));
    }
    link.runOnce(
        "CREATE INDEX "
            + index.table()
            + " ON document("
            + columns
            + ", id) WHERE collection = "
            + collection.num());
  }
}
