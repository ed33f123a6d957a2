package dev.pagurus.tck.groups;

import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Several threads that begin at once. */
final class Crew {

  /** What one of them does. */
  interface Work {
    void run(int number) throws Exception;
  }

  private Crew() {}

  /** One that hangs must not keep the JVM from ending. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  /** Runs the work in so many threads and waits for all; throws what the first to fail threw. */
  static void run(int threads, Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads, Crew::daemon);
    CompletionService<Boolean> done = new ExecutorCompletionService<>(executor);
    try {
      for (int i = 0; i < threads; i++) {
        int number = i;
        done.submit(
            () -> {
              start.await();
              work.run(number);
              return true;
            });
      }
      for (int i = 0; i < threads; i++) {
        done.take().get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      executor.shutdownNow();
    }
  }
}
