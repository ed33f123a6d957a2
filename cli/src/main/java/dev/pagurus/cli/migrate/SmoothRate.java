package dev.pagurus.cli.migrate;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast something goes, smoothed: what was measured counts the less the longer ago it was. It
 * says nothing rather than something wrong: at the beginning, and when nothing has moved for a
 * while.
 */
final class SmoothRate {

  /** After this long a measurement counts by a third. */
  private static final double MEMORY_SECONDS = 8;

  private static final double SETTLED_SECONDS = 2;
  private static final double STALLED_SECONDS = 10;
  private static final double LONGEST_SECONDS = Duration.ofDays(99).toSeconds();

  private boolean begun;
  private double beganAt;
  private double at;
  private double movedAt;
  private long done;

  /** What was done and how long it took, remembered the less the longer ago it was. */
  private double seenDone;

  private double seenSeconds;

  /**
   * Takes a measurement.
   *
   * @param elapsed since any fixed moment
   * @param now how much is done; what was done before the first measurement does not count
   */
  void measure(Duration elapsed, long now) {
    double seconds = elapsed.toNanos() / 1e9;
    if (!begun) {
      begun = true;
      beganAt = seconds;
      movedAt = seconds;
    } else if (seconds > at) {
      double took = seconds - at;
      double remembered = Math.exp(-took / MEMORY_SECONDS);
      seenDone = seenDone * remembered + Math.max(0, now - done);
      seenSeconds = seenSeconds * remembered + took;
    }
    if (now > done) {
      movedAt = seconds;
    }
    at = seconds;
    done = now;
  }

  /**
   * The rate.
   *
   * @return how much is done in a second, empty if that is not known
   */
  Optional<Double> perSecond() {
    boolean known = at - beganAt >= SETTLED_SECONDS && at - movedAt < STALLED_SECONDS;
    return known ? Optional.of(seenDone / seenSeconds) : Optional.empty();
  }

  /**
   * How long the rest will take.
   *
   * @param total how much there is to do
   * @return a time span, empty if that is not known
   */
  Optional<Duration> left(long total) {
    return perSecond()
        .filter(rate -> rate > 0 && total > 0 && done <= total)
        .map(rate -> (total - done) / rate)
        .filter(seconds -> seconds < LONGEST_SECONDS)
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1_000)));
  }
}
