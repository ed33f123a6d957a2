package dev.pagurus.cli.console;

import java.util.Locale;

/** Numbers of bytes for people and from people. */
public final class Sizes {

  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

  private Sizes() {}

  /**
   * A size in the unit a person would choose.
   *
   * @param bytes 0 or more
   * @return such as {@code 512 bytes} or {@code 12.3 MiB}
   */
  public static String text(long bytes) {
    int unit = 0;
    double size = bytes;
    while (size >= 1_024 && unit < UNITS.length - 1) {
      size /= 1_024;
      unit++;
    }
    return unit == 0
        ? String.format(Locale.ROOT, "%,d %s", bytes, UNITS[0])
        : String.format(Locale.ROOT, "%,.1f %s", size, UNITS[unit]);
  }
}
