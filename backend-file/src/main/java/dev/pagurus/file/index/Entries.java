package dev.pagurus.file.index;

import dev.pagurus.spi.BackendException;
import org.jspecify.annotations.Nullable;

/**
 * What a view answers, one after the other, in constant memory. Used by one thread at a time; holds
 * the view until it is closed.
 *
 * @param <T> what comes
 */
public interface Entries<T> extends AutoCloseable {

  /**
   * The next one.
   *
   * @return the next, or null after the last
   * @throws BackendException CORRUPT with the address of a damaged document; the next call goes on
   *     behind it
   */
  @Nullable T next();

  /** Lets go of the view. Idempotent. */
  @Override
  void close();
}
