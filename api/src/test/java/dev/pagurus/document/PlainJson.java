package dev.pagurus.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Carries the plain values of {@link AnyJson} to JSON text, and trees to plain values. */
final class PlainJson {

  private final StringBuilder out = new StringBuilder();
  private final Random random;

  private PlainJson(Random random) {
    this.random = random;
  }

  /** One of the many texts for a value: white space, escapes and letter case at random. */
  static String write(Object value, Random random) {
    PlainJson writer = new PlainJson(random);
    writer.writeValue(value);
    return writer.out.toString();
  }

  private void writeValue(Object value) {
    space();
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      String comma = "";
      for (Map.Entry<?, ?> member : map.entrySet()) {
        out.append(comma);
        space();
        writeString((String) member.getKey());
        space();
        out.append(':');
        writeValue(member.getValue());
        comma = ",";
      }
      out.append('}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        out.append(i == 0 ? "" : ",");
        writeValue(list.get(i));
      }
      space();
      out.append(']');
    } else if (value instanceof String text) {
      writeString(text);
    } else {
      out.append(value instanceof Optional ? "null" : literal(value));
    }
    space();
  }

  private String literal(Object value) {
    if (!(value instanceof Double d)) {
      return value.toString();
    }
    // All of its digits, or the 17 that are enough for any double.
    MathContext digits =
        random.nextBoolean() ? MathContext.UNLIMITED : new MathContext(17, RoundingMode.HALF_EVEN);
    String literal = new BigDecimal(d).round(digits).toString();
    return literal.matches("-?[0-9]+") ? literal + ".0" : literal;
  }

  private void writeString(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point == '"' || point == '\\' || point < 0x20 || random.nextInt(8) == 0) {
        for (char c : Character.toChars(point)) {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
      } else {
        out.appendCodePoint(point);
      }
    }
    out.append('"');
  }

  private void space() {
    out.append(" \t\n\r", 0, random.nextInt(8) == 0 ? random.nextInt(5) : 0);
  }

  /** The plain value of a tree; -0.0 becomes 0.0, as its sign is not promised (DOC-3). */
  static Object of(JsonNode tree) {
    return switch (tree.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        tree.properties().forEach(member -> map.put(member.getKey(), of(member.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        tree.forEach(element -> list.add(of(element)));
        yield list;
      }
      case STRING -> tree.stringValue();
      case BOOLEAN -> tree.booleanValue();
      case NULL -> Optional.empty();
      case NUMBER ->
          tree.isIntegralNumber() ? tree.longValue() : (Object) (tree.doubleValue() + 0.0);
      default -> throw new AssertionError("not a JSON value: " + tree);
    };
  }

  /** The same plain value without negative zeros. */
  static Object withoutNegativeZeros(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, member) -> copy.put(key, withoutNegativeZeros(member)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PlainJson::withoutNegativeZeros).toList();
    }
    return value instanceof Double d ? (Object) (d + 0.0) : value;
  }
}
