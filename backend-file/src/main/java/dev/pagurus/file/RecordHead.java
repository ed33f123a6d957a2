package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import java.time.Instant;

/**
 * The metadata of a record: what a document has beside its body.
 *
 * @param user the user that the document belongs to
 * @param address where it lives within its user
 * @param revision the user's revision that last wrote it
 * @param createdAt in whole microseconds UTC
 * @param updatedAt in whole microseconds UTC
 */
record RecordHead(
    String user, Address address, long revision, Instant createdAt, Instant updatedAt) {

  static RecordHead of(String user, StoredDocument document) {
    return new RecordHead(
        user, document.address(), document.revision(), document.createdAt(), document.updatedAt());
  }

  /** The document with this metadata. */
  StoredDocument with(Body body) {
    return new StoredDocument(address, revision, createdAt, updatedAt, body);
  }
}
