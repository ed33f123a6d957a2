package dev.pagurus.tck.saboteurs;

import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes trees. */
public final class Trees {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Trees() {}

  /**
   * Changes every scalar.
   *
   * @param tree any value
   * @param scalar makes another scalar
   * @return the changed copy
   */
  public static JsonNode map(JsonNode tree, UnaryOperator<JsonNode> scalar) {
    return walk(tree, node -> node.isContainer() ? node : scalar.apply(node));
  }

  /**
   * Makes a double of an integer.
   *
   * @param scalar any scalar
   * @return the double that is nearest to a number; others as they are
   */
  public static JsonNode rounded(JsonNode scalar) {
    return scalar.isNumber() ? NODES.numberNode(scalar.doubleValue()) : scalar;
  }

  /** Changes every node, the inner ones before the outer ones. */
  static JsonNode walk(JsonNode tree, UnaryOperator<JsonNode> change) {
    if (tree.isObject()) {
      ObjectNode copy = NODES.objectNode();
      tree.properties()
          .forEach(member -> copy.set(member.getKey(), walk(member.getValue(), change)));
      return change.apply(copy);
    }
    if (tree.isArray()) {
      ArrayNode copy = NODES.arrayNode();
      tree.forEach(element -> copy.add(walk(element, change)));
      return change.apply(copy);
    }
    return change.apply(tree);
  }

  /** Changes every object at any depth. */
  static JsonNode objects(JsonNode tree, UnaryOperator<ObjectNode> change) {
    return walk(tree, node -> node instanceof ObjectNode object ? change.apply(object) : node);
  }

  /** Changes every array at any depth. */
  static JsonNode arrays(JsonNode tree, UnaryOperator<JsonNode> change) {
    return walk(tree, node -> node.isArray() ? change.apply(node) : node);
  }

  /** Changes every string value, not keys. */
  static JsonNode strings(JsonNode scalar, UnaryOperator<String> change) {
    return scalar.isString() ? NODES.stringNode(change.apply(scalar.stringValue())) : scalar;
  }
}
