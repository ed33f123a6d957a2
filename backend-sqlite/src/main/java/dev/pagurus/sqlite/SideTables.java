package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.StoredDocument;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The tables beside the documents: one for each array index, one FTS5 table for each text index.
 * Neither can be asked what it holds of a document, so the entries to take out are made again from
 * the old body.
 */
final class SideTables {

  private final Link link;

  SideTables(Link link) {
    this.link = link;
  }

  void add(Transaction.Row row, long num) throws SQLException {
    for (StoredIndex index : row.collection().all()) {
      if (!index.hasColumns() && index.covers(num)) {
        add(index, row.owner().num, row.id(), num, row.entries());
      }
    }
  }

  void add(StoredIndex index, long owner, String id, long num, Entries entries)
      throws SQLException {
    switch (index.kind()) {
      case ARRAY -> addElements(index, owner, id, num, entries);
      case TEXT -> addText(index, owner, num, entries);
      case VALUE, UNIQUE -> throw new IllegalArgumentException(index.table() + " has no table");
    }
  }

  private void addElements(StoredIndex index, long owner, String id, long num, Entries entries)
      throws SQLException {
    PreparedStatement statement =
        link.prepare("INSERT OR IGNORE INTO " + index.table() + " VALUES(?, ?, ?, ?)");
    for (Key key : entries.arrays().getOrDefault(index, new TreeSet<>())) {
      statement.setLong(1, owner);
      statement.setBytes(2, key.bytes());
      statement.setString(3, id);
      statement.setLong(4, num);
      statement.executeUpdate();
    }
  }

  private void addText(StoredIndex index, long owner, long num, Entries entries)
      throws SQLException {
    List<String> columns = columns(index, owner, entries);
    if (columns.stream().allMatch(String::isEmpty)) {
      return;
    }
    PreparedStatement statement = link.prepare(TextTable.insert(index));
    statement.setLong(1, num);
    for (int i = 0; i < columns.size(); i++) {
      statement.setString(2 + i, columns.get(i));
    }
    statement.executeUpdate();
  }

  private static List<String> columns(StoredIndex index, long owner, Entries entries) {
    List<String> columns = new ArrayList<>();
    for (List<String> tokens : entries.texts().getOrDefault(index, List.of())) {
      columns.add(TextTable.column(owner, tokens));
    }
    return columns;
  }

  /** Puts a document's new entries in the place of its old ones, where they differ. */
  void replace(Transaction.Row row, long num) throws SQLException {
    if (!row.collection().hasSideTables()) {
      return;
    }
    Entries old = stored(row.owner(), row.collection(), num);
    for (StoredIndex index : row.collection().all()) {
      if (!index.hasColumns() && index.covers(num) && !row.entries().sameFor(index, old)) {
        remove(index, row.owner().num, row.id(), num, old);
        add(index, row.owner().num, row.id(), num, row.entries());
      }
    }
  }

  /** Takes out what the tables hold of a document. */
  void remove(Owner owner, CollectionIndexes collection, String id, long num) throws SQLException {
    if (!collection.hasSideTables()) {
      return;
    }
    Entries old = stored(owner, collection, num);
    for (StoredIndex index : collection.all()) {
      if (!index.hasColumns() && index.covers(num)) {
        remove(index, owner.num, id, num, old);
      }
    }
  }

  void remove(StoredIndex index, long owner, String id, long num, Entries entries)
      throws SQLException {
    switch (index.kind()) {
      case ARRAY -> removeElements(index, owner, id, entries);
      case TEXT -> removeText(index, owner, num, entries);
      case VALUE, UNIQUE -> throw new IllegalArgumentException(index.table() + " has no table");
    }
  }

  private void removeElements(StoredIndex index, long owner, String id, Entries entries)
      throws SQLException {
    PreparedStatement statement =
        link.prepare("DELETE FROM " + index.table() + " WHERE user = ? AND key = ? AND id = ?");
    for (Key key : entries.arrays().getOrDefault(index, new TreeSet<>())) {
      statement.setLong(1, owner);
      statement.setBytes(2, key.bytes());
      statement.setString(3, id);
      statement.executeUpdate();
    }
  }

  private void removeText(StoredIndex index, long owner, long num, Entries entries)
      throws SQLException {
    List<String> columns = columns(index, owner, entries);
    if (columns.stream().allMatch(String::isEmpty)) {
      return;
    }
    PreparedStatement statement = link.prepare(TextTable.delete(index));
    statement.setLong(1, num);
    for (int i = 0; i < columns.size(); i++) {
      statement.setString(2 + i, columns.get(i));
    }
    statement.executeUpdate();
  }

  /** The entries that the stored body gave; none if it is damaged, for then nobody knows. */
  private Entries stored(Owner owner, CollectionIndexes collection, long num) throws SQLException {
    PreparedStatement statement =
        link.prepare("SELECT " + Sql.COLUMNS + " FROM document d WHERE d.num = ?");
    statement.setLong(1, num);
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      StoredDocument document = new DocumentReader(owner.name, collection.name()).read(row);
      return Entries.of(collection, document.body());
    } catch (BackendException damaged) {
      return Entries.none();
    }
  }

  static void create(Link writer, StoredIndex index) throws SQLException {
    switch (index.kind()) {
      case ARRAY ->
          writer.runOnce(
              "CREATE TABLE "
                  + index.table()
                  + "(user INTEGER NOT NULL, key BLOB NOT NULL, id TEXT NOT NULL,"
                  + " document INTEGER NOT NULL, PRIMARY KEY(user, key, id)) WITHOUT ROWID");
      case TEXT -> TextTable.create(writer, index);
      case VALUE, UNIQUE -> throw new IllegalArgumentException(index.table() + " has no table");
    }
  }
}
