package dev.pagurus.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Copies a tree as {@link BodyReader} would read it from its text, without writing the text: the
 * same refusals, the same order of members, the same kinds of numbers.
 */
final class TreeReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Keys and indexes down to the value that is looked at. */
  private final Deque<Object> path = new ArrayDeque<>();

  private TreeReader() {}

  static ObjectNode read(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      return new TreeReader().readObject(object, 1);
    }
    throw new InvalidDocumentException(
        "", "a body is a JSON object, and this is of the kind " + tree.getNodeType(), null);
  }

  private JsonNode readValue(JsonNode value, int depth) {
    return switch (value.getNodeType()) {
      case OBJECT -> readObject(value, depth + 1);
      case ARRAY -> readArray(value, depth + 1);
      case STRING -> {
        requireText(value.stringValue());
        yield value;
      }
      case NUMBER -> readNumber(value);
      case BOOLEAN, NULL -> value;
      case BINARY, POJO, MISSING ->
          throw refuse("a value of the kind " + value.getNodeType() + " is not JSON");
    };
  }

  private ObjectNode readObject(JsonNode object, int depth) {
    requireDepth(depth);
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    sort(members);
    ObjectNode copy = NODES.objectNode();
    for (Map.Entry<String, JsonNode> member : members) {
      path.addLast(member.getKey());
      requireText(member.getKey());
      copy.set(member.getKey(), readValue(member.getValue(), depth));
      path.removeLast();
    }
    return copy;
  }

  private static void sort(List<Map.Entry<String, JsonNode>> members) {
    for (int i = 1; i < members.size(); i++) {
      if (Utf8.compare(members.get(i - 1).getKey(), members.get(i).getKey()) > 0) {
        members.sort(Map.Entry.comparingByKey(Utf8.ORDER));
        return;
      }
    }
  }

  private ArrayNode readArray(JsonNode array, int depth) {
    requireDepth(depth);
    ArrayNode copy = NODES.arrayNode(array.size());
    for (int i = 0; i < array.size(); i++) {
      path.addLast(i);
      copy.add(readValue(array.get(i), depth));
      path.removeLast();
    }
    return copy;
  }

  private JsonNode readNumber(JsonNode value) {
    return switch (value.numberType()) {
      case INT, LONG -> integer(value.longValue());
      case BIG_INTEGER -> readInteger(value.bigIntegerValue());
      case DOUBLE -> NODES.numberNode(requireFinite(value.doubleValue()));
      case FLOAT -> { // the decimal that it is written as: 0.1f is 0.1
        float number = value.floatValue();
        requireFinite(number);
        yield NODES.numberNode(Double.parseDouble(NumberOutput.toString(number, true)));
      }
      case BIG_DECIMAL -> readDecimal(value);
    };
  }

  private JsonNode readInteger(BigInteger value) {
    if (value.bitLength() > 63) {
      throw refuse("the integer " + shown(value.toString()) + " does not fit into 64 bits");
    }
    return integer(value.longValue());
  }

  private static JsonNode integer(long value) {
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  private JsonNode readDecimal(JsonNode value) {
    BigDecimal decimal = value.decimalValue();
    if (decimal.precision() > Json.MAX_NUMBER_LENGTH) {
      throw refuse("a number of more than " + Json.MAX_NUMBER_LENGTH + " digits");
    }
    if (decimal.scale() == 0) { // written without a point and an exponent: an integer
      return readInteger(decimal.unscaledValue());
    }
    double nearest = decimal.doubleValue();
    String literal = decimal.toString();
    if (!Double.isFinite(nearest)) {
      throw refuse("the number " + shown(literal) + " is too large for a double");
    }
    if (!Numbers.survives(literal, nearest)) {
      throw refuse("the number " + shown(literal) + " would be rounded: no double holds it");
    }
    return NODES.numberNode(nearest);
  }

  private double requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw refuse(value + " is not a finite number");
    }
    return value;
  }

  private void requireText(String text) {
    if (text.indexOf('\0') >= 0) {
      throw refuse("a string holds U+0000");
    }
    if (Utf8.indexOfLoneSurrogate(text) >= 0) {
      throw refuse("a string holds an unpaired surrogate");
    }
  }

  private void requireDepth(int depth) {
    if (depth > Body.MAX_DEPTH) {
      throw refuse("nested more than " + Body.MAX_DEPTH + " deep");
    }
  }

  private static String shown(String literal) {
    return literal.length() <= 40
        ? literal
        : literal.substring(0, 40) + "... (" + literal.length() + " characters)";
  }

  private InvalidDocumentException refuse(String reason) {
    JsonPointer pointer = JsonPointer.empty();
    for (Object step : path) {
      pointer =
          step instanceof Integer index
              ? pointer.appendIndex(index)
              : pointer.appendProperty((String) step);
    }
    return new InvalidDocumentException(pointer.toString(), reason, null);
  }
}
