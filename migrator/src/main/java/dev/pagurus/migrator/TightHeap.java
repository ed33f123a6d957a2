package dev.pagurus.migrator;

import dev.pagurus.document.Names;
import java.util.Locale;

/**
 * Ends a move for which the heap is too small. An end may tell it as an error that is worth another
 * try, and a second try would need as much.
 */
final class TightHeap {

  private TightHeap() {}

  /**
   * Goes on if an end failed of something else.
   *
   * @throws OutOfMemoryError with what to do
   */
  static void requireNone(SetAside.Side side, String user, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        throw error(side, user, failure);
      }
    }
  }

  private static OutOfMemoryError error(SetAside.Side side, String user, Throwable failure) {
    OutOfMemoryError error =
        new OutOfMemoryError(
            "the heap of "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB is too small for what the "
                + side.name().toLowerCase(Locale.ROOT)
                + (user.isEmpty() ? "" : " has to do for the user " + Names.quote(user))
                + "; what was moved is safe: give Java more, or move with fewer threads, and the"
                + " same call goes on");
    error.initCause(failure);
    return error;
  }
}
