package dev.pagurus.migrator;

/**
 * Bounds the bytes that are on their way. A page is taken for as much as it should have before it
 * is read, since only then can reading be held back; what it has more is added afterwards without
 * waiting, so that nobody waits while holding a page. One that is larger than all there is goes
 * alone. Safe for many threads.
 */
final class Budget {

  private final long limit;
  private long used;

  Budget(long limit) {
    this.limit = limit;
  }

  /** A bound that leaves the ends room in a small heap: one has pages of its own on their way. */
  static long within(long bytes) {
    return Math.min(bytes, Runtime.getRuntime().maxMemory() / 8);
  }

  /** Waits until so much may be there; false if the gate closed meanwhile. */
  synchronized void take(long expected, Gate gate) {
    while (used > 0 && used + expected > limit) {
      if (gate.isStopped()) {
        throw new Gate.Stopped();
      }
      try {
        wait(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Gate.Stopped();
      }
    }
    used += expected;
  }

  /** What was taken turned out to be another number. */
  synchronized void settle(long expected, long actual) {
    give(expected - actual);
  }

  synchronized void give(long bytes) {
    used -= bytes;
    notifyAll();
  }
}
