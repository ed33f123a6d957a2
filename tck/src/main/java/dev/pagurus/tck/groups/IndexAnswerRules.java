package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Indexes;
import dev.pagurus.Store;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an index serves is what a scan would find. */
final class IndexAnswerRules {

  /** Collections with the same documents and different indexes. */
  private static final Map<String, Consumer<Indexes>> DECLARED = declared();

  private static Map<String, Consumer<Indexes>> declared() {
    Map<String, Consumer<Indexes>> all = new LinkedHashMap<>();
    all.put("none", indexes -> {});
    all.put("one", indexes -> indexes.value("v"));
    all.put("pair", indexes -> indexes.value("v", "w").value("w", "v"));
    all.put("all", indexes -> indexes.value("v").value("w").value("v", "w").array("v"));
    return all;
  }

  private static Map<String, ObjectNode> bodies() {
    Map<String, ObjectNode> bodies = new TreeMap<>();
    int number = 0;
    for (JsonNode value : Mixed.values()) {
      ObjectNode body = Mixed.body("v", value);
      if (number % 3 > 0) {
        body.put("w", number % 3 == 1 ? "x" : "y");
      }
      bodies.put(Stock.id(number++), body);
    }
    return bodies;
  }

  /** Every comparison with every scalar, and its complement. */
  private static List<Filter> filters(String path) {
    List<Filter> filters = new ArrayList<>();
    List<JsonNode> operands =
        Stock.values(
            "[null,false,true,0,-0.0,1,1.0,-1,2.5,9007199254740992,9007199254740992.0,"
                + "9007199254740993,9223372036854775807,9223372036854775808.0,-9223372036854775808,"
                + "1.7976931348623157e308,5e-324,'','1','a','A','\u00e9','\uffff','\ud83e\udd80']");
    for (JsonNode operand : operands) {
      for (Filter.Operator operator : Filter.Operator.values()) {
        filters.add(new Filter.Compare(FieldPath.of(path), operator, operand));
      }
    }
    List<Query> more =
        List.of(
            where(path).in(1, "a", null, true, 9007199254740993L, "none"),
            where(path).in("x", 2, 2.0),
            where(path).between(0, 10),
            where(path).between(-1e300, 9007199254740992.0),
            where(path).between("1", "a"),
            where(path).between("a", "1"),
            where(path).between(1, "a"),
            where(path).between(false, true),
            where(path).between(null, null),
            where(path).startsWith(""),
            where(path).startsWith("a"),
            where(path).startsWith("1"),
            where(path).startsWith("\uffff"),
            where(path).startsWith("\ud83e\udd80"),
            where(path).exists(),
            where(path).contains(1),
            where(path).contains("z"),
            where(path).contains(null));
    more.forEach(query -> filters.add(query.filter()));
    return filters;
  }

  @Rule({"INDEX-3", "QUERY-1", "QUERY-2", "QUERY-3"})
  void everyTestOfOneValueFindsTheSame(TestStore test) {
    Map<String, ObjectNode> bodies = bodies();
    prepare(test, bodies);
    for (Filter filter : filters("v")) {
      assertFinds(test, bodies, filter, List.of("none", "one", "all"));
      assertFinds(test, bodies, new Filter.Not(filter), List.of("one"));
    }
  }

  @Rule({"INDEX-3", "QUERY-1", "QUERY-2", "QUERY-3", "QUERY-4"})
  void testsOfTwoValuesFindTheSame(TestStore test) {
    Map<String, ObjectNode> bodies = bodies();
    prepare(test, bodies);
    List<Filter> ofW =
        List.of(
            where("w").eq("x").filter(),
            where("w").ge("x").filter(),
            where("w").ne("x").filter(),
            where("w").startsWith("y").filter());
    List<Filter> ofV = filters("v");
    for (int i = 0; i < ofV.size(); i += 3) {
      Filter w = ofW.get(i / 3 % ofW.size());
      List<String> where = List.of("one", "pair", "all");
      assertFinds(test, bodies, Filter.allOf(List.of(ofV.get(i), w)), where);
      assertFinds(test, bodies, Filter.anyOf(List.of(w, ofV.get(i))), List.of("pair", "all"));
      assertFinds(
          test, bodies, new Filter.Not(Filter.allOf(List.of(w, ofV.get(i)))), List.of("all"));
    }
  }

  private static void prepare(TestStore test, Map<String, ObjectNode> bodies) {
    DECLARED.forEach(
        (collection, declare) -> {
          declare.accept(test.store().indexes(collection));
          Stock.put(test.user(), collection, bodies);
        });
  }

  private static void assertFinds(
      TestStore test, Map<String, ObjectNode> bodies, Filter filter, List<String> collections) {
    List<String> expected = Stock.matching(bodies, filter);
    for (String collection : collections) {
      String what = filter + " in " + collection;
      assertEquals(expected, found(test.docs(USER, collection), Query.of(filter)), what);
      assertEquals(expected.size(), test.docs(USER, collection).count(Query.of(filter)), what);
      assertHonest(test.store(), collection, filter, expected);
    }
  }

  /** A plan tells what the rows are: judged by the residual alone, they are the answer. */
  private static void assertHonest(
      Store store, String collection, Filter filter, List<String> expected) {
    FindRequest request =
        new FindRequest(USER, collection, filter, List.of(), null, OptionalInt.empty());
    List<String> found = new ArrayList<>();
    try (Found rows = store.backend().find(request)) {
      Evaluator residual = Evaluator.of(rows.plan().residual());
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        if (residual.test(row.body().root())) {
          found.add(row.address().id());
        }
      }
      assertEquals(expected, Stock.sorted(found.stream()), () -> filter + " by " + rows.plan());
    }
  }

  @Rule({"INDEX-3", "QUERY-1", "QUERY-3"})
  void prefixesAreTakenLiterally(TestStore test) {
    List<String> texts =
        List.of(
            "",
            "a",
            "A",
            "ab",
            "aB",
            "a%",
            "a_",
            "a%b",
            "a_b",
            "axb",
            "%",
            "%a",
            "_",
            "_a",
            "\\",
            "\\a",
            "\\%",
            "*",
            "*a",
            "?",
            "[a",
            "a*",
            "'",
            "''",
            "a'",
            "\"",
            "a\"",
            "a ",
            " a",
            "\u00e9",
            "e\u0301",
            "\u00c9",
            "i",
            "I",
            "\u0131",
            "\u0130",
            "\u00df",
            "ss",
            "\ud7ff",
            "\ud7ffa",
            "\ue000",
            "\uffff",
            "\uffffa",
            "\uffff\uffff",
            "\ud83e\udd80",
            "\ud83e\udd80a",
            "\udbff\udfff",
            "\udbff\udfffa",
            "\udbff\udfff\udbff\udfff",
            "z",
            "a\u0001",
            "\u007f",
            "\u0080",
            "null",
            "1");
    Map<String, ObjectNode> bodies = new TreeMap<>();
    for (String text : texts) {
      bodies.put(Stock.id(bodies.size()), json("{}").put("v", text));
    }
    prepare(test, bodies);
    for (String prefix : texts) {
      List<String> expected =
          bodies.keySet().stream()
              .filter(id -> Stock.body(bodies, id).get("v").stringValue().startsWith(prefix))
              .toList();
      for (String collection : List.of("none", "one", "pair")) {
        assertEquals(
            expected,
            found(test.docs(USER, collection), where("v").startsWith(prefix)),
            () -> "starts with <" + prefix + ">");
        assertEquals(
            texts.size() - expected.size(),
            test.docs(USER, collection).count(Query.not(where("v").startsWith(prefix))));
      }
      assertEquals(
          List.of(Stock.id(texts.indexOf(prefix))),
          found(test.docs(USER, "one"), where("v").eq(prefix)));
    }
  }

  @Rule({"INDEX-1", "QUERY-1", "QUERY-3"})
  void arraysHoldTheirDirectElements(TestStore test) {
    List<JsonNode> values =
        Stock.values(
            "[[1],[1.0,2],[1,1,1],['1'],[true],[null],[],[[1]],[{'a':1}],1,'1',{'0':1},{'a':[1]},"
                + "null,['a','A'],['\u00e9'],[9007199254740993],[9007199254740992.0],[0],[-0.0],"
                + "[''],['a b','a'],[1,'1',true,null,'']]");
    Map<String, ObjectNode> bodies = Stock.holding("v", values);
    bodies.put("none", json("{'w':[1]}"));
    for (String collection : List.of("none", "array")) {
      if (collection.equals("array")) {
        test.store().indexes(collection).array("v").value("v");
      }
      Stock.put(test.user(), collection, bodies);
      Map<Filter, List<Integer>> expected = new LinkedHashMap<>();
      expected.put(where("v").contains(1).filter(), List.of(0, 1, 2, 22));
      expected.put(where("v").contains(1.0).filter(), List.of(0, 1, 2, 22));
      expected.put(where("v").contains("1").filter(), List.of(3, 22));
      expected.put(where("v").contains(true).filter(), List.of(4, 22));
      expected.put(where("v").contains(false).filter(), List.of());
      expected.put(where("v").contains(null).filter(), List.of(5, 22));
      expected.put(where("v").contains("a").filter(), List.of(14, 21));
      expected.put(where("v").contains("e\u0301").filter(), List.of());
      expected.put(where("v").contains("\u00e9").filter(), List.of(15));
      expected.put(where("v").contains(9007199254740993L).filter(), List.of(16));
      expected.put(where("v").contains(9007199254740992L).filter(), List.of(17));
      expected.put(where("v").contains(0).filter(), List.of(18, 19));
      expected.put(where("v").contains("").filter(), List.of(20, 22));
      expected.put(where("v").contains(2).and("v").contains(1).filter(), List.of(1));
      expected.put(where("v").contains(2).or("v").contains(0).filter(), List.of(1, 18, 19));
      expected.forEach(
          (filter, numbers) -> {
            List<String> ids = numbers.stream().map(Stock::id).toList();
            Query query = Query.of(filter);
            assertEquals(ids, found(test.docs(USER, collection), query), query::toString);
            assertEquals(ids.size(), test.docs(USER, collection).count(query), query::toString);
            assertEquals(24 - ids.size(), test.docs(USER, collection).count(Query.not(query)));
          });
    }
  }
}
