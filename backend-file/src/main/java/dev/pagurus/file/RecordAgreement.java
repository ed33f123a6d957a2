package dev.pagurus.file;

import dev.pagurus.document.Names;
import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Demands that two readers made the same of a TOML text. Jackson's tree is the answer, for it keeps
 * the spelling of dates and the digits of decimals; tomlj adds the sign of zeros, which decimals do
 * not have, and the positions.
 */
final class RecordAgreement {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RecordAgreement() {}

  static JsonNode settle(JsonNode jackson, TomlTable toml) throws RecordDamagedException {
    return settle(jackson, toml, JsonPointer.empty(), toml);
  }

  private static JsonNode settle(
      JsonNode jackson, @Nullable Object toml, JsonPointer at, TomlTable top)
      throws RecordDamagedException {
    if (toml instanceof TomlTable table && jackson instanceof ObjectNode object) {
      if (!table.keySet().equals(Set.copyOf(object.propertyNames()))) {
        throw disagree(at, top);
      }
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        String key = member.getKey();
        Object other = table.get(List.of(key));
        member.setValue(settle(member.getValue(), other, at.appendProperty(key), top));
      }
      return object;
    }
    if (toml instanceof TomlArray elements && jackson instanceof ArrayNode array) {
      if (elements.size() != array.size()) {
        throw disagree(at, top);
      }
      for (int i = 0; i < array.size(); i++) {
        array.set(i, settle(array.get(i), elements.get(i), at.appendIndex(i), top));
      }
      return array;
    }
    JsonNode settled = scalar(jackson, toml);
    if (settled == null) {
      throw disagree(at, top);
    }
    return settled;
  }

  /** The value that both mean, or null. */
  private static @Nullable JsonNode scalar(JsonNode jackson, @Nullable Object toml) {
    if (toml instanceof Double number) {
      return number(jackson, number);
    }
    boolean same = false;
    if (toml instanceof String text) {
      same = jackson.isString() && jackson.stringValue().equals(text);
    } else if (toml instanceof Long number) {
      same = jackson.isIntegralNumber() && jackson.longValue() == number;
    } else if (toml instanceof Boolean yes) {
      same = jackson.isBoolean() && jackson.booleanValue() == yes;
    } else if (toml instanceof TemporalAccessor) {
      same = jackson.isString(); // dates are taken as they are spelled
    }
    return same ? jackson : null;
  }

  private static @Nullable JsonNode number(JsonNode jackson, double number) {
    if (jackson.isDouble()) { // nan and inf
      return Double.compare(jackson.doubleValue(), number) == 0 ? jackson : null;
    }
    if (!jackson.isBigDecimal() || jackson.decimalValue().doubleValue() != number) {
      return null;
    }
    BigDecimal decimal = jackson.decimalValue();
    if (decimal.signum() == 0 || decimal.compareTo(new BigDecimal(Double.toString(number))) == 0) {
      return NODES.numberNode(number);
    }
    // Without a fraction it would pass for an integer.
    return decimal.scale() == 0 ? NODES.numberNode(decimal.setScale(1)) : jackson;
  }

  private static RecordDamagedException disagree(JsonPointer at, TomlTable top) {
    TomlPosition position = position(top, at.toString());
    return new RecordDamagedException(
        position == null ? 0 : position.line(),
        position == null ? 0 : position.column(),
        "TOML that readers take for different values at " + Names.quote(at.toString()),
        null);
  }

  /** Where the value of a pointer stands, or the nearest thing around it that has a place. */
  static @Nullable TomlPosition position(TomlTable top, String pointer) {
    TomlPosition found = null;
    Object at = top;
    for (JsonPointer step = JsonPointer.compile(pointer); !step.matches(); step = step.tail()) {
      TomlPosition next;
      if (at instanceof TomlTable table) {
        List<String> key = List.of(step.getMatchingProperty());
        next = table.inputPositionOf(key);
        at = table.get(key);
      } else if (at instanceof TomlArray array && isIn(array, step.getMatchingIndex())) {
        next = array.inputPositionOf(step.getMatchingIndex());
        at = array.get(step.getMatchingIndex());
      } else {
        return found;
      }
      if (next == null) {
        return found;
      }
      found = next;
    }
    return found;
  }

  private static boolean isIn(TomlArray array, int index) {
    return index >= 0 && index < array.size();
  }
}
