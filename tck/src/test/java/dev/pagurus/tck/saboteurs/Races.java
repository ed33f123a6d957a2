package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import java.util.concurrent.locks.LockSupport;

/** Makes it likely that somebody comes between. */
final class Races {

  private static final long PATIENCE_NANOS = 3_000_000;
  private static final long PAUSE_NANOS = 50_000;

  private Races() {}

  /** Waits until the user has moved on from a revision, but not long. */
  static void awaitChange(Backend next, String user, long revision) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE_NANOS && Forced.revision(next, user) == revision) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Gives others a moment. */
  static void pause() {
    LockSupport.parkNanos(PATIENCE_NANOS / 3);
  }
}
