package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.Names;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

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
    if (name == null) {
      throw damaged("?");
    }
    return read(row, first + 1, name, null);
  }

  /** Reads {@link Sql#CONTENT} of the document that was looked up by its address. */
  StoredDocument read(ResultSet row, int first, Address address) throws SQLException {
    return read(row, first, address.id().getBytes(StandardCharsets.UTF_8), address);
  }

  private StoredDocument read(ResultSet row, int first, byte[] name, @Nullable Address known)
      throws SQLException {
    long revision = row.getLong(first);
    long created = row.getLong(first + 1);
    long updated = row.getLong(first + 2);
    long expected = row.getLong(first + 3);
    byte[] body = row.getBytes(first + 4);
    if (body == null || checksum.of(name, revision, created, updated, body) != expected) {
      throw damaged(new String(name, StandardCharsets.UTF_8));
    }
    return new StoredDocument(
        known != null ? known : new Address(collection, new String(name, StandardCharsets.UTF_8)),
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
