package dev.pagurus.document;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the contract ranks, compares and equates values (QUERY-3, QUERY-4). Java's null stands for a
 * missing value; numbers in trees are 64-bit integers or finite doubles, as {@link Body} makes
 * them.
 *
 * <p>All methods are stateless and safe for many threads.
 */
public final class Values {

  /** The kinds in the order in which they sort (QUERY-4). */
  public enum Kind {
    /** There is no value. */
    MISSING,
    /** An explicit null. */
    NULL,
    /** The boolean false. */
    FALSE,
    /** The boolean true. */
    TRUE,
    /** An integer within 64 bits or a finite double. */
    NUMBER,
    /** A string. */
    STRING,
    /** An array or an object; all of them sort as equal. */
    CONTAINER
  }

  /** 2^63 as a double: the first that no long reaches. */
  private static final double TWO_TO_63 = 0x1p63;

  private Values() {}

  /**
   * The kind of a value.
   *
   * @param value a value, or null if it is missing
   * @return its kind
   */
  public static Kind kind(@Nullable JsonNode value) {
    if (value == null) {
      return Kind.MISSING;
    }
    return switch (value.getNodeType()) {
      case NULL -> Kind.NULL;
      case BOOLEAN -> value.booleanValue() ? Kind.TRUE : Kind.FALSE;
      case NUMBER -> Kind.NUMBER;
      case STRING -> Kind.STRING;
      case ARRAY, OBJECT -> Kind.CONTAINER;
      case MISSING -> Kind.MISSING;
      case BINARY, POJO ->
          throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
    };
  }

  /**
   * Compares two values in sort order (QUERY-4): by kind, then numbers by exact value and strings
   * by UTF-8.
   *
   * @param a a value, or null if it is missing
   * @param b a value, or null if it is missing
   * @return negative, zero or positive
   */
  public static int compare(@Nullable JsonNode a, @Nullable JsonNode b) {
    Kind kind = kind(a);
    Kind other = kind(b);
    if (kind != other || a == null || b == null) {
      return kind.compareTo(other);
    }
    return switch (kind) {
      case NUMBER -> compareNumbers(a, b);
      case STRING -> Utf8.compare(a.stringValue(), b.stringValue());
      default -> 0;
    };
  }

  /**
   * Compares two numbers by their exact values: 2^53 + 1 as an integer is more than 2^53 as a
   * double, 1 equals 1.0, and the two zeros are equal.
   *
   * @param a a number
   * @param b a number
   * @return negative, zero or positive
   */
  public static int compareNumbers(JsonNode a, JsonNode b) {
    if (a.isIntegralNumber()) {
      return b.isIntegralNumber()
          ? Long.compare(a.longValue(), b.longValue())
          : compare(a.longValue(), b.doubleValue());
    }
    if (b.isIntegralNumber()) {
      return -compare(b.longValue(), a.doubleValue());
    }
    // Adding zero turns -0.0 into 0.0, which Double.compare would set apart.
    return Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
  }

  private static int compare(long a, double b) {
    if (b >= TWO_TO_63) {
      return -1;
    }
    if (b < -TWO_TO_63) {
      return 1;
    }
    long whole = (long) b; // exact: the cast drops the fraction only
    int byWhole = Long.compare(a, whole);
    return byWhole != 0 ? byWhole : Double.compare(0.0, b - whole + 0.0);
  }

  /**
   * Whether two values are the same by the contract (DOC-3): numbers by value, arrays in order,
   * objects whatever the order of their members.
   *
   * @param a a value
   * @param b a value
   * @return true if they are the same
   */
  public static boolean equal(JsonNode a, JsonNode b) {
    if (a.isObject() && b.isObject()) {
      return equalObjects(a, b);
    }
    if (a.isArray() && b.isArray()) {
      return equalArrays(a, b);
    }
    return !a.isContainer() && !b.isContainer() && compare(a, b) == 0;
  }

  private static boolean equalObjects(JsonNode a, JsonNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> member : a.properties()) {
      JsonNode other = b.get(member.getKey());
      if (other == null || !equal(member.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalArrays(JsonNode a, JsonNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<JsonNode> others = b.iterator();
    for (JsonNode element : a) {
      if (!equal(element, others.next())) {
        return false;
      }
    }
    return true;
  }
}
