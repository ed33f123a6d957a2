package dev.pagurus;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks several users of a store at once: so many at most, over all calls together. Threads are made
 * when they are needed and end when they are not. Safe for many threads.
 */
final class UsersAtOnce implements AutoCloseable {

  private static final long IDLE_SECONDS = 5;

  private final int most;
  private final ThreadPoolExecutor threads;

  UsersAtOnce(int most) {
    this.most = most;
    this.threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "pagurus-across-users");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * What one user answered.
   *
   * @param user which
   * @param answer null if the user could not be read
   * @param failure why not, null if it could
   */
  record Told<T>(String user, @Nullable T answer, @Nullable BackendException failure) {}

  /**
   * Asks users and tells what they answered, in their order. The first is asked by the caller's own
   * thread, and then more and more at once, as long as the caller goes on: who needs one answer
   * only costs one.
   */
  <T> Answers<T> ask(Iterator<String> users, Function<String, T> question) {
    return new Answers<>(users, question);
  }

  /** Answers in the order of the users; closing asks no more. For one thread. */
  final class Answers<T> implements Iterator<Told<T>>, AutoCloseable {

    private final Iterator<String> users;
    private final Function<String, T> question;
    private final Deque<FutureTask<Told<T>>> asked = new ArrayDeque<>();
    private int window = 1;

    private Answers(Iterator<String> users, Function<String, T> question) {
      this.users = users;
      this.question = question;
    }

    @Override
    public boolean hasNext() {
      return !asked.isEmpty() || users.hasNext();
    }

    @Override
    public Told<T> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (window == 1) {
        window = Math.min(most, 2);
        return tell(users.next());
      }
      while (asked.size() < window && users.hasNext()) {
        String user = users.next();
        FutureTask<Told<T>> task = new FutureTask<>(() -> tell(user));
        try {
          threads.execute(task);
        } catch (RejectedExecutionException e) {
          throw new BackendException(ErrorCode.CLOSED, "the store is closed: open it again", e);
        }
        asked.add(task);
      }
      window = Math.min(most, 2 * window);
      return await(asked.remove());
    }

    private Told<T> tell(String user) {
      try {
        return new Told<>(user, question.apply(user), null);
      } catch (BackendException e) {
        if (concernsOneUser(e.code())) {
          return new Told<>(user, null, e);
        }
        throw e;
      }
    }

    @Override
    public void close() {
      asked.forEach(task -> task.cancel(false));
    }
  }

  /** Whether other users may well be readable all the same. */
  static boolean concernsOneUser(ErrorCode code) {
    return code == ErrorCode.UNAVAILABLE || code == ErrorCode.CORRUPT || code == ErrorCode.FOREIGN;
  }

  /** The answer is awaited as a call of the caller's own thread would be; an interrupt is kept. */
  private static <T> T await(Future<T> answer) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          if (e.getCause() instanceof Error error) {
            throw error;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks nobody any more; what is under way comes to its end. Idempotent. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
