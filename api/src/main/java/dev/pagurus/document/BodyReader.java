package dev.pagurus.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON text into a tree and refuses, with a pointer, everything that DOC-1 and DOC-2 do
 * not allow. Members come out in the order of their keys' UTF-8 bytes, so that equal bodies have
 * equal trees and equal canonical bytes.
 */
final class BodyReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;

  private final int maxDepth;

  private BodyReader(JsonParser parser, int maxDepth) {
    this.parser = parser;
    this.maxDepth = maxDepth;
  }

  static ObjectNode read(byte[] json) {
    return read(json, Body.MAX_DEPTH);
  }

  static ObjectNode read(byte[] json, int maxDepth) {
    JsonText.requireUtf8(json);
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      BodyReader reader = new BodyReader(parser, maxDepth);
      try {
        return reader.readBody();
      } catch (JacksonException e) {
        throw reader.refuse(JsonText.problem(json, e), e);
      }
    }
  }

  private ObjectNode readBody() {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw refuse(
          "a body is a JSON object, and this is " + (first == null ? "empty" : describe(first)),
          null);
    }
    ObjectNode body = readObject(1);
    if (parser.nextToken() != null) {
      throw new InvalidDocumentException("", "more text after the end of the object", null);
    }
    return body;
  }

  private JsonNode readValue(@Nullable JsonToken token, int depth) {
    if (token == null) {
      throw refuse("the text ends too early", null);
    }
    return switch (token) {
      case START_OBJECT -> readObject(depth + 1);
      case START_ARRAY -> readArray(depth + 1);
      case VALUE_STRING -> NODES.stringNode(requireText(parser.getString()));
      case VALUE_NUMBER_INT -> readInteger();
      case VALUE_NUMBER_FLOAT -> readDouble();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw refuse("unexpected " + describe(token), null);
    };
  }

  private ObjectNode readObject(int depth) {
    requireDepth(depth);
    ObjectNode object = NODES.objectNode();
    String previous = null;
    boolean sorted = true;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      requireText(key);
      JsonNode value = readValue(parser.nextToken(), depth);
      if (object.replace(key, value) != null) {
        throw refuse("the key " + Names.quote(key) + " occurs twice", null);
      }
      sorted = sorted && (previous == null || Utf8.compare(previous, key) < 0);
      previous = key;
    }
    requireEnd(JsonToken.END_OBJECT);
    return sorted ? object : sort(object);
  }

  private ArrayNode readArray(int depth) {
    requireDepth(depth);
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(readValue(token, depth));
    }
    return array;
  }

  private JsonNode readInteger() {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default ->
          throw refuse(
              "the integer " + shown(parser.getString()) + " does not fit into 64 bits", null);
    };
  }

  private JsonNode readDouble() {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw refuse("the number " + shown(parser.getString()) + " is too large for a double", null);
    }
    if (!Numbers.survives(parser.getString(), value)) {
      throw refuse(
          "the number " + shown(parser.getString()) + " would be rounded: no double holds it",
          null);
    }
    return NODES.numberNode(value);
  }

  private static String shown(String literal) {
    return literal.length() <= 40
        ? literal
        : literal.substring(0, 40) + "... (" + literal.length() + " characters)";
  }

  private String requireText(String text) {
    if (text.indexOf('\0') >= 0) {
      throw refuse("a string holds U+0000", null);
    }
    if (Utf8.indexOfLoneSurrogate(text) >= 0) {
      throw refuse("a string holds an unpaired surrogate", null);
    }
    return text;
  }

  private void requireDepth(int depth) {
    if (depth > maxDepth) {
      throw refuse("nested more than " + maxDepth + " deep", null);
    }
  }

  private void requireEnd(JsonToken end) {
    if (parser.currentToken() != end) {
      throw refuse("the text ends too early", null);
    }
  }

  private static ObjectNode sort(ObjectNode object) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    members.sort(Map.Entry.comparingByKey(Utf8.ORDER));
    ObjectNode sorted = NODES.objectNode();
    members.forEach(member -> sorted.set(member.getKey(), member.getValue()));
    return sorted;
  }

  private InvalidDocumentException refuse(String reason, @Nullable Throwable cause) {
    return new InvalidDocumentException(
        parser.streamReadContext().pathAsPointer().toString(), reason, cause);
  }

  private static String describe(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> token.toString();
    };
  }
}
