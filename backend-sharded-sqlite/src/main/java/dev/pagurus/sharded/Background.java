package dev.pagurus.sharded;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a store does beside its calls, in one thread. The thread is never interrupted, because that
 * would close the channel that holds the locks.
 */
final class Background implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Background.class.getName());
  private static final long PATIENCE_SECONDS = 60;

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread made = new Thread(task, "pagurus-sharded");
            made.setDaemon(true);
            return made;
          });

  Background() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /** Does something again and again, whatever becomes of it. */
  void every(Duration pause, Runnable task) {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            () -> attempt(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does something once, as soon as nothing else is being done. */
  void soon(Runnable task) {
    try {
      thread.execute(() -> attempt(task));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the store is being closed");
    }
  }

  /**
   * Does something again and again, and each time it says after how long a pause.
   *
   * @param failed how long to wait after a step that failed
   */
  void steps(Duration first, Supplier<Duration> step, Duration failed) {
    try {
      ScheduledFuture<?> unused =
          thread.schedule(
              () -> {
                Duration[] pause = {failed};
                attempt(() -> pause[0] = step.get());
                steps(pause[0], step, failed);
              },
              first.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the store is being closed");
    }
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a task in the background failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "a task in the background does not end");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
