package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Who has which user's file open, over all processes: a byte is locked for each user, shared by
 * those who have the user open, exclusively by one who makes or removes the file. Whoever wants
 * that byte alone takes one beside it first, so that one who shares it can come to have it alone
 * and nobody else has it alone in between. {@link ByteLocks} locks them.
 *
 * <p>Of those who share a user's byte, some have the file live: they may write to it, or read what
 * others write. Others have it at rest: nobody writes as long as they read, so they need no more
 * than the file itself. Two more bytes keep the two apart, over all processes.
 *
 * <p>The bytes of a user are at the same distance from each other for all users, and no build may
 * have them elsewhere than another that has the store open.
 */
final class UserLocks implements AutoCloseable {

  /** Beside each user's byte, one that those share who have the file live. */
  private static final long LIVE = 1L << 60;

  /** Beside each user's byte, one that who waits for the user alone has meanwhile. */
  private static final long GATES = 2L << 60;

  /** Beside each user's byte, one that those share who have the file at rest. */
  private static final long AT_REST = 3L << 60;

  /** A byte that all have who wait for a user alone. */
  private static final long ASKING = 4L << 60;

  /** From here on there are bytes that belong to no user. */
  static final long AFTER_USERS = ASKING + 1;

  /** Beside each user's byte, one that who has the user alone takes first. */
  private static final long FIRST = 6L << 60;

  private final ByteLocks bytes;
  private final TaskLocks tasks;
  private final Duration patience;
  private boolean closed;

  private UserLocks(ByteLocks bytes, Duration patience) {
    this.bytes = bytes;
    this.tasks = new TaskLocks(bytes);
    this.patience = patience;
  }

  /**
   * Opens the folder of locks.
   *
   * @param patience how long to wait for others
   */
  static UserLocks open(Path folder, Duration patience) throws IOException {
    return new UserLocks(ByteLocks.open(folder), patience);
  }

  /** What one at a time does; in the same folder. */
  TaskLocks tasks() {
    return tasks;
  }

  /** FNV-1a, 60 bits of it. Two users of one place would share their lock, which does no harm. */
  private static long place(String user) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash >>> 4;
  }

  /**
   * Says that this process has the user's file open.
   *
   * @throws BackendException BUSY if another process is making or removing it for too long
   */
  void share(String user) {
    long place = place(user);
    await(() -> bytes.isOpenToShare(place + GATES) && bytes.tryShare(place));
  }

  /**
   * Has the file at rest, if nobody has it live; by one who shares the user's byte.
   *
   * @return whether it is so now
   */
  boolean tryRest(String user) {
    long place = place(user);
    synchronized (bytes) {
      if (!bytes.tryShare(place + AT_REST)) {
        return false;
      }
      if (bytes.isNobodys(place + LIVE)) {
        return true;
      }
      bytes.release(place + AT_REST);
      return false;
    }
  }

  /** Ends what {@link #tryRest} began. */
  void wake(String user) {
    bytes.release(place(user) + AT_REST);
  }

  /**
   * Has the file live; by one who shares the user's byte. Who has it at rest is asked to close it.
   *
   * @throws BackendException BUSY if somebody does not for too long
   */
  void live(String user) {
    long place = place(user);
    // First this, then a look at the others, who do the same the other way round: so never both.
    await(() -> bytes.tryShare(place + LIVE));
    boolean alone = false;
    try {
      if (!bytes.isNobodys(place + AT_REST)) {
        askFor(place, () -> bytes.isNobodys(place + AT_REST));
      }
      alone = true;
    } finally {
      if (!alone) {
        bytes.release(place + LIVE);
      }
    }
  }

  /** Ends what {@link #live} began. */
  void endLive(String user) {
    bytes.release(place(user) + LIVE);
  }

  /**
   * Keeps everybody else from having the user's file open; waits until that is so.
   *
   * @throws BackendException BUSY if that takes too long
   */
  void exclude(String user) {
    if (tryExclude(user)) {
      return;
    }
    askFor(place(user), () -> tryExclude(user));
  }

  /** Keeps everybody else from having the user's file open, if nobody has. */
  boolean tryExclude(String user) {
    synchronized (bytes) {
      long place = place(user);
      if (bytes.isHeld(place) || !bytes.tryAlone(place + FIRST)) {
        return false;
      }
      if (bytes.tryAlone(place)) {
        return true;
      }
      bytes.release(place + FIRST);
      return false;
    }
  }

  /**
   * Keeps everybody else from having the user's file open, if this process alone has, and has once.
   * Nobody makes, moves or removes the file before that.
   *
   * @return whether it is so now; if not, the file is open and shared as before
   */
  boolean tryUpgrade(String user) {
    synchronized (bytes) {
      long place = place(user);
      if (!bytes.isSharedOnce(place) || !bytes.tryAlone(place + FIRST)) {
        return false;
      }
      if (bytes.tryUpgrade(place)) {
        return true;
      }
      bytes.release(place + FIRST);
      return false;
    }
  }

  /** Gives back what {@link #share}, {@link #exclude} or {@link #tryUpgrade} took. */
  void release(String user) {
    synchronized (bytes) {
      long place = place(user);
      boolean alone = bytes.isAlone(place);
      bytes.release(place);
      if (alone) {
        bytes.release(place + FIRST);
      }
    }
  }

  /** Whether anybody waits for some user alone. */
  boolean isAnyoneWaiting() {
    return !bytes.isNobodys(ASKING);
  }

  /** Whether anybody waits for this user alone. */
  boolean isAwaited(String user) {
    return !bytes.isOpenToShare(place(user) + GATES);
  }

  /** Waits for something, while all who have the user's file open are asked to close it. */
  private void askFor(long place, ByteLocks.Attempt attempt) {
    await(() -> bytes.tryShare(ASKING));
    try {
      await(() -> bytes.tryAlone(place + GATES));
      try {
        await(attempt);
      } finally {
        bytes.release(place + GATES);
      }
    } finally {
      bytes.release(ASKING);
    }
  }

  private void await(ByteLocks.Attempt attempt) {
    if (!bytes.await(attempt, patience)) {
      throw new BackendException(
          ErrorCode.BUSY,
          "another process is making, moving or removing the file of the user, or will not close it; nothing was changed: try again");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      bytes.close();
    }
  }
}
