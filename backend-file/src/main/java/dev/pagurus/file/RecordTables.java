package dev.pagurus.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.tomlj.MutableTomlArray;
import org.tomlj.MutableTomlTable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a body into TOML tables, and its nulls, which TOML does not have, into a list of pointers.
 * A null member is left out, unless its path leads through an array: there it is written as {@code
 * nan}, which no body can hold, so that a person who moves elements moves their nulls with them,
 * and reading finds that the list does not fit.
 */
final class RecordTables {

  private final Deque<Object> path = new ArrayDeque<>();
  private final List<String> nulls = new ArrayList<>();

  /** How many arrays the path leads through. */
  private int arrays;

  /**
   * A document as TOML holds it.
   *
   * @param document its tables
   * @param nulls JSON Pointers of its nulls, in the order of the document
   */
  record Tables(MutableTomlTable document, List<String> nulls) {}

  static Tables of(ObjectNode body) {
    RecordTables tables = new RecordTables();
    return new Tables(tables.table(body), tables.nulls);
  }

  /** One value of an array, nulls within it as {@code nan}. */
  static Object element(JsonNode value) {
    RecordTables tables = new RecordTables();
    tables.arrays = 1;
    return value.isNull() ? Double.NaN : tables.value(value);
  }

  /** One value that is not null and stands under objects only. */
  static Object member(JsonNode value) {
    return new RecordTables().value(value);
  }

  private MutableTomlTable table(JsonNode object) {
    MutableTomlTable table = MutableTomlTable.create();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      path.addLast(member.getKey());
      if (!member.getValue().isNull()) {
        table.set(List.of(member.getKey()), value(member.getValue()));
      } else {
        nulls.add(pointer());
        if (arrays > 0) {
          table.set(List.of(member.getKey()), Double.NaN);
        }
      }
      path.removeLast();
    }
    return table;
  }

  private MutableTomlArray array(JsonNode elements) {
    MutableTomlArray array = MutableTomlArray.create();
    arrays++;
    for (int i = 0; i < elements.size(); i++) {
      JsonNode element = elements.get(i);
      path.addLast(i);
      if (element.isNull()) {
        nulls.add(pointer());
        array.add(Double.NaN);
      } else {
        array.add(value(element));
      }
      path.removeLast();
    }
    arrays--;
    return array;
  }

  private Object value(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> table(value);
      case ARRAY -> array(value);
      case STRING -> value.stringValue();
      case BOOLEAN -> value.booleanValue();
      case NUMBER ->
          value.isIntegralNumber() ? (Object) value.longValue() : (Object) value.doubleValue();
      default -> throw new IllegalArgumentException(value.getNodeType() + " is in no body");
    };
  }

  private String pointer() {
    JsonPointer pointer = JsonPointer.empty();
    for (Object step : path) {
      pointer =
          step instanceof Integer index
              ? pointer.appendIndex(index)
              : pointer.appendProperty((String) step);
    }
    return pointer.toString();
  }
}
