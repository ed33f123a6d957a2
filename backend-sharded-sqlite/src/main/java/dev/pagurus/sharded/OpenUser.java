package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import org.jspecify.annotations.Nullable;

/** A user's open file. What may change is guarded by {@link UserSlots}, but for the heat. */
final class OpenUser {

  /** What is happening to it. */
  enum State {
    OPENING,
    OPEN,
    CLOSING
  }

  /** How long {@link #giveWay} holds, and how often it may be said. */
  private static final long WAY_NANOS = 1_000_000_000;

  private static final long WAY_EVERY_NANOS = 5_000_000_000L;

  /** Whether upkeep has seen to it since it was opened. */
  boolean kept;

  private final String user;
  State state = State.OPENING;
  int leases;

  /** Closes as soon as nobody uses it, rather than when there is no room. */
  boolean leaving;

  private long gaveWayNanos = System.nanoTime() - WAY_EVERY_NANOS;
  private @Nullable Backend backend;
  private @Nullable UserRow row;
  private long indexes;
  private volatile boolean sealed;
  private boolean atRest;

  OpenUser(String user) {
    this.user = user;
  }

  String user() {
    return user;
  }

  /**
   * Takes no new leases for a while, so that somebody who waits for the user alone has a turn; not
   * for long, because a stream may stay open, and not too often.
   */
  void giveWay(long nanos) {
    if (nanos - gaveWayNanos >= WAY_EVERY_NANOS) {
      gaveWayNanos = nanos;
    }
  }

  boolean isGivingWay(long nanos) {
    return leases > 0 && nanos - gaveWayNanos < WAY_NANOS;
  }

  void opened(Opened opened) {
    backend = opened.backend();
    row = opened.row();
    indexes = opened.indexes();
    sealed = opened.sealed();
    atRest = opened.atRest();
  }

  Backend backend() {
    Backend open = backend;
    if (open == null) {
      throw new IllegalStateException("the file of the user is not open");
    }
    return open;
  }

  /** Whether it can only be read, because nobody writes to it as long as it is open. */
  boolean isAtRest() {
    return atRest;
  }

  /** Up to which change of the declared indexes the file has been brought. */
  long indexes() {
    return indexes;
  }

  /** The row as it was when the file was opened, or heated. */
  synchronized UserRow row() {
    UserRow known = row;
    if (known == null) {
      throw new IllegalStateException("the file of the user is not open");
    }
    return known;
  }

  /**
   * Refuses to have the file written to if the store was sealed when it was opened, and still is.
   * If it is sealed later, the sealer has those files closed that can be written to without a word
   * to the registry; for all others the registry refuses.
   */
  void requireHere(Registry registry) {
    if (sealed) {
      registry.requireHere();
      sealed = false;
    }
  }

  /** Has the registry know, before the first write, that its figures will not hold. */
  synchronized void heat(Registry registry) {
    UserRow now = row();
    // While this process has the user open, nobody cools a hot row.
    while (!now.hot()) {
      UserRow heated = registry.put(now.heated());
      if (heated == null) {
        heated = registry.row(user);
      }
      if (heated == null) {
        throw new IllegalStateException("the registry forgot a user that is open");
      }
      now = heated;
    }
    row = now;
  }

  /**
   * What was opened.
   *
   * @param backend serves the file
   * @param row of the user
   * @param indexes up to which change of the declared indexes the file has been brought
   * @param sealed whether the store was sealed as moved, looked at when others could not have the
   *     user alone any more
   * @param atRest whether it can only be read
   */
  record Opened(Backend backend, UserRow row, long indexes, boolean sealed, boolean atRest) {}
}
