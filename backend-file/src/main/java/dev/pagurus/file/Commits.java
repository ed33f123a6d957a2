package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue before the journal. The first to come leads: it judges its own commit and all that
 * queued up behind it, writes them to the journal at once, hands over the lead, and then writes the
 * record files and publishes, while the next leader is at the journal already. So many share a
 * force of the journal, and a lone caller waits for no other thread.
 */
final class Commits {

  /** Enough to share a force; a bound on how much is taken back if the journal fails. */
  private static final int MAX_GROUP = 256;

  private static final long MAX_GROUP_BYTES = 16L << 20;

  private final Planner planner;
  private final Journal journal;
  private final Generations generations;

  /** Held to judge and to write the journal, and first by whoever wants no commit under way. */
  private final ReentrantLock judging = new ReentrantLock();

  /** Held to write files and to publish; taken before {@link #judging} is let go. */
  private final ReentrantLock writing = new ReentrantLock();

  private final Deque<Job> queue = new ArrayDeque<>();
  private boolean led;
  private boolean closed;

  Commits(Planner planner, Journal journal, Generations generations) {
    this.planner = planner;
    this.journal = journal;
    this.generations = generations;
  }

  /** One caller's commit, and what came of it. */
  abstract static class Job {

    private final Thread thread = Thread.currentThread();
    private final List<Planned> planned = new ArrayList<>(1);
    private @Nullable RuntimeException failure;
    private volatile boolean leads;
    private volatile boolean done;

    /** About how many bytes it takes in the journal. */
    abstract long bytes();

    /**
     * Judges it, and adds what is to be done.
     *
     * @throws BackendException if it is refused
     */
    abstract void judge(Planner planner, List<Planned> planned);

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
  }

  /**
   * Does a job, maybe together with others'.
   *
   * @throws BackendException why it was refused or could not be done
   */
  void run(Job job) {
    synchronized (queue) {
      if (closed) {
        throw Errors.closed();
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
    if (job.failure != null) {
      throw job.failure;
    }
  }

  private void lead() {
    List<Job> group = List.of();
    judging.lock();
    try {
      group = nextGroup();
      judgeAndJournal(group);
      writing.lock();
    } catch (RuntimeException | Error e) {
      group.forEach(job -> job.failure = job.failure != null ? job.failure : failure(e));
      writing.lock();
    } finally {
      judging.unlock();
      handOver();
    }
    try {
      group.forEach(this::writeAndPublish);
    } finally {
      writing.unlock();
      for (Job job : group) {
        job.done = true;
        if (job.thread != Thread.currentThread()) {
          LockSupport.unpark(job.thread);
        }
      }
    }
  }

  private static RuntimeException failure(Throwable e) {
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  /** The leader's own job is the first in the queue. */
  private List<Job> nextGroup() {
    synchronized (queue) {
      List<Job> group = new ArrayList<>();
      long bytes = 0;
      do {
        Job job = queue.remove();
        bytes += job.bytes();
        group.add(job);
      } while (!queue.isEmpty() && group.size() < MAX_GROUP && bytes < MAX_GROUP_BYTES);
      return group;
    }
  }

  private void handOver() {
    synchronized (queue) {
      Job next = queue.peek();
      if (next == null) {
        led = false;
        queue.notifyAll();
      } else {
        next.leads = true;
        LockSupport.unpark(next.thread);
      }
    }
  }

  /** If the journal fails for all, each is tried by itself: nobody suffers from another's size. */
  private void judgeAndJournal(List<Job> group) {
    RuntimeException failure = attempt(group);
    if (failure == null) {
      return;
    }
    for (Job job : group) {
      job.failure = null;
      RuntimeException own = group.size() == 1 ? failure : attempt(List.of(job));
      if (own != null) {
        job.failure = own;
      }
    }
  }

  private @Nullable RuntimeException attempt(List<Job> group) {
    List<byte[]> entries = new ArrayList<>();
    planner.begin();
    try {
      group.forEach(job -> judge(job, entries));
    } finally {
      planner.end();
    }
    if (entries.isEmpty()) {
      return null;
    }
    try {
      journal.append(entries);
      return null;
    } catch (RuntimeException e) {
      for (int i = group.size() - 1; i >= 0; i--) {
        undo(group.get(i));
      }
      return e;
    }
  }

  private void judge(Job job, List<byte[]> entries) {
    try {
      job.judge(planner, job.planned);
    } catch (BackendException refused) {
      job.failure = refused; // what it absorbed before it was refused stays
    } catch (RuntimeException e) {
      job.failure = e;
      undo(job);
    }
    job.planned.forEach(planned -> entries.add(planned.entry().encode()));
  }

  private void undo(Job job) {
    for (int i = job.planned.size() - 1; i >= 0; i--) {
      job.planned.get(i).undo(generations.current().growing());
    }
    job.planned.clear();
  }

  private void writeAndPublish(Job job) {
    for (Planned planned : job.planned) {
      planned.steps().forEach(planner::write);
      planned.user().publish(planned.after());
    }
  }

  /**
   * Does something while no commit is under way and none begins.
   *
   * @return what it answers
   */
  <T extends @Nullable Object> T exclusively(Supplier<T> action) {
    judging.lock();
    try {
      writing.lock();
      try {
        return action.get();
      } finally {
        writing.unlock();
      }
    } finally {
      judging.unlock();
    }
  }

  /** Lets in no more commits, and waits for what is under way. Idempotent. */
  void shut() {
    boolean interrupted = false;
    synchronized (queue) {
      closed = true;
      while (led) {
        try {
          queue.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    exclusively(() -> null);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
