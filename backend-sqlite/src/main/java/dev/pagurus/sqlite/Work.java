package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import java.sql.SQLException;

/**
 * What a caller wants done in a write transaction.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
interface Work<T> {

  /**
   * Does it. May be called again, after a rollback, if the transaction that it shared with others
   * failed.
   *
   * @throws BackendException if it is refused; it must not have written anything then, unless it
   *     has a transaction of its own
   */
  T apply(Transaction transaction) throws SQLException;

  /** How it shares the connection. */
  enum Mode {
    /** In one transaction with others. */
    TOGETHER,
    /** In a transaction of its own, which is rolled back if it throws anything. */
    ALONE,
    /** Without a transaction, for what SQLite refuses to do in one. */
    OUTSIDE
  }

  /** How it shares the connection; together with others unless it says otherwise. */
  default Mode mode() {
    return Mode.TOGETHER;
  }

  /** Whether it may be done in a store that is sealed as moved. */
  default boolean evenMoved() {
    return false;
  }

  /** Work that may be done in a store that is sealed, in a transaction of its own. */
  static <T> Work<T> evenSealed(Work<T> work) {
    return new Work<>() {
      @Override
      public T apply(Transaction transaction) throws SQLException {
        return work.apply(transaction);
      }

      @Override
      public Mode mode() {
        return Mode.ALONE;
      }

      @Override
      public boolean evenMoved() {
        return true;
      }
    };
  }

  /** Work that has a transaction of its own. */
  static <T> Work<T> alone(Work<T> work) {
    return withMode(Mode.ALONE, work);
  }

  /** Work without a transaction. */
  static <T> Work<T> outside(Work<T> work) {
    return withMode(Mode.OUTSIDE, work);
  }

  private static <T> Work<T> withMode(Mode mode, Work<T> work) {
    return new Work<>() {
      @Override
      public T apply(Transaction transaction) throws SQLException {
        return work.apply(transaction);
      }

      @Override
      public Mode mode() {
        return mode;
      }
    };
  }
}
