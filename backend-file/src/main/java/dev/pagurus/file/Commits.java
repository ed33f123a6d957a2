package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue before the journal. The first to come leads: it judges its own commit and all that
 * queued up behind it, writes them to the journal at once, publishes them and hands over the lead.
 * So many share a force of the journal, and a lone caller waits for no other thread. Then each
 * writes the record files of its own commit, beside the others and beside the next leader; until a
 * record is written, {@link RecordWriter} answers for it.
 *
 * <p>Memory may run out in any line here, or the stack. Whatever a leader dies of, the lead is
 * handed over, everybody in its group gets an answer, and nothing is written or published that is
 * not in the journal. If what was planned cannot be taken back, or what is in the journal cannot be
 * published, the store {@linkplain #stop stops}.
 */
final class Commits {

  /** Enough to share a force; a bound on how much is taken back if the journal fails. */
  private static final int MAX_GROUP = 256;

  private static final long MAX_GROUP_BYTES = 16L << 20;

  private final Planner planner;
  private final RecordWriter writer;
  private final Journal journal;
  private final Generations generations;

  /**
   * Held to judge, to write the journal and to publish, and by who wants no commit under way. Fair:
   * else one leader takes it after the other, and a checkpoint or a seal waits until nobody writes.
   */
  private final ReentrantLock judging = new ReentrantLock(true);

  /** Commits that are published, and whose records are being written. */
  private final UnderWay writing = new UnderWay();

  /** Guarded by itself. Of a kind that is whole if there is no memory to add to it. */
  private final Queue<CommitJob> queue = new ConcurrentLinkedQueue<>();

  private boolean led;
  private boolean closed;
  private volatile @Nullable Throwable stopped;

  Commits(Planner planner, RecordWriter writer, Journal journal, Generations generations) {
    this.planner = planner;
    this.writer = writer;
    this.journal = journal;
    this.generations = generations;
  }

  /**
   * Commits, maybe together with others.
   *
   * @param bytes about how much it takes in the journal
   * @throws BackendException why it was refused or could not be done
   */
  void run(long bytes, Judging wish) {
    CommitJob job = new CommitJob(bytes, wish);
    synchronized (queue) {
      if (closed) {
        throw Errors.closed();
      }
      queue.add(job);
      if (!led) {
        led = true;
        job.lead();
      }
    }
    if (job.await()) {
      lead(job);
    }
    if (job.isPublished()) {
      writeRecords(job);
    }
    job.requireDone();
  }

  private void writeRecords(CommitJob job) {
    try {
      for (Planned planned : job.planned()) {
        planned.steps().forEach(step -> writer.write(step.key()));
      }
    } finally {
      writing.end();
    }
  }

  private void lead(CommitJob own) {
    List<CommitJob> group = List.of();
    Throwable death = null;
    try {
      judging.lock();
      try {
        group = nextGroup();
        judgeAndJournal(group);
        publish(group);
      } catch (RuntimeException | Error e) {
        stopped = group.isEmpty() ? stopped : e;
        throw e;
      } finally {
        judging.unlock();
      }
    } catch (RuntimeException | Error e) {
      death = e;
    }
    handOver(own, group);
    end(own, group, death);
  }

  /** The leader's own job is the first in the queue. */
  private List<CommitJob> nextGroup() {
    synchronized (queue) {
      // Room for all of them, before any is taken.
      List<CommitJob> group = new ArrayList<>(Math.min(MAX_GROUP, queue.size()));
      long bytes = 0;
      do {
        CommitJob job = queue.remove();
        bytes += job.bytes();
        group.add(job);
      } while (!queue.isEmpty() && group.size() < MAX_GROUP && bytes < MAX_GROUP_BYTES);
      return group;
    }
  }

  /**
   * Makes the next in the queue the leader.
   *
   * @param group empty if the leader did not come to take anything out of the queue
   */
  private void handOver(CommitJob own, List<CommitJob> group) {
    synchronized (queue) {
      if (group.isEmpty()) {
        queue.remove(own);
      }
      CommitJob next = queue.peek();
      if (next == null) {
        led = false;
        queue.notifyAll();
      } else {
        next.lead();
      }
    }
  }

  private static void end(CommitJob own, List<CommitJob> group, @Nullable Throwable death) {
    if (group.isEmpty()) {
      end(own, death);
    }
    for (int i = 0; i < group.size(); i++) {
      end(group.get(i), death);
    }
  }

  private static void end(CommitJob job, @Nullable Throwable death) {
    if (death != null) {
      job.die(death);
    }
    job.end();
  }

  /** If it fails for all, each is tried by itself: nobody suffers from another's size. */
  private void judgeAndJournal(List<CommitJob> group) {
    Throwable failure = attempt(group);
    if (failure == null) {
      return;
    }
    boolean isFinal = group.size() == 1 || stopped != null || isUnknown(failure);
    for (CommitJob job : group) {
      Throwable own = isFinal ? failure : attempt(List.of(job));
      if (own != null) {
        job.fail(own);
      }
    }
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof BackendException e && e.code() == ErrorCode.OUTCOME_UNKNOWN;
  }

  /** Answers why nothing of the group is planned or in the journal; null if it is. */
  private @Nullable Throwable attempt(List<CommitJob> group) {
    try {
      requireGoing();
      List<byte[]> entries = new ArrayList<>();
      planner.begin();
      try {
        group.forEach(job -> judge(job, entries));
      } finally {
        planner.end();
      }
      if (!entries.isEmpty()) {
        journal.append(entries);
      }
      return null;
    } catch (RuntimeException | Error e) {
      for (int i = group.size() - 1; i >= 0; i--) {
        undo(group.get(i));
      }
      return e;
    }
  }

  private void judge(CommitJob job, List<byte[]> entries) {
    try {
      job.judge(planner);
    } catch (BackendException refused) {
      job.fail(refused); // what it absorbed before it was refused stays
    } catch (RuntimeException | Error e) {
      job.fail(e);
      undo(job);
    }
    job.planned().forEach(planned -> entries.add(planned.entry().encode()));
  }

  private void undo(CommitJob job) {
    job.undo(generations.current().growing());
  }

  /** What readers are shown is safe, and the writer answers for what is not in files yet. */
  private void publish(List<CommitJob> group) {
    for (CommitJob job : group) {
      for (Planned planned : job.planned()) {
        planned.steps().forEach(writer::expect);
        planned.user().publish(planned.after());
      }
      job.publish();
      writing.begin();
    }
  }

  /**
   * Does something while no commit is under way and none begins.
   *
   * @return what it answers
   * @throws BackendException UNAVAILABLE if the store has stopped
   */
  <T extends @Nullable Object> T exclusively(Supplier<T> action) {
    judging.lock();
    try {
      requireGoing();
      writing.awaitNone();
      return action.get();
    } finally {
      judging.unlock();
    }
  }

  /**
   * What is in memory and what is in the journal have parted. What was served is served on, but
   * nothing is taken in and nothing moved to files and index, until the store is opened again and
   * hears from the journal what there is.
   */
  void stop(Throwable why) {
    stopped = why;
  }

  private void requireGoing() {
    Throwable why = stopped;
    if (why != null) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          "the store has stopped: nothing that was acknowledged is lost; close it and open it"
              + " again ("
              + why
              + ")",
          why);
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
    judging.lock();
    try {
      writing.awaitNone(); // the last group may still be at its files
    } finally {
      judging.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
