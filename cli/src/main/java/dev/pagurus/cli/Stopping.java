package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import dev.pagurus.migrator.Migration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * On SIGINT or SIGTERM, has a migration stop cleanly, and keeps the process until everything about
 * it has come to its end and was told.
 */
final class Stopping implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final Console console;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop);
  private volatile @Nullable Migration migration;
  private volatile boolean asked;

  Stopping(Console console) {
    this.console = console;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What is to be stopped from now on. */
  Migration of(Migration begun) {
    migration = begun;
    if (asked) {
      begun.stop();
    }
    return begun;
  }

  /** Whether the process is ending. */
  boolean isAsked() {
    return asked;
  }

  private void stop() {
    asked = true;
    Migration running = migration;
    if (running != null) {
      running.stop();
    }
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        console.warn("what is being written does not come to its end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        console.trace(e); // the process has just begun to end, and has nothing to wait for
      }
    }
  }
}
