package dev.pagurus.tck.stage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told otherwise, also backwards. Safe for many threads. */
public final class KitClock implements InstantSource {

  /** Where every test begins; with nanoseconds, which no time in a store has. */
  public static final Instant START = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  /**
   * Moves the clock.
   *
   * @param step how far; negative to go back
   */
  public synchronized void advance(Duration step) {
    now = now.plus(step);
  }

  /**
   * Sets the clock.
   *
   * @param instant what it shows from now on
   */
  public void set(Instant instant) {
    now = instant;
  }
}
