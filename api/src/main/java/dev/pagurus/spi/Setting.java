package dev.pagurus.spi;

import java.time.Duration;
import java.util.List;

/**
 * A setting that a store can be opened with: {@code ?name=value} in a locator, {@code name = value}
 * in {@code pagurus.toml}.
 *
 * @param name lower case words joined by hyphens, such as {@code busy-timeout}
 * @param type how its value is written
 * @param defaultValue what holds if nothing is set, in the written form
 * @param choices the words allowed for {@link Type#CHOICE}, the keys that each table has for {@link
 *     Type#TABLES}, else empty
 * @param description what it does, as one sentence for help and docs
 */
public record Setting(
    String name, Type type, String defaultValue, List<String> choices, String description) {

  /** How a value is written. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** {@code true} or {@code false}. */
    FLAG,
    /** A whole number, 0 or more, within 64 bits. */
    COUNT,
    /** A number of bytes, 0 or more, with an optional unit KiB, MiB or GiB: {@code 8MiB}. */
    BYTES,
    /** A time span, 0 or more, with a unit ms, s, m, h or d: {@code 30d}. */
    DURATION,
    /** One of a few words. */
    CHOICE,
    /**
     * Tables with the same keys, each with a text: {@code [[name]]} in {@code pagurus.toml}, and a
     * JSON array of objects elsewhere. A key {@code path} is a path of the file system, which in
     * {@code pagurus.toml} counts from the folder of that file.
     */
    TABLES
  }

  /** Checks and copies. */
  public Setting {
    choices = List.copyOf(choices);
    if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("not the name of a setting: " + name);
    }
    if ((type == Type.CHOICE || type == Type.TABLES) == choices.isEmpty()) {
      throw new IllegalArgumentException(
          "the setting " + name + " has choices if and only if it is a CHOICE or has TABLES");
    }
  }

  /** Any text. */
  public static Setting text(String name, String defaultValue, String description) {
    return new Setting(name, Type.TEXT, defaultValue, List.of(), description);
  }

  /** {@code true} or {@code false}. */
  public static Setting flag(String name, boolean defaultValue, String description) {
    return new Setting(name, Type.FLAG, Boolean.toString(defaultValue), List.of(), description);
  }

  /** A whole number. */
  public static Setting count(String name, long defaultValue, String description) {
    return new Setting(name, Type.COUNT, Long.toString(defaultValue), List.of(), description);
  }

  /** A number of bytes. */
  public static Setting bytes(String name, long defaultValue, String description) {
    String written =
        inLargestUnit(defaultValue, List.of("", "KiB", "MiB", "GiB"), 1024, 1024, 1024);
    return new Setting(name, Type.BYTES, written, List.of(), description);
  }

  /** A time span. */
  public static Setting duration(String name, Duration defaultValue, String description) {
    String written =
        inLargestUnit(defaultValue.toMillis(), List.of("ms", "s", "m", "h", "d"), 1000, 60, 60, 24);
    return new Setting(name, Type.DURATION, written, List.of(), description);
  }

  /** One of a few words. */
  public static Setting choice(
      String name, String defaultValue, List<String> choices, String description) {
    return new Setting(name, Type.CHOICE, defaultValue, choices, description);
  }

  /** Tables with these keys; none of them by default. */
  public static Setting tables(String name, List<String> keys, String description) {
    return new Setting(name, Type.TABLES, "[]", keys, description);
  }

  /**
   * As people write it: 30d rather than 2592000000ms. Each unit holds so many of the one before.
   */
  private static String inLargestUnit(long amount, List<String> units, int... sizes) {
    int unit = 0;
    while (amount != 0 && unit < sizes.length && amount % sizes[unit] == 0) {
      amount /= sizes[unit++];
    }
    return amount + units.get(unit);
  }
}
