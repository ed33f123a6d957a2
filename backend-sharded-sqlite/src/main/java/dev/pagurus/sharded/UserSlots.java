package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which users' files are open here, or are being opened or closed: so many at most, each once, in
 * the order of their last use. It opens and closes nothing itself: who is told to does so outside
 * its lock, and meanwhile nobody waits but for that user, or for room.
 */
final class UserSlots {

  /**
   * So many files fewer than may be open are, before long: to close one that was written to takes
   * two fsyncs, for which who opens another need not wait.
   */
  private static final int MOST_SPARE = 8;

  private final int most;
  private final int spare;
  private final long patienceNanos;

  /** In the order of their last use. */
  private final Map<String, OpenUser> users = new LinkedHashMap<>(16, 0.75f, true);

  private boolean isMakingRoom;
  private boolean closed;

  UserSlots(ShardedSettings settings) {
    this.most = settings.maxOpen();
    this.spare = Math.min(MOST_SPARE, most / 8);
    this.patienceNanos = settings.busyTimeout().toNanos();
  }

  /** What the caller is to do with an entry. */
  enum Turn {
    /** It is open, and has one more lease, which is the caller's. */
    USE,
    /** It is new, and the caller's: to be {@link #opened}, or to be {@link #forget forgotten}. */
    OPEN,
    /** It is to be closed and {@link #forget forgotten}, and then the caller asks again. */
    CLOSE
  }

  /** An entry. */
  record Slot(OpenUser user, Turn turn) {}

  /** Until when the caller of now has patience, for {@link #reserve}. */
  long deadline() {
    return System.nanoTime() + patienceNanos;
  }

  /**
   * Finds the entry of a user, or makes one, or finds what is to be closed before; waits as long as
   * there is none of it.
   *
   * @param use what for; null if no open one will do
   * @throws BackendException BUSY if that takes too long
   */
  synchronized Slot reserve(String user, OpenUsers.@Nullable Use use, long deadline) {
    while (true) {
      requireOpen();
      OpenUser known = users.get(user);
      OpenUser victim;
      if (known != null && known.state == OpenUser.State.OPEN) {
        boolean fits = use == OpenUsers.Use.READ || (use != null && !known.isAtRest());
        if (fits && !known.isGivingWay(System.nanoTime())) {
          known.leases++;
          return new Slot(known, Turn.USE);
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
        return new Slot(made, Turn.OPEN);
      } else {
        victim = leastRecentlyUsed();
      }
      if (victim != null) {
        victim.state = OpenUser.State.CLOSING;
        return new Slot(victim, Turn.CLOSE);
      }
      await(deadline, known != null);
    }
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

  /**
   * Ends what the caller was told to open.
   *
   * @param opened null if it could not be opened, or is not there; else it has one lease, which is
   *     the caller's
   */
  synchronized void opened(OpenUser user, OpenUser.@Nullable Opened opened) {
    if (opened == null) {
      users.remove(user.user());
    } else {
      user.opened(opened);
      user.state = OpenUser.State.OPEN;
      user.leases = 1;
    }
    notifyAll();
  }

  /**
   * Ends a lease.
   *
   * @return whether the file is the caller's to close now
   */
  synchronized boolean end(OpenUser user) {
    user.leases--;
    boolean last = user.leases == 0 && user.leaving && user.state == OpenUser.State.OPEN && !closed;
    if (last) {
      user.state = OpenUser.State.CLOSING;
    }
    notifyAll();
    return last;
  }

  /** An entry is no more. */
  synchronized void forget(OpenUser user) {
    users.remove(user.user());
    notifyAll();
  }

  /**
   * Has users leave whom somebody else waits for.
   *
   * @return those that are the caller's to close now
   */
  synchronized List<OpenUser> leave(Predicate<String> isAwaited) {
    List<OpenUser> unused = new ArrayList<>();
    for (OpenUser user : users.values()) {
      if (user.state == OpenUser.State.OPEN && !closed && isAwaited.test(user.user())) {
        if (user.leases == 0) {
          user.state = OpenUser.State.CLOSING;
          unused.add(user);
        } else {
          user.leaving = true;
          user.giveWay(System.nanoTime());
        }
      }
    }
    return unused;
  }

  /** Whether there is too little room to spare, and it is the caller who makes it. */
  synchronized boolean beginMakingRoom() {
    if (isMakingRoom || closed || users.size() <= most - spare) {
      return false;
    }
    isMakingRoom = true;
    return true;
  }

  /** How many to close at once to make room. */
  int spare() {
    return spare;
  }

  /** The next to be closed to make room; null if there is enough, or all are in use. */
  synchronized @Nullable OpenUser nextToGo() {
    OpenUser victim = closed || users.size() <= most - spare ? null : leastRecentlyUsed();
    if (victim != null) {
      victim.state = OpenUser.State.CLOSING;
    }
    return victim;
  }

  synchronized void endMakingRoom() {
    isMakingRoom = false;
  }

  /** Whether a user's file is open. */
  synchronized boolean isOpen(String user) {
    OpenUser known = users.get(user);
    return known != null && known.state == OpenUser.State.OPEN;
  }

  synchronized int count() {
    return users.size();
  }

  synchronized void requireOpen() {
    if (closed) {
      throw new BackendException(ErrorCode.CLOSED, "the store is closed: open it again");
    }
  }

  /**
   * Makes no more entries, and waits for the end of what is being opened or closed.
   *
   * @return those that are the caller's to close, and whether each is in use; null if that was done
   *     before
   */
  synchronized @Nullable Map<OpenUser, Boolean> close() {
    if (closed) {
      return null;
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
    Map<OpenUser, Boolean> open = new LinkedHashMap<>();
    for (OpenUser user : users.values()) {
      user.state = OpenUser.State.CLOSING;
      open.put(user, user.leases > 0);
    }
    return open;
  }
}
