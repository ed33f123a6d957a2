package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Users whose files were just closed, and whose rows the registry does not have yet: they are
 * written together, so that many files are closed for one commit.
 *
 * <p>Until then this process keeps each of them alone, and so the figures that were taken when the
 * file was closed hold. In the registry such a user is hot, which is always true enough: who wants
 * to write to it again takes it from here, and two commits are saved; and if the process dies, its
 * figures are asked for again. Who waits elsewhere waits for the next {@link #settle}, a moment.
 */
final class CoolingUsers {

  private static final System.Logger LOG = System.getLogger(CoolingUsers.class.getName());

  /** More would make few commits fewer; each has marks, 500 at most. */
  private static final int MOST = 64;

  private final Registry registry;
  private final UserLocks locks;

  /** Held by whoever writes rows. */
  private final ReentrantLock writing = new ReentrantLock();

  private Map<String, UserRow> waiting = new LinkedHashMap<>();
  private Map<String, UserRow> written = Map.of();

  CoolingUsers(Registry registry, UserLocks locks) {
    this.registry = registry;
    this.locks = locks;
  }

  /**
   * Takes over a user whom the caller has live and alone, and whose file is closed.
   *
   * @param row what the registry is to know
   */
  void add(UserRow row) {
    boolean full;
    synchronized (this) {
      waiting.put(row.user(), row);
      full = waiting.size() >= MOST;
    }
    if (full) {
      settle();
    }
  }

  /** Lets go of a user who is to be opened for writing: it is as hot as it was. */
  void takeBack(String user) {
    boolean waited;
    synchronized (this) {
      waited = waiting.remove(user) != null;
    }
    if (waited) {
      release(user);
    } else {
      settle(user);
    }
  }

  /** Has a user's row written, if that is not done yet, and lets go of the user. */
  void settle(String user) {
    if (isHere(user)) {
      settle();
    }
  }

  private synchronized boolean isHere(String user) {
    return waiting.containsKey(user) || written.containsKey(user);
  }

  /** Writes what waits, and lets go of the users. One who could not be cooled stays hot. */
  void settle() {
    writing.lock();
    try {
      Map<String, UserRow> rows = begin();
      if (!rows.isEmpty()) {
        try {
          write(new ArrayList<>(rows.values()));
        } finally {
          rows.keySet().forEach(this::release);
          end();
        }
      }
    } finally {
      writing.unlock();
    }
  }

  private synchronized Map<String, UserRow> begin() {
    written = waiting;
    waiting = new LinkedHashMap<>();
    return written;
  }

  private synchronized void end() {
    written = Map.of();
  }

  private void write(List<UserRow> rows) {
    try {
      if (!registry.putAll(rows)) {
        rows.forEach(registry::put); // one of them was changed, which is no matter of the others
      }
    } catch (BackendException e) {
      // No harm to who made room for another user: these stay hot, and are asked again.
      System.Logger.Level level =
          e.code() == ErrorCode.MOVED ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
      LOG.log(level, "users'' figures were not kept: {0}", e.getMessage());
    }
  }

  private void release(String user) {
    locks.endLive(user);
    locks.release(user);
  }
}
