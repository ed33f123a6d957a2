package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. Used by whoever leads the {@link GroupCommit}, so by one thread
 * at a time.
 */
final class Writer implements AutoCloseable {

  private final Connector connector;
  private final Errors errors;
  private final Catalogs catalogs;
  private final InstantSource clock;
  private final Known known = new Known();
  private Link link;

  Writer(Connector connector, Link link, Errors errors, Catalogs catalogs, InstantSource clock) {
    this.connector = connector;
    this.link = link;
    this.errors = errors;
    this.catalogs = catalogs;
    this.clock = clock;
  }

  /**
   * Does all jobs in one transaction. A job that is refused has changed nothing and does not
   * concern the others. If the engine fails, all is rolled back and each job is tried by itself, so
   * that nobody suffers from another's lack of room.
   */
  void commit(List<GroupCommit.Job<?>> jobs) {
    synchronized (this) {
      RuntimeException failure = attempt(jobs);
      if (failure == null) {
        return;
      }
      // Each wait for another process takes its time: all have waited, and together.
      boolean settled = jobs.size() == 1 || isBusy(failure);
      for (GroupCommit.Job<?> job : jobs) {
        job.reset();
        RuntimeException own = settled ? failure : attempt(List.of(job));
        if (own != null) {
          job.fail(own);
        }
      }
    }
  }

  private static boolean isBusy(RuntimeException failure) {
    return failure instanceof BackendException e && e.code() == ErrorCode.BUSY;
  }

  /** Answers why nothing was committed, or null; what befell single jobs is noted with them. */
  private @Nullable RuntimeException attempt(List<GroupCommit.Job<?>> jobs) {
    boolean outside = jobs.get(0).mode() == Work.Mode.OUTSIDE;
    try {
      if (!outside) {
        link.run("BEGIN IMMEDIATE");
      }
      Transaction transaction = new Transaction(link, known, catalogs, clock);
      for (GroupCommit.Job<?> job : jobs) {
        apply(job, transaction);
      }
      if (outside) {
        known.forget();
        return null;
      }
      transaction.flush();
      return commit(jobs, transaction);
    } catch (SQLException e) {
      rollback();
      return errors.translate(e);
    } catch (RuntimeException e) {
      rollback();
      return e;
    } catch (Error e) {
      return afterDeath(e);
    }
  }

  /**
   * Whatever died in the midst of a transaction (no memory left, no stack left): it ends with its
   * connection, and those who shared it are tried again on another.
   */
  private RuntimeException afterDeath(Error e) {
    known.forget();
    reopen();
    return new IllegalStateException("a write died: " + e, e);
  }

  private static void apply(GroupCommit.Job<?> job, Transaction transaction) throws SQLException {
    try {
      job.apply(transaction);
    } catch (BackendException refused) {
      if (job.mode() != Work.Mode.TOGETHER) {
        throw refused;
      }
      job.fail(refused);
    }
  }

  private @Nullable RuntimeException commit(
      List<GroupCommit.Job<?>> jobs, Transaction transaction) {
    try {
      link.run("COMMIT");
    } catch (SQLException e) {
      rollback();
      BackendException failure = errors.translateCommit(e);
      if (failure.code() != ErrorCode.OUTCOME_UNKNOWN) {
        return failure;
      }
      jobs.stream().filter(job -> !job.isFailed()).forEach(job -> job.fail(failure));
      return null; // not to be tried again: it may have happened
    }
    catalogs.publish(transaction.catalog());
    return null;
  }

  /** If even that fails, a fresh connection has no transaction open. */
  private void rollback() {
    known.forget();
    try {
      link.rollback();
    } catch (SQLException e) {
      reopen();
    }
  }

  private void reopen() {
    try {
      Link broken = link;
      link = connector.writer();
      broken.close();
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  @Override
  public void close() {
    try {
      synchronized (this) {
        link.close();
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }
}
