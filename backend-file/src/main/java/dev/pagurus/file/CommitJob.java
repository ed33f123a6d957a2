package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One caller's commit in the queue, and what came of it. Made by the thread that waits for it. */
final class CommitJob {

  private final Thread thread = Thread.currentThread();
  private final long bytes;
  private final Judging wish;
  private final List<Planned> planned = new ArrayList<>(2);
  private @Nullable Throwable failure;

  /** Whether the failure came in the thread that waits, so that an error is its own. */
  private boolean isOwn;

  /** Whether it may be in the journal although it failed. */
  private boolean isUnknown;

  private boolean isPublished;

  private volatile boolean leads;
  private volatile boolean ended;

  CommitJob(long bytes, Judging wish) {
    this.bytes = bytes;
    this.wish = wish;
  }

  /** About how many bytes it takes in the journal. */
  long bytes() {
    return bytes;
  }

  List<Planned> planned() {
    return planned;
  }

  /** Judges it anew, after all that was planned was taken back. */
  void judge(Planner planner) {
    failure = null;
    wish.judge(planner, planned);
  }

  /** It is refused, or could not be done. What is planned of it nevertheless is done. */
  void fail(Throwable why) {
    failure = why;
    isOwn = Thread.currentThread().equals(thread);
  }

  /** All that was planned of it is seen. */
  void publish() {
    isPublished = true;
  }

  /** Whether all that was planned of it is seen, so that its records are to be written. */
  boolean isPublished() {
    return isPublished;
  }

  /** Its leader died. If it is not published, what is planned of it may be in the journal. */
  void die(Throwable why) {
    if (failure == null && !isPublished) {
      fail(why);
      isUnknown = !planned.isEmpty();
    }
  }

  /** Takes what is planned back out of an overlay, the last first. */
  void undo(Overlay overlay) {
    for (int i = planned.size() - 1; i >= 0; i--) {
      planned.get(i).undo(overlay);
    }
    planned.clear();
  }

  /** Makes its thread the leader. */
  void lead() {
    leads = true;
    LockSupport.unpark(thread);
  }

  /** Nothing more happens to it: its thread may go on. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
  }

  /** Waits until it has ended or is to lead; answers whether it is to lead. */
  boolean await() {
    boolean interrupted = false;
    while (!ended && !leads) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      thread.interrupt();
    }
    return !ended;
  }

  /**
   * Goes on if it was done.
   *
   * @throws BackendException why it was refused or could not be done
   */
  void requireDone() {
    Throwable why = failure;
    if (why == null) {
      return;
    }
    if (isUnknown) {
      throw new BackendException(
          ErrorCode.OUTCOME_UNKNOWN,
          "the commit may be in the journal: open the store again and read (" + why + ")",
          why);
    }
    if (why instanceof RuntimeException e) {
      throw e;
    }
    if (isOwn && why instanceof Error e) {
      throw e;
    }
    throw new BackendException(
        ErrorCode.UNAVAILABLE, "the commit was not made, and nothing changed (" + why + ")", why);
  }
}
