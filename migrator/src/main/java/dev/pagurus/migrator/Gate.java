package dev.pagurus.migrator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where work waits or ends: everything that moves a page passes here first. Safe for many threads.
 */
final class Gate {

  /** Ends what was under way, cleanly. */
  static final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

  private final @Nullable Path pauseFile;
  private final OptionalLong bytesPerSecond;
  private boolean pausedByCall;
  private boolean pausedByFile;
  private long lookAgain = System.nanoTime();
  private long free = System.nanoTime();
  private volatile boolean stopped;

  Gate(Optional<Path> pauseFile, OptionalLong bytesPerSecond) {
    this.pauseFile = pauseFile.orElse(null);
    this.bytesPerSecond = bytesPerSecond;
  }

  synchronized void pause() {
    pausedByCall = true;
  }

  synchronized void resume() {
    pausedByCall = false;
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  boolean isStopped() {
    return stopped;
  }

  synchronized boolean isPaused() {
    return pausedByCall || pausedByFile;
  }

  /**
   * Waits while it is paused.
   *
   * @return nanoseconds waited
   * @throws Stopped if it was asked to stop
   */
  synchronized long pass() {
    long start = System.nanoTime();
    look();
    while (!stopped && (pausedByCall || pausedByFile)) {
      sleep(LOOK_NANOS);
      look();
    }
    requireOn();
    return System.nanoTime() - start;
  }

  /**
   * Waits until so many bytes more are within the rate.
   *
   * @return nanoseconds waited
   */
  synchronized long pay(long bytes) {
    if (bytesPerSecond.isEmpty()) {
      return 0;
    }
    long start = System.nanoTime();
    free = Math.max(free, start);
    long due = free;
    free += (long) (bytes * 1e9 / bytesPerSecond.getAsLong());
    while (!stopped && System.nanoTime() < due) {
      sleep(Math.min(LOOK_NANOS, Math.max(1, due - System.nanoTime())));
    }
    requireOn();
    return System.nanoTime() - start;
  }

  private void look() {
    if (pauseFile != null && System.nanoTime() - lookAgain >= 0) {
      pausedByFile = Files.exists(pauseFile);
      lookAgain = System.nanoTime() + LOOK_NANOS;
    }
  }

  private void requireOn() {
    if (stopped) {
      throw new Stopped();
    }
  }

  private void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
    }
  }
}
