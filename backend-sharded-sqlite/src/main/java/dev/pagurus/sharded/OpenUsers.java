package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The users' files that are open: so many at most, each once, the least recently used closed to
 * make room, ahead of time if there is time. Files are opened and closed outside the lock, so that
 * a user whose file is open never waits for another's.
 */
final class OpenUsers implements AutoCloseable {

  /**
   * So many files fewer than may be open are, before long: to close one that was written to takes
   * two fsyncs, for which who opens another need not wait.
   */
  private static final int MOST_SPARE = 8;

  private final UserFiles files;
  private final Registry registry;
  private final UserLocks locks;
  private final Executor background;
  private final int most;
  private final int spare;
  private final long patienceNanos;

  /** In the order of their last use. */
  private final Map<String, OpenUser> users = new LinkedHashMap<>(16, 0.75f, true);

  private boolean isMakingRoom;
  private boolean closed;

  OpenUsers(
      UserFiles files,
      Registry registry,
      UserLocks locks,
      ShardedSettings settings,
      Executor background) {
    this.files = files;
    this.registry = registry;
    this.locks = locks;
    this.background = background;
    this.most = settings.maxOpen();
    this.spare = Math.min(MOST_SPARE, most / 8);
    this.patienceNanos = settings.busyTimeout().toNanos();
  }

  /** What a user's file is opened for. */
  enum Use {
    /**
     * To be read at once, by calls that end soon. A file that nobody writes to is opened at rest,
     * and whoever wants more of it than that waits until such calls are over.
     */
    READ,
    /** For anything. */
    LIVE,
    /** For anything, and to be made if it is not there. */
    MAKE
  }

  /** The use of a user's file, which stays open as long as it lasts. */
  final class Lease implements AutoCloseable {

    private final OpenUser user;
    private boolean ended;

    private Lease(OpenUser user) {
      this.user = user;
    }

    Backend backend() {
      return user.backend();
    }

    /** Whether the file can only be read, and is to be let go of soon. */
    boolean isAtRest() {
      return user.isAtRest();
    }

    /** To be called before something is written. */
    Lease forWriting() {
      user.requireHere(registry);
      user.heat(registry);
      return this;
    }

    /** Notes for the registry that upkeep has seen to the file. */
    void kept() {
      synchronized (OpenUsers.this) {
        user.kept = true;
      }
    }

    /** Whether the file has been brought up to the declared indexes. */
    boolean isUpToDate() {
      return user.indexes() == registry.indexes().changes();
    }

    /** Has the file closed as soon as nobody uses it. */
    void leave() {
      synchronized (OpenUsers.this) {
        user.leaving = true;
      }
    }

    @Override
    public void close() {
      boolean last;
      synchronized (OpenUsers.this) {
        if (ended) {
          return;
        }
        ended = true;
        user.leases--;
        last = user.leases == 0 && user.leaving && user.state == OpenUser.State.OPEN && !closed;
        if (last) {
          user.state = OpenUser.State.CLOSING;
        }
        OpenUsers.this.notifyAll();
      }
      if (last) {
        shut(user, false);
      }
    }
  }

  /**
   * Has a user's file open.
   *
   * @param use what for
   * @return null if it is not there
   * @throws BackendException BUSY if all files that may be open are in use for too long
   */
  @Nullable Lease lease(String user, Use use) {
    Reserved reserved = reserve(user, use);
    return reserved.isOpen() ? new Lease(reserved.user()) : open(reserved.user(), use);
  }

  /**
   * Does something while nobody has a user's file open, here or in another process; who wants it
   * meanwhile waits. Others are asked to close it, and do so between two calls. For several users,
   * to be called in the order of their names.
   *
   * @throws BackendException BUSY if somebody keeps it open for too long
   */
  <T extends @Nullable Object> T alone(String user, Supplier<T> action) {
    OpenUser reserved = reserve(user, null).user();
    try {
      files.cooling().settle(user);
      locks.exclude(user);
      try {
        return action.get();
      } finally {
        locks.release(user);
      }
    } finally {
      forget(reserved);
    }
  }

  /** Closes the files that somebody else waits for; to be called now and then. */
  void giveWay() {
    if (!locks.isAnyoneWaiting()) {
      return;
    }
    List<OpenUser> unused = new ArrayList<>();
    synchronized (this) {
      for (OpenUser user : users.values()) {
        if (user.state == OpenUser.State.OPEN && !closed && locks.isAwaited(user.user())) {
          if (user.leases == 0) {
            user.state = OpenUser.State.CLOSING;
            unused.add(user);
          } else {
            user.leaving = true;
            user.giveWay(System.nanoTime());
          }
        }
      }
    }
    unused.forEach(user -> shut(user, false));
  }

  private record Reserved(OpenUser user, boolean isOpen) {}

  /**
   * Finds the entry of a user, with one more lease, or makes one that is the caller's to open or to
   * remove.
   *
   * @param use what for; null if no open one will do
   */
  private Reserved reserve(String user, @Nullable Use use) {
    long deadline = System.nanoTime() + patienceNanos;
    while (true) {
      OpenUser victim;
      synchronized (this) {
        if (closed) {
          throw closed();
        }
        OpenUser known = users.get(user);
        if (known != null && known.state == OpenUser.State.OPEN) {
          boolean fits = use == Use.READ || (use != null && !known.isAtRest());
          if (fits && !known.isGivingWay(System.nanoTime())) {
            known.leases++;
            return new Reserved(known, true);
          }
          if (!fits) {
            known.giveWay(System.nanoTime());
          }
          victim = known.leases == 0 ? known : null;
        } else if (known != null) {
          victim = null;
        } else if (users.size() < most) {
          OpenUser made = new OpenUser(user);
          users.put(user, made);
          return new Reserved(made, false);
        } else {
          victim = leastRecentlyUsed();
        }
        if (victim == null) {
          await(deadline, known != null);
          continue;
        }
        victim.state = OpenUser.State.CLOSING;
      }
      shut(victim, false);
    }
  }

  private @Nullable Lease open(OpenUser opening, Use use) {
    OpenUser.Opened opened = null;
    try {
      opened = files.open(opening.user(), use);
    } finally {
      synchronized (this) {
        if (opened == null) {
          users.remove(opening.user());
        } else {
          opening.opened(opened);
          opening.state = OpenUser.State.OPEN;
          opening.leases = 1;
        }
        notifyAll();
      }
    }
    if (opened == null) {
      return null;
    }
    makeRoomSoon();
    return new Lease(opening);
  }

  private void makeRoomSoon() {
    synchronized (this) {
      if (isMakingRoom || closed || users.size() <= most - spare) {
        return;
      }
      isMakingRoom = true;
    }
    background.execute(this::makeRoom);
  }

  /** Not for long, because others use the background too. */
  private void makeRoom() {
    try {
      for (int i = 0; i < spare; i++) {
        OpenUser victim;
        synchronized (this) {
          victim = closed || users.size() <= most - spare ? null : leastRecentlyUsed();
          if (victim == null) {
            return;
          }
          victim.state = OpenUser.State.CLOSING;
        }
        shut(victim, false);
      }
    } finally {
      synchronized (this) {
        isMakingRoom = false;
      }
    }
    makeRoomSoon();
  }

  private @Nullable OpenUser leastRecentlyUsed() {
    for (OpenUser user : users.values()) {
      if (user.state == OpenUser.State.OPEN && user.leases == 0) {
        return user;
      }
    }
    return null;
  }

  /** For as long as the caller has patience; an interrupt is kept for the caller. */
  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
  private void await(long deadline, boolean forUser) {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new BackendException(
          ErrorCode.BUSY,
          forUser
              ? "the user's file is in use, or is being moved; nothing was changed: try again, and"
                  + " close streams that are not read to their end"
              : "all "
                  + most
                  + " users' files that may be open at once are in use; nothing was changed: try"
                  + " again, close streams that are not read to their end, or raise max-open");
    }
    boolean interrupted = Thread.interrupted();
    try {
      wait(Math.min(millis, 100));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void shut(OpenUser user, boolean inUse) {
    try {
      files.close(user, inUse);
    } finally {
      forget(user);
    }
  }

  private synchronized void forget(OpenUser user) {
    users.remove(user.user());
    notifyAll();
  }

  /** Those whose files were closed here a moment ago. */
  CoolingUsers cooling() {
    return files.cooling();
  }

  /** Whether a user's file is open here, so that to ask it costs no opening. */
  synchronized boolean isOpen(String user) {
    OpenUser known = users.get(user);
    return known != null && known.state == OpenUser.State.OPEN;
  }

  synchronized int count() {
    return users.size();
  }

  synchronized void requireOpen() {
    if (closed) {
      throw closed();
    }
  }

  private static BackendException closed() {
    return new BackendException(ErrorCode.CLOSED, "the store is closed: open it again");
  }

  /** What is under way comes to its end; streams that are open end with CLOSED. */
  @Override
  public void close() {
    Map<OpenUser, Boolean> open = new LinkedHashMap<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      boolean interrupted = false;
      while (users.values().stream().anyMatch(user -> user.state != OpenUser.State.OPEN)) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      for (OpenUser user : users.values()) {
        user.state = OpenUser.State.CLOSING;
        open.put(user, user.leases > 0);
      }
    }
    RuntimeException failure = null;
    for (Map.Entry<OpenUser, Boolean> each : open.entrySet()) {
      try {
        shut(each.getKey(), each.getValue());
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    files.cooling().settle();
    if (failure != null) {
      throw failure;
    }
  }
}
