package dev.pagurus.file.index;

import dev.pagurus.spi.BackendException;
import org.jspecify.annotations.Nullable;

/**
 * Marks an error as one of the index and not of a document: the files hold what the index should
 * say. It is the cause of a {@link BackendException} and has what happened as its own.
 */
public final class IndexDamage extends Exception {

  private static final long serialVersionUID = 1L;

  IndexDamage(@Nullable Throwable cause) {
    super(cause);
  }

  /**
   * Whether an error says that the index is damaged.
   *
   * @param e an error
   * @return true if so
   */
  public static boolean is(BackendException e) {
    return e.getCause() instanceof IndexDamage;
  }
}
