package dev.pagurus.sharded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does something that waits for the medium, such as a commit in the registry, while its caller goes
 * on, and has two threads for that. If both are busy the caller does it at once itself: with so
 * many at work nobody gains by one more. The threads are never interrupted, because that would
 * close channels.
 */
final class Beside implements AutoCloseable {

  private static final int MOST_THREADS = 2;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread made = new Thread(task, "pagurus-sharded-beside");
            made.setDaemon(true);
            return made;
          },
          (task, all) -> task.run());

  /**
   * What has been begun, to be waited for by whoever began it.
   *
   * @param <T> what it answers
   */
  static final class Begun<T> {

    private final CompletableFuture<T> answer;

    private Begun(CompletableFuture<T> answer) {
      this.answer = answer;
    }

    /** Waits for its end, and answers or throws what it did. An interrupt is kept. */
    T end() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  /** What needs not be begun. */
  static <T> Begun<T> ended(T answer) {
    return new Begun<>(CompletableFuture.completedFuture(answer));
  }

  /** Begins something; its caller is to wait for its end, whatever befalls. */
  <T> Begun<T> begin(Supplier<T> work) {
    return new Begun<>(CompletableFuture.supplyAsync(work, threads));
  }

  /** What was begun comes to its end. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
