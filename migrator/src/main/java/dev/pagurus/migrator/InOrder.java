package dev.pagurus.migrator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does something for many, several at once, and hears what became of them in their order. The first
 * failure ends it: nothing new is begun, and what is under way comes to its end.
 */
final class InOrder {

  /** How many may be done and wait for one before them, for each thread. */
  private static final int WINDOW = 16;

  private final int threads;
  private final Gate gate;

  InOrder(int threads, Gate gate) {
    this.threads = threads;
    this.gate = gate;
  }

  /**
   * Runs.
   *
   * @param all for whom
   * @param task what to do; called from several threads
   * @param hearer hears the results, in the order of {@code all}, from this thread
   */
  <T, R> void run(Iterator<T> all, Function<T, R> task, Consumer<R> hearer) {
    ExecutorService workers = Executors.newFixedThreadPool(threads, Threads.named("move"));
    Deque<Future<R>> begun = new ArrayDeque<>();
    try {
      while (all.hasNext()) {
        gate.pass();
        T next = all.next();
        begun.add(workers.submit(() -> task.apply(next)));
        while (begun.size() > threads * WINDOW || (!begun.isEmpty() && begun.element().isDone())) {
          hearer.accept(result(begun.remove()));
        }
      }
      while (!begun.isEmpty()) {
        hearer.accept(result(begun.remove()));
      }
    } finally {
      begun.forEach(each -> each.cancel(false)); // after a failure, what was not begun
      Threads.end(workers);
    }
  }

  /** An interruption asks to stop; what is under way is waited for all the same. */
  private <R> R result(Future<R> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
          gate.stop();
        } catch (ExecutionException e) {
          throw Threads.rethrown(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
