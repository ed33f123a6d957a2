package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a document was at one revision of its user, and before.
 *
 * @param change what became of it
 * @param older what it was before, as far as the overlay knows
 */
record Version(Change change, @Nullable Version older) {

  /** The document, null if this is its end. */
  @Nullable StoredDocument document() {
    return change instanceof Change.Written written ? written.document() : null;
  }

  long revision() {
    return change.revision();
  }

  Address address() {
    return change.address();
  }

  /**
   * About how much memory it takes: 3.9 kB were measured for a body of 750 bytes, most of it the
   * tree that the caller made or that a find or the index has asked for.
   */
  long bytes() {
    StoredDocument document = document();
    Body body = document == null ? null : document.body();
    return 500L + (body == null ? 0 : 5L * body.size());
  }

  /** The newest version up to a revision, null if there is none. */
  static @Nullable Version at(@Nullable Version newest, long revision) {
    Version version = newest;
    while (version != null && version.revision() > revision) {
      version = version.older;
    }
    return version;
  }
}
