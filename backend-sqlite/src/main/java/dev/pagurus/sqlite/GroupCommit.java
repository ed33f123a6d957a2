package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The queue before the one connection that writes. The first to come leads: it commits in its own
 * thread, in one transaction, its own work and all that queues up behind it until it is about to
 * commit, and then hands the lead to the first of those who came meanwhile. So many writers share
 * an fsync, and a lone writer waits for no other thread (handing a lone put to another thread cost
 * up to 60% of its rate).
 */
final class GroupCommit implements AutoCloseable {

  /** Enough to share an fsync; a bound on how much is lost and done again if one of them fails. */
  private static final int MAX_GROUP = 256;

  private final Writer writer;
  private final Errors errors;
  private final Deque<Job<?>> queue = new ArrayDeque<>();
  private boolean led;
  private boolean closed;

  GroupCommit(Writer writer, Errors errors) {
    this.writer = writer;
    this.errors = errors;
  }

  /** One caller's work, and what came of it. */
  static final class Job<T> {

    private final Work<T> work;
    private final Thread thread = Thread.currentThread();
    private @Nullable T result;
    private @Nullable RuntimeException failure;
    private volatile boolean leads;
    private volatile boolean done;

    Job(Work<T> work) {
      this.work = work;
    }

    Work.Mode mode() {
      return work.mode();
    }

    void apply(Transaction transaction) throws SQLException {
      if (!work.evenMoved()) {
        requireHere(transaction);
      }
      result = work.apply(transaction);
    }

    private static void requireHere(Transaction transaction) throws SQLException {
      String to = transaction.movedTo();
      if (to != null) {
        throw BackendException.moved(to);
      }
    }

    void fail(RuntimeException why) {
      failure = why;
    }

    boolean isFailed() {
      return failure != null;
    }

    /** Before it is done again. */
    void reset() {
      result = null;
      failure = null;
    }

    /**
     * Waits to be done or to lead. An interrupt is kept for the caller and changes nothing here.
     */
    private void await() {
      boolean interrupted = false;
      while (!done && !leads) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
    }

    private T answer() {
      if (failure != null) {
        throw failure;
      }
      if (result == null) {
        throw new IllegalStateException("work answers something");
      }
      return result;
    }
  }

  /**
   * Does work in a transaction, maybe together with others' work, and commits it.
   *
   * @throws BackendException what the work threw, or why it could not be committed
   */
  <T> T run(Work<T> work) {
    Job<T> job = new Job<>(work);
    synchronized (this) {
      if (closed) {
        throw errors.closed();
      }
      queue.add(job);
      if (!led) {
        led = true;
        job.leads = true;
      }
    }
    job.await();
    if (!job.done) {
      lead();
    }
    return job.answer();
  }

  private void lead() {
    List<Job<?>> group = new ArrayList<>();
    join(group);
    try {
      writer.commit(group, this::join);
    } finally {
      handOver();
      for (Job<?> job : group) {
        job.done = true;
        if (job.thread != Thread.currentThread()) {
          LockSupport.unpark(job.thread);
        }
      }
    }
  }

  /**
   * Adds to a group those who may join it; the leader's own job is the first in the queue. Answers
   * whether there were any.
   */
  private synchronized boolean join(List<Job<?>> group) {
    int before = group.size();
    if (group.isEmpty()) {
      group.add(queue.remove());
    }
    while (!queue.isEmpty()
        && group.size() < MAX_GROUP
        && group.get(0).mode() == Work.Mode.TOGETHER
        && queue.element().mode() == Work.Mode.TOGETHER) {
      group.add(queue.remove());
    }
    return group.size() > before;
  }

  private synchronized void handOver() {
    Job<?> next = queue.peek();
    if (next == null) {
      led = false;
      notifyAll();
    } else {
      next.leads = true;
      LockSupport.unpark(next.thread);
    }
  }

  /** Lets in no more work, and waits for what is under way. Idempotent. */
  void shut() {
    boolean interrupted = false;
    synchronized (this) {
      closed = true;
      while (led) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    shut();
    writer.close();
  }
}
