package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Names;
import dev.pagurus.document.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * What may stand on the right side of a test: null, a boolean, a 64-bit integer, a finite double or
 * a valid string (DOC-2). Each has one form here, so that equal operands are equal nodes: integers
 * are {@link LongNode}, doubles are {@link DoubleNode}, and the two zeros are one.
 */
final class Operands {

  private Operands() {}

  /** The operand that an application gave as a plain Java value. */
  static JsonNode of(@Nullable Object value) {
    if (value == null) {
      return NullNode.getInstance();
    }
    if (value instanceof JsonNode node) {
      return normal(node);
    }
    if (value instanceof String text) {
      return StringNode.valueOf(requireText(text));
    }
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return LongNode.valueOf(((Number) value).longValue());
    }
    if (value instanceof Double wide) {
      return ofDouble(wide);
    }
    if (value instanceof Float narrow) {
      return ofFloat(narrow);
    }
    throw new InvalidQueryException(
        "a "
            + value.getClass().getName()
            + " cannot be compared with: give a String, a Boolean, a Byte, Short, Integer or Long,"
            + " a finite Float or Double, or null");
  }

  static List<JsonNode> listOf(Iterable<?> values) {
    List<JsonNode> operands = new ArrayList<>();
    for (Object value : values) {
      operands.add(of(value));
    }
    return operands;
  }

  /** The one form of a scalar node. */
  static JsonNode normal(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL -> NullNode.getInstance();
      case BOOLEAN -> BooleanNode.valueOf(node.booleanValue());
      case STRING -> StringNode.valueOf(requireText(node.stringValue()));
      case NUMBER -> normalNumber(node);
      case ARRAY, OBJECT, MISSING, BINARY, POJO ->
          throw new InvalidQueryException(
              "an operand must be null, a boolean, a number or a string, not "
                  + (node.isContainer() ? "an array or an object" : node.getNodeType()));
    };
  }

  private static JsonNode normalNumber(JsonNode node) {
    if (node.isIntegralNumber()) {
      if (!node.canConvertToLong()) {
        throw new InvalidQueryException("the integer " + node + " is beyond 64 bits");
      }
      return LongNode.valueOf(node.longValue());
    }
    if (node.isBigDecimal()) {
      throw new InvalidQueryException(
          "the decimal " + node + " is neither a 64-bit integer nor a double");
    }
    return node.isFloat() ? ofFloat(node.floatValue()) : ofDouble(node.doubleValue());
  }

  /** A float means its shortest decimal, as it does in documents: 0.1f is 0.1. */
  private static JsonNode ofFloat(float value) {
    return ofDouble(
        Float.isFinite(value) ? Double.parseDouble(NumberOutput.toString(value, true)) : value);
  }

  private static JsonNode ofDouble(double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidQueryException(
          value + " cannot be compared with: documents hold finite numbers only");
    }
    return DoubleNode.valueOf(value == 0 ? 0.0 : value);
  }

  /** Refuses what no document can hold, so that such an operand is an error and not a riddle. */
  static String requireText(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidQueryException(
          "the string " + Names.quote(text) + " has U+0000, which no document holds");
    }
    if (Utf8.indexOfLoneSurrogate(text) >= 0) {
      throw new InvalidQueryException(
          "the string "
              + Names.quote(text)
              + " has an unpaired surrogate, which no document holds");
    }
    return text;
  }

  /** A path from its text form, with this package's exception. */
  static FieldPath path(String text) {
    try {
      return FieldPath.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidQueryException(String.valueOf(e.getMessage()));
    }
  }
}
