package dev.pagurus.cli.console;

import java.util.Locale;

/** Counts for people. */
public final class Counts {

  private Counts() {}

  /**
   * A count and what is counted.
   *
   * @param count 0 or more
   * @param one the word for one, whose plural ends with s
   * @return such as {@code 1 line} or {@code 2,000 lines}
   */
  public static String of(long count, String one) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : one + "s");
  }
}
