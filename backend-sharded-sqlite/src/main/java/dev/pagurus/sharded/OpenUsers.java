package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The users' files that are open: so many at most, each once, the least recently used closed to
 * make room, ahead of time if there is time. {@link UserSlots} says which; files are opened and
 * closed outside its lock, so that a user whose file is open never waits for another's.
 */
final class OpenUsers implements AutoCloseable {

  private final UserFiles files;
  private final Registry registry;
  private final UserLocks locks;
  private final UserSlots slots;
  private final Executor background;

  OpenUsers(
      UserFiles files,
      Registry registry,
      UserLocks locks,
      ShardedSettings settings,
      Executor background) {
    this.files = files;
    this.registry = registry;
    this.locks = locks;
    this.slots = new UserSlots(settings);
    this.background = background;
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
      synchronized (slots) {
        user.kept = true;
      }
    }

    /** Whether the file has been brought up to the declared indexes. */
    boolean isUpToDate() {
      return user.indexes() == registry.indexes().changes();
    }

    /** Has the file closed as soon as nobody uses it. */
    void leave() {
      synchronized (slots) {
        user.leaving = true;
      }
    }

    @Override
    public void close() {
      boolean last;
      synchronized (slots) {
        if (ended) {
          return;
        }
        ended = true;
        last = slots.end(user);
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
    UserSlots.Slot slot = reserve(user, use);
    return slot.turn() == UserSlots.Turn.USE ? new Lease(slot.user()) : open(slot.user(), use);
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
      slots.forget(reserved);
    }
  }

  /** Closes the files that somebody else waits for; to be called now and then. */
  void giveWay() {
    if (locks.isAnyoneWaiting()) {
      slots.leave(locks::isAwaited).forEach(user -> shut(user, false));
    }
  }

  /** An entry to use or to open, once what is in its way is closed. */
  private UserSlots.Slot reserve(String user, @Nullable Use use) {
    long deadline = slots.deadline();
    while (true) {
      UserSlots.Slot slot = slots.reserve(user, use, deadline);
      if (slot.turn() != UserSlots.Turn.CLOSE) {
        return slot;
      }
      shut(slot.user(), false);
    }
  }

  private @Nullable Lease open(OpenUser opening, Use use) {
    OpenUser.Opened opened = null;
    try {
      opened = files.open(opening.user(), use);
    } finally {
      slots.opened(opening, opened);
    }
    if (opened == null) {
      return null;
    }
    makeRoomSoon();
    return new Lease(opening);
  }

  private void makeRoomSoon() {
    if (slots.beginMakingRoom()) {
      background.execute(this::makeRoom);
    }
  }

  /** Not for long, because others use the background too. */
  private void makeRoom() {
    try {
      for (int i = 0; i < slots.spare(); i++) {
        OpenUser victim = slots.nextToGo();
        if (victim == null) {
          return;
        }
        shut(victim, false);
      }
    } finally {
      slots.endMakingRoom();
    }
    makeRoomSoon();
  }

  private void shut(OpenUser user, boolean inUse) {
    try {
      files.close(user, inUse);
    } finally {
      slots.forget(user);
    }
  }

  /** Those whose files were closed here a moment ago. */
  CoolingUsers cooling() {
    return files.cooling();
  }

  /** Whether a user's file is open here, so that to ask it costs no opening. */
  boolean isOpen(String user) {
    return slots.isOpen(user);
  }

  /** How many files are open here. */
  int count() {
    return slots.count();
  }

  /**
   * Refuses if the store is closed.
   *
   * @throws BackendException CLOSED
   */
  void requireOpen() {
    slots.requireOpen();
  }

  /** What is under way comes to its end; streams that are open end with CLOSED. */
  @Override
  public void close() {
    Map<OpenUser, Boolean> open = slots.close();
    if (open == null) {
      return;
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
