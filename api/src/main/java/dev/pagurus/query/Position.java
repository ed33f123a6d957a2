package dev.pagurus.query;

import dev.pagurus.document.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;

/**
 * A place in the order of an answer, which is there even when the document that stood at it is
 * gone: what the next page comes after.
 *
 * @param values the sort values, one for each path of the order; Java's null for a missing value.
 *     Kept in one form, so that equal places are equal: integers within 64 bits as {@code
 *     LongNode}, however they were written, and an empty object for every array and object
 * @param user whose document it was, in an answer across users; null within one user
 * @param id the document's id
 */
public record Position(List<@Nullable JsonNode> values, @Nullable String user, String id) {

  /** Copies the values and gives them their one form. */
  public Position {
    List<@Nullable JsonNode> normal = new ArrayList<>(values.size());
    for (JsonNode value : values) {
      normal.add(normal(value));
    }
    values = Collections.unmodifiableList(normal);
  }

  private static @Nullable JsonNode normal(@Nullable JsonNode value) {
    return switch (Values.kind(value)) {
      case MISSING -> null;
      case NULL -> NullNode.getInstance();
      case FALSE, TRUE, STRING -> value;
      case NUMBER -> value == null ? null : normalNumber(value);
      case CONTAINER -> JsonNodeFactory.instance.objectNode();
    };
  }

  private static JsonNode normalNumber(JsonNode number) {
    if (number.isIntegralNumber()) {
      return LongNode.valueOf(number.longValue());
    }
    double value = number.doubleValue();
    boolean isLong =
        value == Math.rint(value) && value >= Long.MIN_VALUE && value < SortKey.TWO_TO_63;
    return isLong ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
  }
}
