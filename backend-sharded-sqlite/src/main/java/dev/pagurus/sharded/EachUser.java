package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.util.function.Consumer;

/** Does something with users' files for an operator, who is told of those that cannot be opened. */
final class EachUser {

  /** What may be another program's or another build's is not taken from the user by a repair. */
  private static final String BY_HAND =
      ". Nothing was done about it. If the file is lost for good, move it away by hand and repair"
          + " again, which forgets the user; then restore the user from a backup";

  private static final long NOT_DONE = -1;

  private final OpenUsers open;

  EachUser(OpenUsers open) {
    this.open = open;
  }

  /** What to do with one user's file. */
  interface Task {
    /** Answers how many documents it was done to. */
    long with(Backend file, Progress progress);
  }

  /**
   * Does it with one user.
   *
   * @param before how many documents of others it was done to
   * @return how many documents of this one; 0 if the file cannot be opened
   */
  long at(String user, long before, Consumer<Finding> findings, Progress progress, Task task) {
    return Math.max(0, at(user, before, findings, progress, task, ""));
  }

  /**
   * Mends one user; of a file that is past that, says what is left to do.
   *
   * @return whether it could be done
   */
  boolean mend(String user, Consumer<Finding> findings, Progress progress, Task task) {
    return at(user, 0, findings, progress, task, BY_HAND) != NOT_DONE;
  }

  private long at(
      String user,
      long before,
      Consumer<Finding> findings,
      Progress progress,
      Task task,
      String ifNotWhole) {
    try (OpenUsers.Lease lease = open.lease(user, OpenUsers.Use.LIVE)) {
      return lease == null
          ? 0
          : task.with(lease.backend(), (at, total) -> progress.at(before + at, -1));
    } catch (BackendException e) {
      if (e.code() == ErrorCode.CLOSED) {
        throw e;
      }
      boolean whole = e.code() != ErrorCode.CORRUPT && e.code() != ErrorCode.FOREIGN;
      findings.accept(new Finding(user, null, e.getMessage() + (whole ? "" : ifNotWhole)));
      return NOT_DONE;
    }
  }
}
