package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.util.function.Consumer;

/** Does something with users' files for an operator, who is told of those that cannot be opened. */
final class EachUser {

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
    try (OpenUsers.Lease lease = open.lease(user, OpenUsers.Use.LIVE)) {
      return lease == null
          ? 0
          : task.with(lease.backend(), (at, total) -> progress.at(before + at, -1));
    } catch (BackendException e) {
      if (e.code() == ErrorCode.CLOSED) {
        throw e;
      }
      findings.accept(new Finding(user, null, String.valueOf(e.getMessage())));
      return 0;
    }
  }
}
