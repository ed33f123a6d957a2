package dev.pagurus.file;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Times in records: {@code 2026-11-21T04:24:22.123456Z}, always with six digits. Years that do not
 * have four digits are written as ISO 8601 does, with a sign.
 */
final class RecordTime {

  private static final int LENGTH = "2026-11-21T04:24:22.123456Z".length();

  private RecordTime() {}

  static boolean isPlain(Instant time) {
    int year = LocalDateTime.ofInstant(time, ZoneOffset.UTC).getYear();
    return year >= 1 && year <= 9999;
  }

  static String format(Instant time) {
    LocalDateTime at = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    if (at.getYear() < 1 || at.getYear() > 9999) {
      return time.toString();
    }
    StringBuilder out = new StringBuilder(LENGTH);
    digits(out, at.getYear(), 1000).append('-');
    digits(out, at.getMonthValue(), 10).append('-');
    digits(out, at.getDayOfMonth(), 10).append('T');
    digits(out, at.getHour(), 10).append(':');
    digits(out, at.getMinute(), 10).append(':');
    digits(out, at.getSecond(), 10).append('.');
    return digits(out, at.getNano() / 1000, 100_000).append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder out, int value, int unit) {
    for (int u = unit; u > 0; u /= 10) {
      out.append((char) ('0' + value / u % 10));
    }
    return out;
  }

  /** The time that a text spells, or null if it spells none as {@link #format} does. */
  static @Nullable Instant parse(String text) {
    try {
      Instant time = text.length() == LENGTH && text.charAt(0) < 'A' ? plain(text) : null;
      if (time == null) {
        time = Instant.parse(text);
      }
      return format(time).equals(text) ? time : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant plain(String text) {
    int year = number(text, 0, 4);
    int micros = number(text, 20, 26);
    if (year < 0 || micros < 0) {
      return null;
    }
    LocalDate day = LocalDate.of(year, number(text, 5, 7), number(text, 8, 10));
    return LocalDateTime.of(
            day.getYear(),
            day.getMonth(),
            day.getDayOfMonth(),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            micros * 1000)
        .toInstant(ZoneOffset.UTC);
  }

  /** The number that the digits from start to end make, or -1. */
  private static int number(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }
}
