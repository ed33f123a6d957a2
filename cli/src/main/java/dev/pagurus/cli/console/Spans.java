package dev.pagurus.cli.console;

import java.time.Duration;
import java.util.Locale;

/** Time spans for people. */
public final class Spans {

  private Spans() {}

  /**
   * A span in the units a person would choose.
   *
   * @param span 0 or more
   * @return such as {@code 35 ms}, {@code 2.4 s}, {@code 3 min 20 s}
   */
  public static String text(Duration span) {
    long millis = span.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 100_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
    long minutes = span.toMinutes();
    return minutes < 100
        ? minutes + " min " + span.toSecondsPart() + " s"
        : span.toHours() + " h " + span.toMinutesPart() + " min";
  }
}
