package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.Names;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads the documents of one collection of one user from rows of {@link Sql#COLUMNS}, and lets none
 * pass that is not what was written (DUR-4).
 */
final class DocumentReader {

  private final String collection;
  private final Checksum checksum;

  DocumentReader(String user, String collection) {
    this.collection = collection;
    this.checksum = new Checksum(user, collection);
  }

  /**
   * Reads the row at which the result set stands.
   *
   * @throws BackendException CORRUPT with the address, if the row is damaged
   */
  StoredDocument read(ResultSet row) throws SQLException {
    return read(row, 1);
  }

  StoredDocument read(ResultSet row, int first) throws SQLException {
    byte[] name = row.getBytes(first);
    String id = name == null ? null : new String(name, StandardCharsets.UTF_8);
    long revision = row.getLong(first + 1);
    long created = row.getLong(first + 2);
    long updated = row.getLong(first + 3);
    long expected = row.getLong(first + 4);
    byte[] body = row.getBytes(first + 5);
    if (name == null || id == null || body == null) {
      throw damaged(id == null ? "?" : id);
    }
    if (checksum.of(name, revision, created, updated, body) != expected) {
      throw damaged(id);
    }
    return new StoredDocument(
        new Address(collection, id),
        revision,
        Micros.instant(created),
        Micros.instant(updated),
        Body.stored(body));
  }

  private BackendException damaged(String id) {
    return Errors.damaged(
        address(collection, id), "the stored document does not have its checksum", null);
  }

  /** The address of a damaged row, whose id may be no id any more. */
  static Address address(String collection, String id) {
    try {
      return new Address(collection, id);
    } catch (IllegalArgumentException e) {
      StringBuilder plain = new StringBuilder("?");
      id.codePoints()
          .filter(
              cp ->
                  Character.isValidCodePoint(cp)
                      && !Character.isISOControl(cp)
                      && Character.getType(cp) != Character.SURROGATE)
          .limit(Names.MAX_BYTES / 4 - 1)
          .forEach(plain::appendCodePoint);
      return new Address(collection, plain.toString());
    }
  }
}
