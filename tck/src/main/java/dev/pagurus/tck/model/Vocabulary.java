package dev.pagurus.tck.model;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random names, values and bodies, from a small stock chosen so that they meet: every kind under
 * every path, numbers that a double cannot tell apart, strings whose order differs in UTF-8 and
 * UTF-16.
 */
final class Vocabulary {

  static final List<String> USERS = List.of("alice", "Alice", "\uFF5E", "\uD83E\uDD80 crab");
  static final List<String> COLLECTIONS = List.of("things", "other-things");

  static final List<String> IDS =
      List.of(
          "a",
          "A",
          "b",
          "a b",
          "..",
          "a/b",
          "\u00E9",
          "e\u0301",
          "\uFF5E",
          "\uD83D\uDE00",
          "\uE000",
          "%",
          "_",
          "0",
          "00",
          "id-" + "x".repeat(240));

  private static final List<String> OFTEN_IDS = List.of("a", "A", "a/b", "\uD83D\uDE00");

  /** The path that unique indexes guard; only scalars stand there. */
  static final FieldPath UNIQUE = FieldPath.of("u");

  /** The path with sentences. */
  static final FieldPath TEXT = FieldPath.of("text");

  static final List<FieldPath> PATHS =
      List.of(
          FieldPath.of("a"),
          FieldPath.of("b"),
          UNIQUE,
          FieldPath.of("list"),
          FieldPath.of("d", "x"),
          FieldPath.of("d", "y", "z"),
          FieldPath.of("dot.ted"),
          FieldPath.of(""),
          FieldPath.of("qu\"o'te`"),
          FieldPath.of("$id"),
          FieldPath.of("\uD83D\uDE00", "deep key"),
          TEXT);

  private static final List<String> STRINGS =
      List.of(
          "",
          "a",
          "A",
          "ab",
          "abc",
          "abd",
          "b",
          " a",
          "a ",
          "\u00E9",
          "e\u0301",
          "\uE000",
          "\uFF5E",
          "\uD83D\uDE00",
          "%",
          "_",
          "a%",
          "a_c",
          "*",
          "1",
          "1.0",
          "null",
          "true",
          "9007199254740993",
          "x".repeat(300),
          "x".repeat(300) + "y",
          "x".repeat(5_000),
          "line\nbreak",
          "quo\"te",
          "back\\slash",
          "\u0001",
          "\uFFFF");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0.0",
          "1",
          "1.0",
          "-1",
          "2",
          "10",
          "0.5",
          "0.1",
          "0.30000000000000004",
          "-2.5",
          "9007199254740991",
          "9007199254740992",
          "9007199254740993",
          "9007199254740992.0",
          "9007199254740994.0",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808.0",
          "-9223372036854775808.0",
          "9223372036854774784.0",
          "1e300",
          "-1e300",
          "5e-324",
          "-5e-324",
          "2.2250738585072014e-308",
          "1.7976931348623157e308");

  private static final List<JsonNode> OFTEN =
      Body.parse("{\"all\":[null,false,true,0,1,1.0,2,\"\",\"a\",\"b\",\"1\",9007199254740993]}")
          .root()
          .required("all")
          .valueStream()
          .toList();

  private static final List<String> WORDS =
      List.of(
          "harbour",
          "Harbor",
          "caf\u00E9",
          "Cafe\u0301",
          "crab",
          "crabs",
          "shell",
          "Stra\u00DFe",
          "\u6D77\u8FB9\u7684\u87F9",
          "3rd",
          "x1");

  private final SplittableRandom random;

  Vocabulary(SplittableRandom random) {
    this.random = random;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** An id; some come often, so that one document meets with many things. */
  String id() {
    return pick(chance(50) ? OFTEN_IDS : IDS);
  }

  /** A scalar; some come often, so that filters find something. */
  JsonNode scalar() {
    return chance(45) ? pick(OFTEN) : anyScalar();
  }

  private JsonNode anyScalar() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(9)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2, 3, 4 -> number(pick(NUMBERS));
      case 5 -> number(Integer.toString(random.nextInt(-5, 6)));
      default -> nodes.stringNode(string());
    };
  }

  private static JsonNode number(String literal) {
    return Body.parse("{\"n\":" + literal + "}").root().required("n");
  }

  String string() {
    if (chance(80)) {
      return pick(STRINGS);
    }
    return pick(STRINGS.subList(0, 20)) + pick(STRINGS.subList(0, 20));
  }

  String sentence() {
    StringBuilder sentence = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      sentence.append(pick(WORDS)).append(pick(List.of(" ", ", ", "-", "")));
    }
    return sentence.toString();
  }

  String textQuery() {
    String word = pick(WORDS);
    return switch (random.nextInt(6)) {
      case 0 -> word.substring(0, 2) + "*";
      case 1 -> "\"" + word + " " + pick(WORDS) + "\"";
      case 2 -> word + " " + pick(WORDS);
      case 3 -> "\u6D77\u8FB9";
      case 4 ->
          pick(List.of("", "*", "\"", "\"\"", "AND", "crab OR", "(", "shell\" NEAR", "-crab"));
      default -> word;
    };
  }

  private JsonNode value() {
    if (chance(80)) {
      return scalar();
    }
    if (chance(60)) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = random.nextInt(4); i > 0; i--) {
        array.add(chance(85) ? scalar() : value());
      }
      return array;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = random.nextInt(3); i > 0; i--) {
      object.set(pick(List.of("x", "y", "z", "deep key", "")), value());
    }
    return object;
  }

  Body body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (FieldPath path : PATHS) {
      if (chance(60)) {
        set(body, path.keys(), valueAt(path));
      }
    }
    if (chance(20)) {
      body.set(string(), value());
    }
    return Body.of(body);
  }

  private JsonNode valueAt(FieldPath path) {
    if (path.equals(UNIQUE)) {
      return anyScalar();
    }
    if (path.equals(TEXT) && chance(85)) {
      return JsonNodeFactory.instance.stringNode(sentence());
    }
    if (path.equals(FieldPath.of("list")) && chance(70)) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = random.nextInt(5); i > 0; i--) {
        array.add(scalar());
      }
      return array;
    }
    return value();
  }

  /** Sets a value; what stands in the way stays, so that a path may also lead into a scalar. */
  private void set(ObjectNode body, List<String> keys, JsonNode value) {
    ObjectNode at = body;
    for (String key : keys.subList(0, keys.size() - 1)) {
      JsonNode next = at.get(key);
      if (next == null) {
        next = chance(85) ? JsonNodeFactory.instance.objectNode() : value();
        at.set(key, next);
      }
      if (!(next instanceof ObjectNode object)) {
        return;
      }
      at = object;
    }
    at.set(keys.get(keys.size() - 1), value);
  }

  Body patch() {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    for (int i = random.nextInt(3); i >= 0; i--) {
      FieldPath path = pick(PATHS);
      set(patch, path.keys(), chance(30) ? JsonNodeFactory.instance.nullNode() : valueAt(path));
    }
    return Body.of(patch);
  }

  List<String> someIds(int most) {
    List<String> ids = new ArrayList<>();
    for (int i = random.nextInt(most); i >= 0; i--) {
      ids.add(id());
    }
    return ids;
  }
}
