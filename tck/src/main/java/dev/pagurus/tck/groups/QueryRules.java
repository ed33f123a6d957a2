package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.Page;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Plan;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Filters, orders, plans, text, and finding across users: what was worked out by hand, with and
 * without an index.
 */
final class QueryRules {

  /** One document for each kind of value under the path {@code a}, named after it. */
  private static final Map<String, String> KINDS = new TreeMap<>();

  static {
    KINDS.put("array", "{'a':[1,'x',null]}");
    KINDS.put("big", "{'a':9007199254740993}");
    KINDS.put("bigdouble", "{'a':9007199254740992.0}");
    KINDS.put("empty", "{'a':''}");
    KINDS.put("false", "{'a':false}");
    KINDS.put("fullwidth", "{'a':'\uFF5E'}");
    KINDS.put("half", "{'a':0.5}");
    KINDS.put("missing", "{'b':1}");
    KINDS.put("null", "{'a':null}");
    KINDS.put("object", "{'a':{'x':1}}");
    KINDS.put("one", "{'a':1}");
    KINDS.put("onedouble", "{'a':1.0}");
    KINDS.put("smile", "{'a':'\uD83D\uDE00'}");
    KINDS.put("true", "{'a':true}");
    KINDS.put("upper", "{'a':'X'}");
    KINDS.put("word", "{'a':'x'}");
    KINDS.put("wordnumber", "{'a':'1'}");
    KINDS.put("words", "{'a':'xyz'}");
  }

  private static void requireFound(TestStore test, Query query, String... expected) {
    List<String> all = new ArrayList<>(KINDS.keySet());
    assertEquals(List.of(expected), ids(test.docs().find(query)), query::toString);
    assertEquals(expected.length, test.docs().count(query), query::toString);
    all.removeAll(List.of(expected));
    assertEquals(all, ids(test.docs().find(not(query))), () -> "not " + query);
    assertEquals(all.size(), test.docs().count(not(query)), () -> "not " + query);
  }

  @Rule({"QUERY-1", "QUERY-2", "QUERY-3"})
  void filtersMeanWhatTheContractSays(TestStore test) {
    KINDS.forEach((id, body) -> test.docs().create(id, json(body)));
    requireMeanings(test);
  }

  @Rule({"QUERY-1", "QUERY-2", "QUERY-3", "INDEX-3", "QUERY-7"})
  void indexesDoNotChangeWhatFiltersMean(TestStore test) {
    test.store().indexes(COLLECTION).value("a").array("a");
    KINDS.forEach((id, body) -> test.docs().create(id, json(body)));
    requireMeanings(test);
  }

  private static void requireMeanings(TestStore test) {
    requireFound(test, where("a").eq(1), "one", "onedouble");
    requireFound(test, where("a").eq(9007199254740993L), "big");
    requireFound(test, where("a").eq(9007199254740992.0), "bigdouble");
    requireFound(test, where("a").eq("x"), "word");
    requireFound(test, where("a").eq("1"), "wordnumber");
    requireFound(test, where("a").eq(true), "true");
    requireFound(test, where("a").eq(null), "null");
    requireFound(test, where("a").lt(1), "half");
    requireFound(test, where("a").le(1), "half", "one", "onedouble");
    requireFound(test, where("a").gt(9007199254740992.0), "big");
    requireFound(test, where("a").ge(9007199254740992L), "big", "bigdouble");
    requireFound(test, where("a").gt("x"), "fullwidth", "smile", "words");
    requireFound(test, where("a").gt("\uFF5E"), "smile");
    requireFound(test, where("a").lt("X"), "empty", "wordnumber");
    requireFound(test, where("a").gt(false), "true");
    requireFound(test, where("a").le(true), "false", "true");
    requireFound(test, where("a").lt(null));
    requireFound(test, where("a").ge(null));
    requireFound(test, where("a").between(0, 1), "half", "one", "onedouble");
    requireFound(test, where("a").between(0, "z"));
    requireFound(test, where("a").in(null, "X", 0.5, 7), "half", "null", "upper");
    requireFound(test, where("a").startsWith("x"), "word", "words");
    requireFound(
        test,
        where("a").startsWith(""),
        "empty",
        "fullwidth",
        "smile",
        "upper",
        "word",
        "wordnumber",
        "words");
    requireFound(test, where("a").contains("x"), "array");
    requireFound(test, where("a").contains(1.0), "array");
    requireFound(test, where("a").contains(null), "array");
    requireFound(test, where("a.x").eq(1), "object");
    requireFound(test, where("b").exists(), "missing");
    requireFound(
        test,
        where("a").ne(null).and("a").exists().and("a").ge("x"),
        "fullwidth",
        "smile",
        "word",
        "words");
    requireFound(test, where("a").eq(1).or("b").eq(1), "missing", "one", "onedouble");
  }

  @Rule({"QUERY-2", "QUERY-3"})
  void missingIsNotNull(TestStore test) {
    test.docs().create("missing", json("{}"));
    test.docs().create("null", json("{'a':null}"));
    test.docs().create("one", json("{'a':1}"));
    assertEquals(List.of("null"), ids(test.docs().find(where("a").eq(null))));
    assertEquals(List.of("missing", "one"), ids(test.docs().find(where("a").ne(null))));
    assertEquals(List.of("null", "one"), ids(test.docs().find(where("a").exists())));
  }

  @Rule("QUERY-4")
  void kindsRankAndIdsBreakTies(TestStore test) {
    KINDS.forEach((id, body) -> test.docs().create(id, json(body)));
    List<String> up =
        List.of(
            "missing",
            "null",
            "false",
            "true",
            "half",
            "one",
            "onedouble",
            "bigdouble",
            "big",
            "empty",
            "wordnumber",
            "upper",
            "word",
            "words",
            "fullwidth",
            "smile",
            "array",
            "object");
    List<String> down =
        List.of(
            "array",
            "object",
            "smile",
            "fullwidth",
            "words",
            "word",
            "upper",
            "wordnumber",
            "empty",
            "big",
            "bigdouble",
            "one",
            "onedouble",
            "half",
            "true",
            "false",
            "null",
            "missing");
    assertEquals(up, ids(test.docs().find(Query.all().orderBy("a"))));
    assertEquals(down, ids(test.docs().find(Query.all().orderByDescending("a"))));
    test.store().indexes(COLLECTION).value("a");
    assertEquals(up, ids(test.docs().find(Query.all().orderBy("a"))));
    assertEquals(down, ids(test.docs().find(Query.all().orderByDescending("a"))));
    assertEquals(up.subList(0, 6), ids(test.docs().find(Query.all().orderBy("a").limit(6))));
  }

  @Rule("QUERY-4")
  void laterPathsDecideAmongEquals(TestStore test) {
    test.docs().create("a", json("{'x':1,'y':'b'}"));
    test.docs().create("b", json("{'x':1.0,'y':'a'}"));
    test.docs().create("c", json("{'x':0,'y':'c'}"));
    test.docs().create("d", json("{'x':1}"));
    assertEquals(
        List.of("c", "d", "b", "a"), ids(test.docs().find(Query.all().orderBy("x").orderBy("y"))));
    assertEquals(
        List.of("a", "b", "d", "c"),
        ids(test.docs().find(Query.all().orderByDescending("x").orderByDescending("y"))));
  }

  @Rule("QUERY-7")
  void explainTellsWhatIsLeft(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    Query query = where("n").eq(1);
    Plan scan = test.docs().explain(query);
    assertTrue(scan.isScan(), "nothing can serve, and the plan is " + scan);
    assertEquals(query.filter(), scan.residual());
    test.store().indexes(COLLECTION).value("n");
    Plan plan = test.docs().explain(query);
    // A backend need not use its indexes; but what it says must agree with itself.
    assertEquals(plan.isScan(), plan.residual().equals(query.filter()), plan::toString);
    List<String> declared =
        test.store().indexes(COLLECTION).list().stream().map(IndexDefinition::name).toList();
    plan.served()
        .forEach(served -> assertTrue(declared.contains(served.index()), served::toString));
    assertEquals(List.of("a"), ids(test.docs().find(query)));
  }

  @Rule("QUERY-7")
  void aStoreMayRefuseScans(TestStore test) {
    test.with("refuse-scans", "true");
    test.docs().create("a", json("{'n':1}"));
    fails(ErrorCode.INVALID, () -> test.docs().find(where("n").eq(1)));
    fails(ErrorCode.INVALID, () -> test.docs().count(where("n").eq(1)));
    assertEquals(List.of("a"), ids(test.docs().list(10)));
    test.store().indexes(COLLECTION).value("n");
    // By what is declared, whether or not the backend makes use of it.
    assertEquals(List.of("a"), ids(test.docs().find(where("n").eq(1))));
    assertEquals(1, test.docs().count(where("n").eq(1)));
  }

  @Rule({"LANG-1", "QUERY-1"})
  void textAndBuilderFindTheSame(TestStore test) {
    KINDS.forEach((id, body) -> test.docs().create(id, json(body)));
    Map<String, Query> queries =
        Map.of(
            "a = 1", where("a").eq(1),
            "a != null and a exists", where("a").ne(null).and("a").exists(),
            "not a startsWith \"x\" order by a desc limit 4",
                not(where("a").startsWith("x")).orderByDescending("a").limit(4),
            "a in (1, \"x\", null) or a.x between 0 and 2",
                where("a").in(1, "x", null).or("a.x").between(0, 2),
            "A = 1 AND `a` >= -1.5e3", where("A").eq(1).and("a").ge(-1500.0));
    queries.forEach(
        (text, query) -> {
          assertEquals(query, Query.parse(text), text);
          assertEquals(query, Query.parse(query.toString()), text);
          assertEquals(ids(test.docs().find(query)), ids(test.docs().find(text)), text);
        });
    for (String wrong :
        List.of("a =", "a = 'x'", "order a", "a = 1 limit 0", "and", "a = 1 b = 2")) {
      fails(ErrorCode.INVALID, () -> test.docs().find(wrong));
    }
  }

  @Rule({"TEXT-3", "LIFE-5"})
  void onlyDeclaredPathsCanBeMatched(TestStore test) {
    test.docs().create("a", json("{'title':'crab','other':'crab'}"));
    fails(ErrorCode.INVALID, () -> test.docs().find(where("title").matches("crab")));
    test.store().indexes(COLLECTION).text("title");
    assertEquals(List.of("a"), ids(test.docs().find(where("title").matches("crab"))));
    fails(ErrorCode.INVALID, () -> test.docs().find(where("other").matches("crab")));
    fails(ErrorCode.INVALID, () -> test.docs().count(not(where("other").matches("crab"))));
  }

  @Rule({"QUERY-8", "QUERY-5"})
  void acrossUsersIsOneOrder(TestStore test) {
    List<String> users = List.of("a", "b", "\uFF5E", "\uD83D\uDE00");
    for (int i = 0; i < users.size(); i++) {
      test.docs(users.get(i), COLLECTION).create("x", json("{}").put("n", 3 - i % 2));
      test.docs(users.get(i), COLLECTION).create("y", json("{}").put("n", i));
    }
    Query query = Query.all().orderBy("n").limit(3);
    List<String> found = new ArrayList<>();
    Page<ObjectNode> page = test.store().acrossUsers(COLLECTION).find(query);
    while (true) {
      for (Document<ObjectNode> document : page) {
        found.add(document.user() + document.id());
      }
      if (page.cursor().isEmpty()) {
        break;
      }
      assertEquals(3, page.size());
      page = test.store().acrossUsers(COLLECTION).find(query, page.cursor().get());
    }
    assertEquals(
        List.of("ay", "by", "bx", "\uFF5Ey", "\uD83D\uDE00x", "ax", "\uFF5Ex", "\uD83D\uDE00y"),
        found);
    assertEquals(8, test.store().acrossUsers(COLLECTION).count(Query.all()));
    assertFalse(test.store().acrossUsers("other").find(Query.all()).iterator().hasNext());
  }
}
