package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.document.InvalidDocumentException;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole file in one read transaction: SQLite's own checks first, then that every document
 * is what was written, and that indexes, counts and the feed agree with the documents.
 */
final class Verifier {

  private static final int PROGRESS_EVERY = 1_000;
  private static final int FIRST_COLUMN = 5;

  private final Link link;
  private final Consumer<Finding> findings;
  private final Progress progress;
  private final SideTableCheck sideTables;
  private final Map<String, DocumentReader> readers = new HashMap<>();
  private Catalog catalog = new Catalog(0, Map.of());
  private long total;
  private long checked;

  Verifier(Link link, Consumer<Finding> findings, Progress progress) {
    this.link = link;
    this.findings = findings;
    this.progress = progress;
    this.sideTables = new SideTableCheck(link);
  }

  /** Answers how many documents were checked. */
  long verify() throws SQLException {
    try {
      catalog = Catalog.load(link);
      total = link.numberOnce("SELECT total(documents) FROM user");
      checkEngine();
      checkDocuments();
      sideTables.check(catalog, findings);
      new CountCheck(link, findings).check();
    } catch (SQLException e) {
      if (!Errors.isCorrupt(e)) {
        throw e;
      }
      report(
          null,
          null,
          "the file is damaged so that it cannot be checked further: " + e.getMessage());
    }
    return checked;
  }

  private void report(@Nullable String user, @Nullable Address address, String problem) {
    findings.accept(new Finding(user, address, problem));
  }

  private void checkEngine() throws SQLException {
    SideTableCheck.lookAnew(link, catalog);
    try (Statement statement = link.connection().createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      while (row.next()) {
        if (!row.getString(1).equals("ok")) {
          report(null, null, "SQLite finds: " + row.getString(1));
        }
      }
    }
  }

  private void checkDocuments() throws SQLException {
    List<Integer> slots = KeyColumns.all(link);
    StringBuilder columns =
        new StringBuilder(
            "d.user, (SELECT name FROM user WHERE num = d.user), d.collection, " + Sql.COLUMNS);
    slots.forEach(slot -> columns.append(", d.").append(StoredIndex.column(slot)));
    AllDocuments.Visitor visitor =
        new AllDocuments.Visitor() {
          @Override
          public void document(ResultSet row) throws SQLException {
            check(row, slots);
          }

          @Override
          public void unreadable(long num) throws SQLException {
            reportUnreadable(num);
          }
        };
    new AllDocuments(link, columns.toString(), visitor).walk();
    progress.at(checked, checked);
  }

  private void check(ResultSet row, List<Integer> slots) throws SQLException {
    checked++;
    if (checked % PROGRESS_EVERY == 0) {
      progress.at(checked, Math.max(total, checked));
    }
    String user = row.getString(3);
    CollectionIndexes collection = catalog.collection(row.getInt(4));
    if (user == null || collection == null) {
      report(user, null, "the document number " + row.getLong(1) + " has no owner");
      return;
    }
    try {
      StoredDocument document = reader(user, collection).read(row, FIRST_COLUMN);
      document.body().root();
      Entries entries = Entries.of(collection, document.body());
      checkKeys(row, user, collection, document, entries, slots);
      sideTables.add(row.getLong(2), row.getLong(1), document.address().id(), entries, collection);
    } catch (BackendException e) {
      report(user, e.address(), "the document does not have its checksum");
    } catch (InvalidDocumentException e) {
      String id = row.getString(FIRST_COLUMN);
      report(user, DocumentReader.address(collection.name(), id), "the body is no JSON object");
    }
  }

  private DocumentReader reader(String user, CollectionIndexes collection) {
    if (readers.size() > PROGRESS_EVERY) {
      readers.clear();
    }
    return readers.computeIfAbsent(
        user + '\0' + collection.name(), none -> new DocumentReader(user, collection.name()));
  }

  private void reportUnreadable(long num) throws SQLException {
    checked++;
    Located located = Located.of(link, catalog, num);
    report(located.user(), located.address(), "the page of the document is damaged");
  }

  private void checkKeys(
      ResultSet row,
      String user,
      CollectionIndexes collection,
      StoredDocument document,
      Entries entries,
      List<Integer> slots)
      throws SQLException {
    int key = 0;
    for (int slot : collection.slotNumbers()) {
      Key wanted = entries.keys().get(key++);
      byte[] held = row.getBytes(FIRST_COLUMN + 6 + slots.indexOf(slot));
      if (isServed(collection, slot) && !Arrays.equals(wanted.bytes(), held)) {
        report(
            user,
            document.address(),
            "the index of " + collection.slots().get(slot) + " does not agree with the document");
      }
    }
  }

  private static boolean isServed(CollectionIndexes collection, int slot) {
    return collection.ready().stream().anyMatch(index -> index.slots().contains(slot));
  }
}
