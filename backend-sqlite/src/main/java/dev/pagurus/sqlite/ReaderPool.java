package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The connections that read. Short reads take turns, as many at once as the store is set to. Rows
 * that an application walks through take a connection of their own for as long as they are open,
 * and never one that a short read waits for: whoever reads a document for each row must not wait
 * for himself.
 */
final class ReaderPool implements AutoCloseable {

  private static final int MAX_OPEN_ROWS = 500;

  private final Connector connector;
  private final Errors errors;
  private final Semaphore turns;
  private final int kept;
  private final Deque<Link> idle = new ArrayDeque<>();
  private final Set<Link> lent = new HashSet<>();
  private boolean closed;

  ReaderPool(Connector connector, Errors errors) {
    this.connector = connector;
    this.errors = errors;
    this.turns = new Semaphore(connector.settings().readers());
    this.kept = connector.settings().readers();
  }

  /**
   * A short read.
   *
   * @param <T> what it answers
   */
  @FunctionalInterface
  interface Read<T> {
    T from(Link link) throws SQLException;
  }

  /** Does a read of one statement, or one whose statements need not be of one state. */
  <T> T read(Read<T> read) {
    turns.acquireUninterruptibly();
    try {
      Link link = borrow();
      try {
        synchronized (link) {
          requireOpen(link);
          return read.from(link);
        }
      } catch (SQLException e) {
        throw errors.translate(e);
      } finally {
        giveBack(link);
      }
    } finally {
      turns.release();
    }
  }

  /** Does a read whose statements are all of one state. */
  <T> T readOneState(Read<T> read) {
    return read(
        link -> {
          link.run("BEGIN");
          try {
            return read.from(link);
          } finally {
            link.rollback();
          }
        });
  }

  /** A connection to be given back. */
  Link borrow() {
    synchronized (this) {
      if (closed) {
        throw errors.closed();
      }
      Link link = idle.pollFirst();
      if (link != null) {
        lent.add(link);
        return link;
      }
      if (lent.size() >= MAX_OPEN_ROWS) {
        throw new BackendException(
            ErrorCode.BUSY,
            lent.size() + " streams of rows are open: close those that are not needed any more");
      }
    }
    return open();
  }

  private Link open() {
    try {
      Link link = connector.reader();
      synchronized (this) {
        if (!closed) {
          lent.add(link);
          return link;
        }
      }
      link.close();
      throw errors.closed();
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  void requireOpen(Link link) {
    if (link.isClosed()) {
      throw errors.closed();
    }
  }

  void giveBack(Link link) {
    synchronized (this) {
      lent.remove(link);
      if (!closed && idle.size() < kept) {
        idle.addFirst(link);
        return;
      }
    }
    close(link);
  }

  private void close(Link link) {
    try {
      synchronized (link) {
        link.close();
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  /** Waits for short reads, and closes open rows under their readers, who learn that by CLOSED. */
  @Override
  public void close() {
    Set<Link> all;
    synchronized (this) {
      closed = true;
      all = new HashSet<>(lent);
      all.addAll(idle);
      idle.clear();
    }
    for (Link link : new ArrayList<>(all)) {
      close(link);
    }
  }
}
