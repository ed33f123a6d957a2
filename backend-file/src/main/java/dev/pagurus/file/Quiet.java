package dev.pagurus.file;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does what no interrupt may spoil in a thread that nobody interrupts: the platform closes a file
 * under a thread that is interrupted, and an index that loses a file stops.
 */
final class Quiet {

  private Quiet() {}

  /** Something that works on files. */
  interface Action<T> {

    T run() throws IOException;
  }

  /** A thread that nobody interrupts. */
  static final class Worker extends Thread {

    Worker(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }
  }

  /** Does it; an interrupt of the caller is kept for the caller. */
  static <T> T run(Action<T> action) throws IOException {
    if (Thread.currentThread() instanceof Worker) {
      return action.run();
    }
    AtomicReference<T> answer = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Worker worker = new Worker(() -> run(action, answer, failure), "pagurus-file-work");
    worker.start();
    join(worker);
    Throwable thrown = failure.get();
    if (thrown instanceof IOException e) {
      throw e;
    } else if (thrown instanceof RuntimeException e) {
      throw e;
    } else if (thrown instanceof Error e) {
      throw e;
    }
    return Objects.requireNonNull(answer.get());
  }

  private static <T> void run(
      Action<T> action, AtomicReference<T> answer, AtomicReference<Throwable> failure) {
    try {
      answer.set(action.run());
    } catch (IOException | RuntimeException | Error e) {
      failure.set(e);
    }
  }

  /** Waits for a thread to end, whatever happens. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
