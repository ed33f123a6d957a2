package dev.pagurus.query;

import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A test as a range of {@link SortKey}s: a body passes the test exactly if the exact key of its
 * value at the test's path lies in the range. In an index over several paths a range may stand
 * behind the keys of equal values at the paths before it ({@link #behind}), and it holds for what
 * the entries begin with.
 *
 * <p>It does not serve over cut keys ({@link SortKey#encode(JsonNode, int)}).
 *
 * <p>Immutable; the arrays are not copied and must not be changed.
 */
public final class KeyRange {

  private static final byte[] BOOLEANS = {SortKey.FALSE};
  private static final byte[] AFTER_BOOLEANS = {SortKey.TRUE + 1};
  private static final byte[] NUMBERS = {SortKey.NUMBER};
  private static final byte[] AFTER_NUMBERS = {SortKey.NUMBER + 1};
  private static final byte[] STRINGS = {SortKey.STRING};
  private static final byte[] AFTER_STRINGS = {SortKey.STRING + 1};
  private static final KeyRange PRESENT =
      new KeyRange(new byte[] {SortKey.NULL}, new byte[] {SortKey.CONTAINER + 1});
  private static final KeyRange NOTHING = new KeyRange(new byte[0], new byte[0]);

  private final byte[] from;
  private final byte[] to;

  private KeyRange(byte[] from, byte[] to) {
    this.from = from;
    this.to = to;
  }

  /**
   * The range of a test.
   *
   * @param test any filter
   * @return the range, which may be empty; nothing if the test is not one range: ne, in (take
   *     {@link #equalTo} of each value), contains, matches, and, or, not
   */
  public static Optional<KeyRange> of(Filter test) {
    if (test instanceof Filter.Compare compare) {
      return of(compare.operator(), compare.value());
    }
    if (test instanceof Filter.Between between) {
      KeyRange low = ordered(Filter.Operator.GE, between.low());
      return Optional.of(low.and(ordered(Filter.Operator.LE, between.high())));
    }
    if (test instanceof Filter.StartsWith startsWith) {
      return Optional.of(beginningWith(SortKey.encodePrefix(startsWith.prefix())));
    }
    return test instanceof Filter.Exists ? Optional.of(PRESENT) : Optional.empty();
  }

  private static Optional<KeyRange> of(Filter.Operator operator, JsonNode value) {
    return switch (operator) {
      case NE -> Optional.empty();
      case EQ -> Optional.of(equalTo(value));
      case LT, LE, GT, GE -> Optional.of(ordered(operator, value));
    };
  }

  /**
   * The keys of one value.
   *
   * @param value a scalar
   * @return its key and what begins with it
   */
  public static KeyRange equalTo(JsonNode value) {
    return beginningWith(SortKey.encode(value));
  }

  /**
   * What begins with given bytes.
   *
   * @param prefix a key, keys one after the other, or what they begin with; not empty
   * @return their range
   */
  public static KeyRange beginningWith(byte[] prefix) {
    return new KeyRange(prefix, SortKey.after(prefix));
  }

  /** The operand's side of the operand's kind: a comparison is never true across kinds. */
  private static KeyRange ordered(Filter.Operator operator, JsonNode value) {
    byte[] key = SortKey.encode(value);
    return switch (value.getNodeType()) {
      case BOOLEAN -> side(operator, BOOLEANS, key, AFTER_BOOLEANS);
      case NUMBER -> side(operator, NUMBERS, key, AFTER_NUMBERS);
      case STRING -> side(operator, STRINGS, key, AFTER_STRINGS);
      default -> NOTHING;
    };
  }

  private static KeyRange side(Filter.Operator operator, byte[] first, byte[] key, byte[] end) {
    return switch (operator) {
      case LT -> new KeyRange(first, key);
      case LE -> new KeyRange(first, SortKey.after(key));
      case GT -> new KeyRange(SortKey.after(key), end);
      case GE -> new KeyRange(key, end);
      case EQ, NE -> throw new IllegalArgumentException(operator + " does not order");
    };
  }

  /**
   * What is in both ranges.
   *
   * @param other a range over the same path
   * @return their meet, which may be empty
   */
  public KeyRange and(KeyRange other) {
    byte[] later = Arrays.compareUnsigned(from, other.from) >= 0 ? from : other.from;
    byte[] sooner = Arrays.compareUnsigned(to, other.to) <= 0 ? to : other.to;
    return Arrays.compareUnsigned(later, sooner) < 0 ? new KeyRange(later, sooner) : NOTHING;
  }

  /**
   * This range within the entries of an index over several paths that begin with given keys.
   *
   * @param keys the keys of the values at the paths before this one
   * @return the range of the whole entries
   */
  public KeyRange behind(byte[] keys) {
    return isEmpty() ? NOTHING : new KeyRange(SortKey.concat(keys, from), SortKey.concat(keys, to));
  }

  /**
   * The lower end.
   *
   * @return the smallest key in the range, or less; meaningless if the range is empty
   */
  public byte[] from() {
    return from;
  }

  /**
   * The upper end.
   *
   * @return what every key in the range is smaller than; meaningless if the range is empty
   */
  public byte[] to() {
    return to;
  }

  /**
   * Whether no key can be in the range.
   *
   * @return true for example for {@code path < null}
   */
  public boolean isEmpty() {
    return Arrays.compareUnsigned(from, to) >= 0;
  }

  /**
   * Whether a key, or an entry that begins with it, is in the range.
   *
   * @param key an exact key
   * @return true if it is
   */
  public boolean contains(byte[] key) {
    return Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) < 0;
  }
}
