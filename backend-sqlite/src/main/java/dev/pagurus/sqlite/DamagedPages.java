package dev.pagurus.sqlite;

import dev.pagurus.spi.StoredDocument;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads one document at a time from a file some of whose pages are damaged. */
final class DamagedPages {

  private final Link link;
  private final long owner;
  private final CollectionIndexes collection;
  private final DocumentReader reader;

  DamagedPages(Link link, long owner, CollectionIndexes collection, DocumentReader reader) {
    this.link = link;
    this.owner = owner;
    this.collection = collection;
    this.reader = reader;
  }

  /** The document whose number the row tells; CORRUPT with its address if it cannot be read. */
  StoredDocument read(ResultSet number) throws SQLException {
    long num = number.getLong(1);
    PreparedStatement statement =
        link.prepare("SELECT " + Sql.COLUMNS + " FROM document d WHERE d.num = ?");
    statement.setLong(1, num);
    try (ResultSet row = statement.executeQuery()) {
      if (row.next()) {
        return reader.read(row);
      }
    } catch (SQLException e) {
      if (!Errors.isCorrupt(e)) {
        throw e;
      }
    }
    throw Errors.damaged(
        DocumentReader.address(collection.name(), id(num)),
        "the page of the document is damaged",
        null);
  }

  /** The index of addresses is on other pages. */
  private String id(long num) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "SELECT id FROM document INDEXED BY document_address"
                + " WHERE user = ? AND collection = ? AND num = ?");
    statement.setLong(1, owner);
    statement.setInt(2, collection.num());
    statement.setLong(3, num);
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getString(1) : "document number " + num;
    }
  }
}
