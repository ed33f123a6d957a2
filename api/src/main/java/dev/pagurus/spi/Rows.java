package dev.pagurus.spi;

import org.jspecify.annotations.Nullable;

/**
 * Documents that come one after the other, all from one state of one user (BATCH-3), in constant
 * memory. Used by one thread at a time; must be closed, and soon: an engine may hold a read
 * transaction open for it.
 */
public interface Rows extends AutoCloseable {

  /**
   * The user's revision that the rows are as of.
   *
   * @return 0 or more
   */
  long revision();

  /**
   * The next document.
   *
   * @return the next, or null after the last
   * @throws BackendException {@link ErrorCode#CORRUPT} with the address of a damaged document; the
   *     rows stay usable, and the next call answers the document after it (DUR-4). Any other error
   *     ends the rows.
   */
  @Nullable StoredDocument next();

  /** Lets go of what the engine holds. Idempotent. */
  @Override
  void close();
}
