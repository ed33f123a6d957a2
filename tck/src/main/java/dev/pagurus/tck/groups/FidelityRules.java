package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.StoreException;
import dev.pagurus.document.InvalidDocumentException;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What comes back is what was put. */
final class FidelityRules {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Puts bodies and reads them again in every way there is, before and after reopening. */
  private static void assertSurvive(TestStore test, Map<String, ObjectNode> bodies) {
    Stock.put(test.user(), COLLECTION, bodies);
    assertReads(test, bodies);
    test.reopen();
    assertReads(test, bodies);
  }

  private static void assertReads(TestStore test, Map<String, ObjectNode> bodies) {
    DocumentCollection<ObjectNode> docs = test.docs();
    BiConsumer<String, ObjectNode> one = (id, value) -> same(body(bodies, id), value);
    bodies.keySet().forEach(id -> one.accept(id, there(docs.get(id)).value()));
    List<Document<ObjectNode>> many = new ArrayList<>();
    docs.get(List.copyOf(bodies.keySet())).forEach(found -> many.add(there(found)));
    try (Stream<Document<ObjectNode>> stream = docs.stream()) {
      for (List<Document<ObjectNode>> all :
          List.of(many, docs.find(Query.all()).documents(), stream.toList())) {
        assertEquals(bodies.size(), all.size());
        all.forEach(document -> one.accept(document.id(), document.value()));
      }
    }
    List<Change> changes = test.user().changes(0, Integer.MAX_VALUE).changes();
    assertEquals(bodies.size(), changes.size());
    for (Change change : changes) {
      Change.Written written = assertInstanceOf(Change.Written.class, change);
      one.accept(change.address().id(), written.document().body().toTree());
    }
  }

  private static ObjectNode body(Map<String, ObjectNode> bodies, String id) {
    ObjectNode body = bodies.get(id);
    assertNotNull(body, id);
    return body;
  }

  @Rule("DOC-3")
  void integersSurviveToTheLastDigit(TestStore test) {
    List<JsonNode> numbers = new ArrayList<>();
    for (int bit = 0; bit < 64; bit++) {
      for (int step = -1; step <= 1; step++) {
        numbers.add(NODES.numberNode((1L << bit) + step));
        numbers.add(NODES.numberNode(-(1L << bit) + step));
      }
    }
    numbers.addAll(
        Stock.values(
            "[0,9007199254740993,9007199254740992.0,-9007199254740993,"
                + "9223372036854775807,-9223372036854775808,1000000000000000000,999999999999999999]"));
    Map<String, ObjectNode> bodies = Stock.holding("n", numbers);
    bodies.put("all", json("{}").set("all", NODES.arrayNode().addAll(numbers)));
    assertSurvive(test, bodies);
    for (int i = 0; i < numbers.size(); i++) {
      JsonNode read = there(test.docs().get(Stock.id(i))).value().get("n");
      assertEquals(
          0, numbers.get(i).decimalValue().compareTo(read.decimalValue()), () -> "got " + read);
    }
  }

  @Rule("DOC-3")
  void doublesSurviveToTheLastBit(TestStore test) {
    List<Double> doubles = new ArrayList<>();
    String some =
        "[0.1,0.2,0.30000000000000004,0.3333333333333333,2.5,1e21,1e22,1.0000000000000001e23,1e-7,"
            + "1e300,5e-324,1.7976931348623157e308,-1.7976931348623157e308,2.2250738585072014e-308,"
            + "2.225073858507201e-308,9007199254740992.0,9223372036854775808.0,-1e19,3.5e15,4.35]";
    Stock.values(some).forEach(number -> doubles.add(number.doubleValue()));
    SplittableRandom random = test.random();
    while (doubles.size() < 300) {
      double any = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(any) && any != 0) {
        doubles.add(any);
      }
    }
    List<JsonNode> numbers = new ArrayList<>();
    doubles.forEach(value -> numbers.add(NODES.numberNode((double) value)));
    assertSurvive(test, Stock.holding("d", numbers));
    for (int i = 0; i < doubles.size(); i++) {
      JsonNode read = there(test.docs().get(Stock.id(i))).value().get("d");
      assertEquals(
          0,
          new BigDecimal(doubles.get(i))
              .compareTo(
                  read.isDouble() ? new BigDecimal(read.doubleValue()) : read.decimalValue()),
          () -> "got " + read);
    }
  }

  @Rule("DOC-3")
  void oneAndOnePointZeroAreTheSameNumber(TestStore test) {
    test.docs().put("a", json("{'i':1,'d':1.0,'z':0,'m':-0.0,'big':1e18}"));
    ObjectNode read = there(test.docs().get("a")).value();
    same(json("{'i':1.0,'d':1,'z':-0.0,'m':0,'big':1000000000000000000}"), read);
  }

  @Rule({"DOC-3", "DOC-2"})
  void stringsSurviveToTheCodePoint(TestStore test) {
    List<JsonNode> strings = new ArrayList<>();
    Odd.STRINGS.forEach(text -> strings.add(NODES.stringNode(text)));
    SplittableRandom random = test.random();
    for (int i = 0; i < 50; i++) {
      strings.add(NODES.stringNode(randomText(random)));
    }
    assertSurvive(test, Stock.holding("s", strings));
    for (int i = 0; i < strings.size(); i++) {
      assertEquals(
          strings.get(i).stringValue(),
          there(test.docs().get(Stock.id(i))).value().get("s").stringValue());
    }
  }

  private static String randomText(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(40); length > 0; length--) {
      int cp = random.nextInt(1, random.nextBoolean() ? 0x110000 : 0x300);
      text.appendCodePoint(cp >= 0xD800 && cp <= 0xDFFF ? cp + 0x1000 : cp);
    }
    return text.toString();
  }

  @Rule({"DOC-4", "DOC-3"})
  void oddKeysSurvive(TestStore test) {
    ObjectNode all = json("{}");
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (int i = 0; i < Odd.KEYS.size(); i++) {
      all.put(Odd.KEYS.get(i), i);
      ObjectNode nested = json("{}");
      nested.set(Odd.KEYS.get(i), json("{}").put(Odd.KEYS.get(i), i));
      bodies.put(Stock.id(i), nested);
    }
    bodies.put("all", all);
    assertSurvive(test, bodies);
    ObjectNode read = there(test.docs().get("all")).value();
    assertEquals(
        Set.copyOf(Odd.KEYS),
        read.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet()));
  }

  @Rule({"DOC-4", "DOC-3"})
  void nullsAndEmptyThingsSurvive(TestStore test) {
    Map<String, ObjectNode> bodies =
        Stock.holding(
            "v",
            Stock.values(
                "[null,{},[],'',[null],[[]],[{}],{'':null},{'a':null},{'a':{}},{'a':[]},"
                    + "[null,null],[[],[[]],{}],{'a':{'a':{'a':null}}},false,0]"));
    bodies.put("empty", json("{}"));
    bodies.put("emptykey", json("{'':''}"));
    assertSurvive(test, bodies);
    assertTrue(there(test.docs().get("0000")).value().get("v").isNull());
    assertNull(there(test.docs().get("empty")).value().get("v"));
  }

  @Rule("DOC-3")
  void arraysKeepTheirOrder(TestStore test) {
    ArrayNode mixed = NODES.arrayNode();
    for (int i = 0; i < 1_000; i++) {
      mixed.add(i * 7919 % 1_000).add("s" + i % 10).addNull();
    }
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    bodies.put("mixed", json("{}").set("list", mixed));
    bodies.put(
        "small", json("{'list':[3,1,2,1,'b','a',null,true,false,[2,1],{'b':1,'a':2},1.5,null]}"));
    bodies.put("turned", json("{'list':[[1,2],[2,1],[],[null]]}"));
    assertSurvive(test, bodies);
  }

  @Rule({"DOC-1", "DOC-3"})
  void bodiesMayBe64Deep(TestStore test) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    bodies.put("objects", nested(64, true, NODES.numberNode(1)));
    bodies.put("arrays", nested(64, false, NODES.nullNode()));
    bodies.put("empty", nested(63, true, NODES.objectNode()));
    assertSurvive(test, bodies);
    for (boolean objects : new boolean[] {true, false}) {
      ObjectNode tooDeep = nested(65, objects, NODES.numberNode(1));
      StoreException error =
          failsAt(ErrorCode.INVALID, USER, COLLECTION, "x", () -> test.docs().put("x", tooDeep));
      assertInstanceOf(InvalidDocumentException.class, error.getCause());
    }
    assertEquals(1, test.user().revision());
  }

  /** A body of so many levels, the innermost holding a value. */
  static ObjectNode nested(int levels, boolean objects, JsonNode innermost) {
    JsonNode value = innermost;
    for (int level = levels; level > 1; level--) {
      value = objects ? NODES.objectNode().set("a", value) : NODES.arrayNode().add(value);
    }
    return json("{}").set("a", value);
  }

  @Rule("DOC-3")
  void nothingOfAnOldBodyStays(TestStore test) {
    test.docs().put("a", json("{'old':1,'both':{'old':1,'n':1},'list':[1,2,3]}"));
    test.docs().put("a", json("{'both':{'n':2},'list':[4]}"));
    same(json("{'both':{'n':2},'list':[4]}"), there(test.docs().get("a")).value());
    test.docs().replace("a", json("{}"));
    same(json("{}"), there(test.docs().get("a")).value());
    test.docs().delete("a");
    test.docs().create("a", json("{'new':1}"));
    test.reopen();
    same(json("{'new':1}"), there(test.docs().get("a")).value());
  }

  @Rule("DOC-3")
  void whatTheApplicationDoesToItsTreesDoesNotReachTheStore(TestStore test) {
    ObjectNode put = json("{'deep':{'n':1},'list':[1]}");
    test.docs().put("a", put);
    ((ObjectNode) put.get("deep")).put("n", 2);
    ((ArrayNode) put.get("list")).add(2);
    ObjectNode got = there(test.docs().get("a")).value();
    ((ObjectNode) got.get("deep")).put("n", 3);
    ObjectNode found = test.docs().find(Query.all()).documents().get(0).value();
    found.removeAll();
    same(json("{'deep':{'n':1},'list':[1]}"), there(test.docs().get("a")).value());
    assertEquals(List.of("a"), Stock.found(test.docs(), Query.where("deep.n").eq(1)));
  }

  @Rule({"DOC-3", "DOC-4"})
  void randomBodiesSurvive(TestStore test) {
    for (int round = 0; round < test.rounds(1); round++) {
      assertSurvive(test, randomBodies(test.random(), 150));
      test.user().delete();
    }
  }

  private static Map<String, ObjectNode> randomBodies(SplittableRandom random, int count) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      ObjectNode body = json("{}");
      for (int members = random.nextInt(8); members > 0; members--) {
        body.set(randomKey(random), randomValue(random, 1));
      }
      bodies.put(Stock.id(i), body);
    }
    return bodies;
  }

  private static String randomKey(SplittableRandom random) {
    return random.nextBoolean()
        ? Odd.KEYS.get(random.nextInt(Odd.KEYS.size() - 1))
        : randomText(random);
  }

  private static JsonNode randomValue(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth < 6 ? 10 : 8)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextLong());
      case 3 -> NODES.numberNode(random.nextLong(-20, 20));
      case 4 -> NODES.numberNode(random.nextDouble(-1e6, 1e6));
      case 5, 6 -> NODES.stringNode(randomText(random));
      case 7 -> NODES.stringNode(Odd.STRINGS.get(random.nextInt(Odd.STRINGS.size() - 2)));
      case 8 -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          array.add(randomValue(random, depth + 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(randomKey(random), randomValue(random, depth + 1));
        }
        yield object;
      }
    };
  }
}
