package dev.pagurus.migrator;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that are never interrupted: engines that are interrupted close their files. */
final class Threads {

  private static final long HEAP_OF_ONE = 64L << 20;

  private Threads() {}

  /**
   * So many that each has 64 MiB of heap, where the ends keep a few documents of 8 MiB at a time;
   * at least one.
   */
  static int within(int wanted) {
    long fit = Math.max(1, Runtime.getRuntime().maxMemory() / HEAP_OF_ONE);
    return (int) Math.min(wanted, fit);
  }

  static ThreadFactory named(String what) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread =
          new Thread(task, "pagurus-migration-" + what + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Waits for what is under way. What was not begun is dropped. */
  static void end(ExecutorService workers) {
    boolean interrupted = false;
    workers.shutdown();
    while (true) {
      try {
        if (workers.awaitTermination(1, TimeUnit.SECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static RuntimeException rethrown(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }
}
