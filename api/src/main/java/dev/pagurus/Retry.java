package dev.pagurus;

import dev.pagurus.spi.ErrorCode;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Tries optimistic work again when somebody else was faster. */
final class Retry {

  private static final long FIRST_PAUSE_MICROS = 50;
  private static final long LONGEST_PAUSE_MICROS = 20_000;

  private Retry() {}

  /**
   * Runs work until it does not end in a CONFLICT of its commit.
   *
   * @param attempts how often at most, 1 or more
   * @param work reads, decides and writes; called anew for each attempt
   */
  static <R> R onConflict(int attempts, Supplier<R> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (StoreException e) {
        boolean moved = e.code() == ErrorCode.CONFLICT && e.getCause() != null;
        if (!moved || attempt >= attempts) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /** A random pause, longer each time, so that rivals do not meet again at once. */
  static void pause(int attempt) {
    long most = Math.min(LONGEST_PAUSE_MICROS, FIRST_PAUSE_MICROS << Math.min(attempt, 16));
    LockSupport.parkNanos(
        TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextLong(most)));
  }
}
