package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Values as bytes that compare as the values do: what a backend puts into an index, so that an
 * engine that can do no more than compare unsigned bytes still sorts and finds by QUERY-3 and
 * QUERY-4. For all values a and b, missing ones included,
 *
 * <pre>{@code
 * signum(Arrays.compareUnsigned(encode(a), encode(b))) == signum(Values.compare(a, b))
 * }</pre>
 *
 * <p>No key is a proper prefix of the key of another value. So the keys of several paths, one after
 * the other, compare path by path, and all entries that begin with given values are one range (see
 * {@link KeyRange}).
 *
 * <h2>Format</h2>
 *
 * A byte for the kind, then
 *
 * <ul>
 *   <li>{@code 10} missing, {@code 20} null, {@code 30} false, {@code 31} true: nothing more.
 *   <li>{@code 40} number: the nearest double, 8 bytes big-endian with the sign bit turned over
 *       (all bits of a negative number), so that doubles compare as bytes. From 2^53 in magnitude
 *       several longs share a nearest double; there 2 bytes follow with the signed distance from
 *       the double to the number, at most 512, plus 32768. A double has the distance 0. So every
 *       long and every double has an exact place, 1 and 1.0 the same one, and the two zeros too.
 *   <li>{@code 50} string: its UTF-8 bytes, 00 written as {@code 01 01} and 01 as {@code 01 02},
 *       and an end: {@code 00}. A string that was cut at a given length ends in {@code FF} instead.
 *   <li>{@code 60} array or object: nothing more.
 * </ul>
 *
 * <p>A key of a string is as long as the string, up to megabytes. An engine that bounds its keys
 * takes {@link #encode(JsonNode, int)}, which keeps the order but lets long strings share a key,
 * and checks what it found against the values.
 *
 * <p>The format is frozen: indexes hold it on disk, and cursors hold it in the hands of clients.
 * All methods are stateless and safe for many threads.
 */
public final class SortKey {

  static final int MISSING = 0x10;
  static final int NULL = 0x20;
  static final int FALSE = 0x30;
  static final int TRUE = 0x31;
  static final int NUMBER = 0x40;
  static final int STRING = 0x50;
  static final int CONTAINER = 0x60;

  static final int ESCAPE = 0x01;
  static final int END = 0x00;
  static final int CUT = 0xFF;

  /** From here on, neighbouring doubles are 2 or more apart and longs lie between them. */
  static final double EXACT_LONGS = 0x1p53;

  static final double TWO_TO_63 = 0x1p63;
  static final int DISTANCE_BIAS = 0x8000;

  private SortKey() {}

  /**
   * The exact key of a value.
   *
   * @param value a value, or null if it is missing
   * @return 1 to 11 bytes; for a string of n bytes of UTF-8, n + 2 and one more for each U+0000 and
   *     U+0001
   */
  public static byte[] encode(@Nullable JsonNode value) {
    return encode(value, Integer.MAX_VALUE);
  }

  /**
   * A key of bounded length: strings are cut. Order is kept, but not strictly: if a sorts before b,
   * a's key is not after b's. Strings with equal keys are equal only if the key is exact.
   *
   * @param value a value, or null if it is missing
   * @param maxStringBytes how many bytes of UTF-8 to keep of a string; 1 or more
   * @return at most 11 or 2 * {@code maxStringBytes} + 2 bytes
   * @see #isExact
   */
  public static byte[] encode(@Nullable JsonNode value, int maxStringBytes) {
    return switch (Values.kind(value)) {
      case MISSING -> new byte[] {MISSING};
      case NULL -> new byte[] {NULL};
      case FALSE -> new byte[] {FALSE};
      case TRUE -> new byte[] {TRUE};
      case NUMBER -> encodeNumber(present(value));
      case STRING -> encodeString(present(value).stringValue(), maxStringBytes);
      case CONTAINER -> new byte[] {CONTAINER};
    };
  }

  private static JsonNode present(@Nullable JsonNode value) {
    if (value == null) {
      throw new IllegalStateException("a missing value has no content");
    }
    return value;
  }

  /**
   * Whether a key stands for one value only, and not for all long strings that start alike.
   *
   * @param key what {@link #encode(JsonNode, int)} answered for one value
   * @return false if the string was cut
   */
  public static boolean isExact(byte[] key) {
    return (key[0] & 0xFF) != STRING || (key[key.length - 1] & 0xFF) != CUT;
  }

  /**
   * The exact key of the values at several paths of a body.
   *
   * @param body an object
   * @param paths where the values are
   * @return the keys of the values, one after the other
   */
  public static byte[] encode(JsonNode body, List<FieldPath> paths) {
    byte[][] keys = new byte[paths.size()][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = encode(paths.get(i).in(body));
    }
    return concat(keys);
  }

  /**
   * Keys one after the other: the key of several values, compared value by value.
   *
   * @param keys keys of values; the last may be a prefix
   * @return their bytes in this order
   */
  public static byte[] concat(byte[]... keys) {
    int length = 0;
    for (byte[] key : keys) {
      length += key.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    for (byte[] key : keys) {
      out.put(key);
    }
    return out.array();
  }

  /**
   * What the exact keys of all strings that start with a prefix begin with, and no other key.
   *
   * @param prefix valid Unicode; empty for all strings
   * @return the first bytes of their keys
   */
  public static byte[] encodePrefix(String prefix) {
    byte[] whole = encodeString(prefix, Integer.MAX_VALUE);
    return Arrays.copyOf(whole, whole.length - 1);
  }

  /**
   * The end of a range: the smallest bytes that are greater than all that begin with these.
   *
   * @param prefix a key, keys one after the other, or what they begin with; not empty
   * @return the first bytes beyond
   */
  public static byte[] after(byte[] prefix) {
    int last = prefix.length - 1;
    while (last >= 0 && (prefix[last] & 0xFF) == 0xFF) {
      last--;
    }
    if (last < 0) {
      throw new IllegalArgumentException("nothing is greater than all that begin with FF");
    }
    byte[] after = Arrays.copyOf(prefix, last + 1);
    after[last]++;
    return after;
  }

  /**
   * Reads exact keys back.
   *
   * @param keys what {@link #encode(JsonNode)} or {@link #encode(JsonNode, List)} answered
   * @return the values, Java's null for missing ones; every number in one form (an integer if it is
   *     one within 64 bits) and an empty object for every array and object
   * @throws IllegalArgumentException if these are not exact keys
   */
  public static List<@Nullable JsonNode> decode(byte[] keys) {
    SortKeyReader reader = new SortKeyReader(keys, 0);
    List<@Nullable JsonNode> values = new ArrayList<>();
    while (reader.offset() < keys.length) {
      values.add(reader.next());
    }
    return values;
  }

  private static byte[] encodeNumber(JsonNode number) {
    if (!number.isIntegralNumber()) {
      return encodeNumber(number.doubleValue() + 0.0, 0); // the sum turns -0.0 into 0.0
    }
    long exact = number.longValue();
    double nearest = exact;
    // 2^63 is the nearest double of the highest longs, and itself no long.
    long distance = nearest == TWO_TO_63 ? exact - Long.MAX_VALUE - 1 : exact - (long) nearest;
    return encodeNumber(nearest, distance);
  }

  private static byte[] encodeNumber(double nearest, long distance) {
    if (!Double.isFinite(nearest)) {
      throw new IllegalArgumentException("documents hold finite numbers only, not " + nearest);
    }
    boolean crowded = Math.abs(nearest) >= EXACT_LONGS;
    long bits = Double.doubleToLongBits(nearest);
    ByteBuffer out = ByteBuffer.allocate(crowded ? 11 : 9);
    out.put((byte) NUMBER).putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    if (crowded) {
      out.putShort((short) (distance + DISTANCE_BIAS));
    }
    return out.array();
  }

  private static byte[] encodeString(String text, int maxBytes) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int kept = Math.min(utf8.length, maxBytes);
    int escapes = 0;
    for (int i = 0; i < kept; i++) {
      if (utf8[i] == 0 || utf8[i] == ESCAPE) {
        escapes++;
      }
    }
    byte[] key = new byte[kept + escapes + 2];
    key[0] = STRING;
    int at = 1;
    if (escapes == 0) {
      System.arraycopy(utf8, 0, key, 1, kept);
      at += kept;
    } else {
      for (int i = 0; i < kept; i++) {
        if (utf8[i] == 0 || utf8[i] == ESCAPE) {
          key[at++] = ESCAPE;
          key[at++] = (byte) (utf8[i] + 1);
        } else {
          key[at++] = utf8[i];
        }
      }
    }
    key[at] = (byte) (kept < utf8.length ? CUT : END);
    return key;
  }
}
