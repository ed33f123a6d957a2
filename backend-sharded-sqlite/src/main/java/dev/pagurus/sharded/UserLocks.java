package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who has which user's file open, over all processes: a byte of one file is locked for each user,
 * shared by those who have the user open, exclusively by one who makes or removes the file. Whoever
 * wants that byte alone takes one beside it first, so that one who shares it can come to have it
 * alone and nobody else has it alone in between. The system drops the locks of a process that dies.
 *
 * <p>Of those who share a user's byte, some have the file live: they may write to it, or read what
 * others write. Others have it at rest: nobody writes as long as they read, so they need no more
 * than the file itself. Two more bytes keep the two apart, over all processes.
 *
 * <p>A process has its locks as a whole, and loses all of them when it closes any descriptor of the
 * file. So all stores of a process that lie in one folder share one channel.
 */
final class UserLocks implements AutoCloseable {

  private static final long PAUSE_NANOS = 200_000;

  /** Beside each user's byte, one that who waits for the user alone has meanwhile. */
  private static final long GATES = 1L << 61;

  /** Beside each user's byte, one that who has the user alone takes first. */
  private static final long FIRST = 3L << 61;

  /** Beside each user's byte, one that those share who have the file live. */
  private static final long LIVE = 1L << 60;

  /** Beside each user's byte, one that those share who have the file at rest. */
  private static final long AT_REST = 3L << 60;

  /** A byte that all have who wait for a user alone. */
  private static final long ASKING = 1L << 62;

  /** What one at a time does, of all that have the store open. */
  static final long UPKEEP = ASKING + 1;

  /** See {@link #UPKEEP}. */
  static final long BUILDING = ASKING + 2;

  /** See {@link #UPKEEP}. */
  static final long VERIFYING = ASKING + 3;

  private static final Map<Object, Shared> OPEN = new HashMap<>();

  /** What all stores of this process that lie in one folder have together. */
  private static final class Shared {

    private final FileChannel channel;
    private final Map<Long, Held> held = new HashMap<>();
    private int stores;

    Shared(FileChannel channel) {
      this.channel = channel;
    }
  }

  /** One user's lock in this process. */
  private static final class Held {

    private final FileLock lock;
    private int holders = 1;

    Held(FileLock lock) {
      this.lock = lock;
    }
  }

  private final Object key;
  private final Shared shared;
  private final Duration patience;
  private final Set<Long> tasks = new HashSet<>();
  private boolean closed;

  private UserLocks(Object key, Shared shared, Duration patience) {
    this.key = key;
    this.shared = shared;
    this.patience = patience;
  }

  static UserLocks open(Path file, Duration patience) throws IOException {
    synchronized (OPEN) {
      if (!Files.exists(file)) {
        Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      if (key == null) {
        key = file.toRealPath();
      }
      Shared shared = OPEN.get(key);
      if (shared == null) {
        shared =
            new Shared(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        OPEN.put(key, shared);
      }
      shared.stores++;
      return new UserLocks(key, shared, patience);
    }
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
    await(() -> isFree(place + GATES) && hold(place));
  }

  /**
   * Has the file at rest, if nobody has it live; by one who shares the user's byte.
   *
   * @return whether it is so now
   */
  boolean tryRest(String user) {
    long place = place(user);
    synchronized (shared) {
      if (!hold(place + AT_REST)) {
        return false;
      }
      if (isNobodys(place + LIVE)) {
        return true;
      }
      release(place + AT_REST);
      return false;
    }
  }

  /** Ends what {@link #tryRest} began. */
  void wake(String user) {
    release(place(user) + AT_REST);
  }

  /**
   * Has the file live; by one who shares the user's byte. Who has it at rest is asked to close it.
   *
   * @throws BackendException BUSY if somebody does not for too long
   */
  void live(String user) {
    long place = place(user);
    // First this, then a look at the others, who do the same the other way round: so never both.
    await(() -> hold(place + LIVE));
    boolean alone = false;
    try {
      if (!isNobodysNow(place + AT_REST)) {
        askFor(place, () -> isNobodys(place + AT_REST));
      }
      alone = true;
    } finally {
      if (!alone) {
        release(place + LIVE);
      }
    }
  }

  private boolean isNobodysNow(long place) {
    synchronized (shared) {
      return isNobodys(place);
    }
  }

  /** Ends what {@link #live} began. */
  void endLive(String user) {
    release(place(user) + LIVE);
  }

  /** Whether nobody has a byte, of this process or another, alone or shared. */
  private boolean isNobodys(long place) {
    if (shared.held.containsKey(place) || !lock(place, false)) {
      return false;
    }
    release(place);
    return true;
  }

  /** One more of those who share a byte. */
  private boolean hold(long place) {
    Held held = shared.held.get(place);
    if (held == null) {
      return lock(place, true);
    }
    if (!held.lock.isShared()) {
      return false;
    }
    held.holders++;
    return true;
  }

  /** Whether nobody, of this process or another, has a byte alone. */
  private boolean isFree(long place) {
    Held held = shared.held.get(place);
    if (held != null) {
      return held.lock.isShared();
    }
    try {
      FileLock lock = shared.channel.tryLock(place, 1, true);
      if (lock != null) {
        lock.release();
      }
      return lock != null;
    } catch (IOException e) {
      throw failed(e);
    }
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

  /** Waits for something, while all who have the user's file open are asked to close it. */
  private void askFor(long place, Attempt attempt) {
    long gate = place + GATES;
    await(() -> hold(ASKING));
    try {
      await(() -> !shared.held.containsKey(gate) && lock(gate, false));
      try {
        await(attempt);
      } finally {
        release(gate);
      }
    } finally {
      release(ASKING);
    }
  }

  /**
   * Takes up what one at a time does.
   *
   * @return whether it is this store's to do now, or was already
   */
  boolean tryAlone(long task) {
    synchronized (shared) {
      if (!tasks.contains(task) && !shared.held.containsKey(task) && lock(task, false)) {
        tasks.add(task);
      }
      return tasks.contains(task);
    }
  }

  /** Gives back what {@link #tryAlone} took. */
  void releaseAlone(long task) {
    synchronized (shared) {
      if (tasks.remove(task)) {
        release(task);
      }
    }
  }

  /** Whether anybody waits for some user alone. */
  boolean isAnyoneWaiting() {
    synchronized (shared) {
      if (shared.held.containsKey(ASKING)) {
        return true;
      }
      boolean nobody = lock(ASKING, false);
      if (nobody) {
        release(ASKING);
      }
      return !nobody;
    }
  }

  /** Whether anybody waits for this user alone. */
  boolean isAwaited(String user) {
    synchronized (shared) {
      return !isFree(place(user) + GATES);
    }
  }

  /** Keeps everybody else from having the user's file open, if nobody has. */
  boolean tryExclude(String user) {
    synchronized (shared) {
      long place = place(user);
      if (shared.held.containsKey(place) || !lock(place + FIRST, false)) {
        return false;
      }
      if (lock(place, false)) {
        return true;
      }
      release(place + FIRST);
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
    synchronized (shared) {
      long place = place(user);
      Held held = shared.held.get(place);
      if (held == null
          || held.holders > 1
          || !held.lock.isShared()
          || !lock(place + FIRST, false)) {
        return false;
      }
      release(place);
      if (lock(place, false)) {
        return true;
      }
      if (!lock(place, true)) {
        throw failed(new IOException("somebody has it alone"));
      }
      release(place + FIRST);
      return false;
    }
  }

  private boolean lock(long place, boolean sharedLock) {
    try {
      FileLock lock = shared.channel.tryLock(place, 1, sharedLock);
      if (lock == null) {
        return false;
      }
      shared.held.put(place, new Held(lock));
      return true;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** A condition to be tried under the lock of what is shared. */
  private interface Attempt {
    boolean succeeds();
  }

  private void await(Attempt attempt) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      synchronized (shared) {
        if (attempt.succeeds()) {
          return;
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw new BackendException(
            ErrorCode.BUSY,
            "another process is making, moving or removing the file of the user, or will not close it; nothing was changed: try again");
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }

  /** Gives back what {@link #share}, {@link #exclude} or {@link #tryUpgrade} took. */
  void release(String user) {
    synchronized (shared) {
      long place = place(user);
      Held held = shared.held.get(place);
      release(place);
      if (held != null && !held.lock.isShared()) {
        release(place + FIRST);
      }
    }
  }

  private void release(long place) {
    synchronized (shared) {
      Held held = shared.held.get(place);
      if (held == null || --held.holders > 0) {
        return;
      }
      shared.held.remove(place);
      try {
        held.lock.release();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private static BackendException failed(@Nullable IOException e) {
    return new BackendException(
        ErrorCode.UNAVAILABLE, "cannot lock users.lock of the store: " + e, e);
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      if (closed) {
        return;
      }
      closed = true;
      if (--shared.stores == 0) {
        OPEN.remove(key);
        try {
          shared.channel.close();
        } catch (IOException e) {
          throw failed(e);
        }
      }
    }
  }
}
