package dev.pagurus.migrator;

import java.time.Duration;

/**
 * What the time of a move went into, summed over threads.
 *
 * @param reading waiting for the source
 * @param writing waiting for the target
 * @param held waiting because of the rate or a pause
 */
public record WorkTimes(Duration reading, Duration writing, Duration held) {

  /** No time at all. */
  public static final WorkTimes NONE = new WorkTimes(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * What the move waits for most.
   *
   * @return the side, or nothing yet
   */
  public Bottleneck bottleneck() {
    if (held.compareTo(reading) > 0 && held.compareTo(writing) > 0) {
      return Bottleneck.RATE;
    }
    int compared = reading.compareTo(writing);
    return compared == 0 ? Bottleneck.NONE : compared > 0 ? Bottleneck.SOURCE : Bottleneck.TARGET;
  }

  /** What a move waits for. */
  public enum Bottleneck {
    /** Nothing in particular. */
    NONE,
    /** Reading the source. */
    SOURCE,
    /** Writing to the target. */
    TARGET,
    /** The rate it was given. */
    RATE
  }
}
