package dev.pagurus.file;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is under way, so that one thread can wait until nothing is. What one thread began,
 * another one may end. It needs no memory, for it must count right also when there is none left.
 */
final class UnderWay {

  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable Thread waiting;

  void begin() {
    count.incrementAndGet();
  }

  void end() {
    if (count.decrementAndGet() <= 0) {
      LockSupport.unpark(waiting);
    }
  }

  /** Waits until nothing is under way; for one thread at a time, while nobody begins anything. */
  void awaitNone() {
    if (count.get() <= 0) {
      return;
    }
    boolean interrupted = false;
    waiting = Thread.currentThread(); // before the last look, so that no end is missed
    while (count.get() > 0) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
