package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes; none to a file that was opened to be read only. Used by whoever
 * leads the {@link GroupCommit}, so by one thread at a time.
 */
final class Writer implements AutoCloseable {

  private final Connector connector;
  private final Errors errors;
  private final Catalogs catalogs;
  private final InstantSource clock;
  private final Known known = new Known();
  private @Nullable Link link;

  /**
   * Makes a writer.
   *
   * @param link a connection that writes, if there is one already
   */
  Writer(
      Connector connector,
      @Nullable Link link,
      Errors errors,
      Catalogs catalogs,
      InstantSource clock) {
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
   *
   * @param jobs at least one; the newcomers are added
   * @param newcomers is asked for more before the transaction is committed
   */
  void commit(List<GroupCommit.Job<?>> jobs, Newcomers newcomers) {
    synchronized (this) {
      RuntimeException failure = attempt(jobs, newcomers);
      if (failure == null) {
        return;
      }
      // Each wait for another process takes its time: all have waited, and together.
      boolean settled = jobs.size() == 1 || isBusy(failure);
      for (GroupCommit.Job<?> job : jobs) {
        job.reset();
        RuntimeException own = settled ? failure : attempt(List.of(job), none -> false);
        if (own != null) {
          job.fail(own);
        }
      }
    }
  }

  /** Those who come while a transaction is under way and may be a part of it. */
  @FunctionalInterface
  interface Newcomers {

    /** Adds them; answers whether there were any. */
    boolean join(List<GroupCommit.Job<?>> jobs);
  }

  private static boolean isBusy(RuntimeException failure) {
    return failure instanceof BackendException e && e.code() == ErrorCode.BUSY;
  }

  /** Answers why nothing was committed, or null; what befell single jobs is noted with them. */
  private @Nullable RuntimeException attempt(List<GroupCommit.Job<?>> jobs, Newcomers newcomers) {
    boolean outside = jobs.get(0).mode() == Work.Mode.OUTSIDE;
    try {
      Link open = link();
      if (!outside) {
        open.run("BEGIN IMMEDIATE");
      }
      Transaction transaction = new Transaction(open, known, catalogs, clock);
      int applied = 0;
      do {
        while (applied < jobs.size()) {
          apply(jobs.get(applied++), transaction);
        }
      } while (newcomers.join(jobs));
      if (outside) {
        known.forget();
        return null;
      }
      transaction.flush();
      return commit(open, jobs, transaction);
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

  private Link link() throws SQLException {
    Link open = link;
    if (open == null) {
      open = connector.writer();
      link = open;
    }
    return open;
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
      Link open, List<GroupCommit.Job<?>> jobs, Transaction transaction) {
    try {
      open.run("COMMIT");
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
    Link open = link;
    if (open == null) {
      return; // it could not be opened
    }
    try {
      open.rollback();
    } catch (SQLException e) {
      reopen();
    }
  }

  private void reopen() {
    try {
      Link broken = link;
      link = connector.writer();
      if (broken != null) {
        broken.close();
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  @Override
  public void close() {
    try {
      synchronized (this) {
        Link open = link;
        if (open != null) {
          open.close();
        }
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }
}
