package dev.pagurus.sharded;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of values of every kind at a few paths, and filters over them that often find some. */
final class RandomFilters {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String LONG = "a".repeat(SpanTaker.MOST_STRING_BYTES);

  /** Beside each other in order, or almost, and around every bound of the keys. */
  private static final List<JsonNode> SCALARS =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(false),
          NODES.booleanNode(true),
          NODES.numberNode(-0.0),
          NODES.numberNode(0),
          NODES.numberNode(1),
          NODES.numberNode(1.0),
          NODES.numberNode(1.5),
          NODES.numberNode(-2),
          NODES.numberNode(-1e300),
          NODES.numberNode(4.9e-324),
          NODES.numberNode(255),
          NODES.numberNode((1L << 53) - 1),
          NODES.numberNode(0x1p53),
          NODES.numberNode((1L << 53) + 1),
          NODES.numberNode(Long.MAX_VALUE),
          NODES.numberNode(0x1p63),
          NODES.numberNode(Long.MIN_VALUE),
          NODES.stringNode(""),
          NODES.stringNode("A"),
          NODES.stringNode("a"),
          NODES.stringNode("a\u0001"),
          NODES.stringNode("ab"),
          NODES.stringNode(LONG.substring(1)),
          NODES.stringNode(LONG),
          NODES.stringNode(LONG + "\u0001"),
          NODES.stringNode(LONG + "a"),
          NODES.stringNode(LONG + "b"),
          NODES.stringNode("\u0001".repeat(SpanTaker.MOST_STRING_BYTES + 1)),
          NODES.stringNode("é".repeat(SpanTaker.MOST_STRING_BYTES)),
          NODES.stringNode("a" + "é".repeat(SpanTaker.MOST_STRING_BYTES)),
          NODES.stringNode("😀"));

  private static final int NEAR = 4;

  private final Random random;
  private final List<String> paths;
  private int near;

  RandomFilters(Random random, List<String> paths) {
    this.random = random;
    this.paths = paths;
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** From now on most values are near each other, so that filters cut between them. */
  void draw() {
    near = random.nextInt(SCALARS.size() - NEAR + 1);
  }

  JsonNode scalar() {
    return random.nextInt(4) == 0 ? oneOf(SCALARS) : oneOf(SCALARS.subList(near, near + NEAR));
  }

  private JsonNode value() {
    return switch (random.nextInt(12)) {
      case 0 -> NODES.objectNode().set("n", scalar());
      case 1 -> NODES.arrayNode().add(scalar()).add(scalar());
      default -> scalar();
    };
  }

  ObjectNode body() {
    ObjectNode body = NODES.objectNode();
    for (String path : paths) {
      if (random.nextInt(4) > 0) {
        List<String> keys = FieldPath.parse(path).keys();
        ObjectNode at = body;
        for (String key : keys.subList(0, keys.size() - 1)) {
          at = at.get(key) instanceof ObjectNode there ? there : at.putObject(key);
        }
        at.set(keys.get(keys.size() - 1), value());
      }
    }
    return body;
  }

  /** One test, of a range more often than not. */
  Filter test() {
    FieldPath path = FieldPath.parse(oneOf(paths));
    return switch (random.nextInt(12)) {
      case 0 -> new Filter.Compare(path, Filter.Operator.EQ, scalar());
      case 1 -> new Filter.Compare(path, Filter.Operator.NE, scalar());
      case 2 -> new Filter.In(path, List.of(scalar(), scalar()));
      case 3 -> new Filter.Contains(path, scalar());
      case 4 -> new Filter.Exists(path);
      case 5, 6 -> new Filter.Between(path, scalar(), scalar());
      case 7 -> new Filter.StartsWith(path, prefix());
      default ->
          new Filter.Compare(
              path,
              oneOf(
                  List.of(
                      Filter.Operator.LT,
                      Filter.Operator.LE,
                      Filter.Operator.GT,
                      Filter.Operator.GE)),
              scalar());
    };
  }

  private String prefix() {
    String whole = oneOf(SCALARS.stream().filter(JsonNode::isString).toList()).stringValue();
    return whole.substring(
        0,
        whole.offsetByCodePoints(0, random.nextInt(1 + whole.codePointCount(0, whole.length()))));
  }

  Filter filter() {
    return filter(2);
  }

  private Filter filter(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return test();
    }
    if (random.nextInt(6) == 0) {
      return new Filter.Not(filter(depth - 1));
    }
    List<Filter> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(filter(depth - 1));
    }
    return random.nextBoolean() ? new Filter.And(parts) : new Filter.Or(parts);
  }
}
