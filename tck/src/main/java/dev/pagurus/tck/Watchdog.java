package dev.pagurus.tck;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a test in a thread of its own, so that one that hangs fails and the others still run. */
final class Watchdog {

  /** A test. */
  interface Body {
    void run() throws Throwable;
  }

  private Watchdog() {}

  static void run(String name, Duration patience, Body body) throws Throwable {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              try {
                body.run();
              } catch (Error | Exception e) {
                throw e;
              } catch (Throwable e) {
                throw new IllegalStateException(e);
              }
              return true;
            });
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    } catch (TimeoutException e) {
      AssertionError hangs =
          new AssertionError("hangs: gave up after " + patience + "; the thread stands here");
      hangs.setStackTrace(thread.getStackTrace());
      task.cancel(true);
      throw hangs;
    }
  }
}
