package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import java.time.Instant;

/** Documents with one thing changed. */
final class Rewrites {

  private Rewrites() {}

  static StoredDocument at(StoredDocument one, Address address) {
    return new StoredDocument(
        address, one.revision(), one.createdAt(), one.updatedAt(), one.body());
  }

  static StoredDocument revised(StoredDocument one, long revision) {
    return new StoredDocument(
        one.address(), revision, one.createdAt(), one.updatedAt(), one.body());
  }

  static StoredDocument timed(StoredDocument one, Instant createdAt, Instant updatedAt) {
    return new StoredDocument(one.address(), one.revision(), createdAt, updatedAt, one.body());
  }

  static StoredDocument holding(StoredDocument one, Body body) {
    return new StoredDocument(
        one.address(), one.revision(), one.createdAt(), one.updatedAt(), body);
  }
}
