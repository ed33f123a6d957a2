package dev.pagurus.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dizitart.no2.collection.Document;
import org.dizitart.no2.common.tuples.Pair;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Trees as Nitrite's documents, which are maps of Java's own values, and back. */
final class NitriteDocuments {

  /** The member that our id is in. */
  static final String ID = "key";

  /** What Nitrite adds to a document, and we. */
  private static final Set<String> ADDED = Set.of(ID, "_id", "_revision", "_modified", "_source");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private NitriteDocuments() {}

  static Document document(Sample sample) {
    return object(sample.document()).put(ID, sample.id());
  }

  private static Document object(JsonNode tree) {
    Document document = Document.createDocument();
    for (Map.Entry<String, JsonNode> member : tree.properties()) {
      document.put(member.getKey(), value(member.getValue()));
    }
    return document;
  }

  private static @Nullable Object value(JsonNode tree) {
    return switch (tree.getNodeType()) {
      case OBJECT -> object(tree);
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        tree.forEach(item -> items.add(value(item)));
        yield items;
      }
      case STRING -> tree.stringValue();
      case BOOLEAN -> tree.booleanValue();
      case NUMBER -> number(tree);
      default -> null;
    };
  }

  /** The same kind for all that an index compares. */
  private static Number number(JsonNode tree) {
    return tree.canConvertToLong() && tree.isIntegralNumber()
        ? (Number) tree.longValue()
        : (Number) tree.doubleValue();
  }

  static JsonNode tree(Document document) {
    ObjectNode tree = NODES.objectNode();
    for (Pair<String, Object> member : document) {
      if (!ADDED.contains(member.getFirst())) {
        tree.set(member.getFirst(), node(member.getSecond()));
      }
    }
    return tree;
  }

  private static JsonNode node(@Nullable Object value) {
    if (value instanceof String text) {
      return NODES.stringNode(text);
    }
    if (value instanceof Long number) {
      // As Jackson reads them.
      return number == number.intValue()
          ? NODES.numberNode(number.intValue())
          : NODES.numberNode(number);
    }
    if (value instanceof Double number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Boolean truth) {
      return NODES.booleanNode(truth);
    }
    if (value instanceof Document object) {
      return tree(object);
    }
    if (value instanceof Collection<?> items) {
      ArrayNode array = NODES.arrayNode();
      items.forEach(item -> array.add(node(item)));
      return array;
    }
    return NODES.nullNode();
  }
}
