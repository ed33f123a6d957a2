package dev.pagurus.spi;

import dev.pagurus.document.Address;
import java.time.Instant;

/** The latest that happened to one document (FEED-1). */
public sealed interface Change {

  /**
   * Which document.
   *
   * @return its address
   */
  Address address();

  /**
   * The user's revision that made the change.
   *
   * @return 1 or more
   */
  long revision();

  /**
   * When it was made.
   *
   * @return whole microseconds UTC
   */
  Instant at();

  /**
   * The document was written.
   *
   * @param document as it is now
   */
  record Written(StoredDocument document) implements Change {

    @Override
    public Address address() {
      return document.address();
    }

    @Override
    public long revision() {
      return document.revision();
    }

    @Override
    public Instant at() {
      return document.updatedAt();
    }
  }

  /**
   * The document was deleted.
   *
   * @param address where it was
   * @param revision the revision that deleted it
   * @param at when
   */
  record Deleted(Address address, long revision, Instant at) implements Change {}
}
