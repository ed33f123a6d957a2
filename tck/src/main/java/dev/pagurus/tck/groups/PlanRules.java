package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.IndexRules.index;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.StoreException;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Traits.PushDown;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** What explain says, and stores that refuse scans. */
final class PlanRules {

  private static void prepare(TestStore test) {
    Map<String, ObjectNode> bodies = Stock.numbered(50);
    for (ObjectNode body : bodies.values()) {
      int n = body.get("n").intValue();
      body.put("m", "m" + n).put("t", "word" + n).put("odd", n).putArray("l").add(n);
    }
    Stock.put(test.user(), COLLECTION, bodies);
  }

  /** A query for each kind of index, and what a backend that serves it says of itself. */
  private static Map<IndexDefinition, Query> served() {
    Map<IndexDefinition, Query> served = new LinkedHashMap<>();
    served.put(index(Kind.VALUE, "n"), where("n").ge(40));
    served.put(index(Kind.UNIQUE, "m"), where("m").eq("m7"));
    served.put(index(Kind.ARRAY, "l"), where("l").contains(7));
    served.put(index(Kind.TEXT, "t"), where("t").matches("word7"));
    return served;
  }

  private static boolean claims(TestStore test, IndexDefinition index) {
    return test.traits()
        .pushesDown()
        .contains(
            switch (index.kind()) {
              case VALUE, UNIQUE -> PushDown.VALUE_FILTER;
              case ARRAY -> PushDown.ARRAY_FILTER;
              case TEXT -> PushDown.TEXT_FILTER;
            });
  }

  private static Set<String> indexes(Plan plan) {
    return plan.served().stream().map(Plan.Served::index).collect(Collectors.toSet());
  }

  @Rule("QUERY-7")
  void whatNoIndexServesIsAScan(TestStore test) {
    prepare(test);
    test.store().indexes(COLLECTION).value("n");
    test.store().indexes("other").value("odd");
    for (Query query :
        List.of(
            where("odd").eq(7),
            where("odd").gt(3).and("l").contains(9),
            where("odd").eq(1).or("n").eq(2),
            where("l").contains(7),
            where("odd").startsWith("x"))) {
      Plan plan = test.docs().explain(query);
      assertTrue(plan.isScan(), plan::toString);
      assertEquals(Set.of(), indexes(plan));
      assertEquals(query.filter(), plan.residual());
    }
    assertEquals(Filter.all(), test.docs().explain(Query.all()).residual());
    assertEquals(List.of("0007"), found(test.docs(), where("odd").eq(7)));
  }

  @Rule({"QUERY-7", "INDEX-3", "TEXT-3"})
  void explainNamesTheIndexesThatServe(TestStore test) {
    prepare(test);
    served()
        .forEach(
            (index, query) -> {
              if (index.kind() != Kind.TEXT) {
                assertTrue(test.docs().explain(query).isScan(), "before it is declared");
              }
              test.store().indexes(COLLECTION).declare(index, (done, total) -> {});
              Plan plan = test.docs().explain(query);
              Query both = query.and("odd").ge(0);
              if (claims(test, index)) {
                assertEquals(Set.of(index.name()), indexes(plan), plan::toString);
                assertFalse(plan.served().get(0).part().isBlank());
                assertFalse(test.docs().explain(both).isScan());
                assertTrue(
                    test.docs().explain(both).residual().toString().contains("odd"),
                    "what is left is told");
              } else {
                assertTrue(plan.isScan(), plan::toString);
              }
              assertEquals(found(test.docs(), query), found(test.docs(), both));
            });
    test.reopen();
    served()
        .forEach(
            (index, query) ->
                assertEquals(claims(test, index), !test.docs().explain(query).isScan()));
    served().keySet().forEach(index -> test.store().indexes(COLLECTION).drop(index));
    served()
        .forEach(
            (index, query) -> {
              if (index.kind() != Kind.TEXT) {
                assertTrue(test.docs().explain(query).isScan(), "after it is dropped");
                assertTrue(test.docs().find(query).size() > 0);
              }
            });
  }

  @Rule("QUERY-7")
  void aFindDoesWhatExplainSays(TestStore test) {
    prepare(test);
    served()
        .keySet()
        .forEach(index -> test.store().indexes(COLLECTION).declare(index, (done, total) -> {}));
    Set<String> declared =
        served().keySet().stream().map(IndexDefinition::name).collect(Collectors.toSet());
    for (Query query :
        List.of(
            Query.all(),
            Query.all().orderBy("n"),
            Query.all().orderByDescending("odd"),
            where("n").lt(5).orderBy("m"),
            where("n").lt(5).and("odd").eq(2).limit(1),
            where("n").lt(5).or("m").eq("m7"),
            Query.not(where("n").lt(5)),
            where("t").matches("word7").and("l").contains(7))) {
      FindRequest request =
          new FindRequest(
              USER, COLLECTION, query.filter(), query.order(), null, OptionalInt.empty());
      try (Found found = test.store().backend().find(request)) {
        Plan plan = test.store().backend().explain(request);
        assertEquals(found.plan(), plan, query::toString);
        assertTrue(declared.containsAll(indexes(plan)), plan::toString);
      }
      assertEquals(
          indexes(test.docs().explain(query)),
          indexes(test.docs("nobody", COLLECTION).explain(query)),
          "the indexes are those of all users");
    }
  }

  /**
   * A store that refuses scans refuses by what is declared, the same on every backend, however it
   * works.
   */
  @Rule({"QUERY-7", "LIFE-4"})
  void aStoreMayRefuseScans(TestStore test) {
    test.with("refuse-scans", "true");
    prepare(test);
    test.store().indexes(COLLECTION).value("n", "b").text("t");
    Map<Query, String> refused = new LinkedHashMap<>();
    refused.put(where("odd").eq(1), "value(odd)");
    refused.put(where("b").eq(1), "value(b)");
    refused.put(where("a.b").lt(1).orderBy("n"), "value(a.b)");
    refused.put(where("l").contains(1), "array(l)");
    refused.put(Query.not(where("m").startsWith("x")), "value(m)");
    refused.put(where("n").ne(1), "value(n, b)");
    refused.put(where("n").eq(1).or("odd").in(1, 2), "value(odd)");
    refused.put(where("odd").exists().and("m").between("a", "b"), "value(odd)");
    refused.forEach((query, needed) -> refuses(test, query, needed));
    for (Query ordered :
        List.of(Query.all().orderBy("odd"), Query.all().orderBy("n").orderBy("odd"))) {
      StoreException error = fails(ErrorCode.INVALID, () -> test.docs().find(ordered));
      assertTrue(String.valueOf(error.getMessage()).contains("odd)"));
      assertEquals(50, test.docs().count(ordered), "an order is nothing to a count");
    }
    assertEquals(50, test.docs().find(Query.all()).size());
    assertEquals(50, test.docs().count());
    assertEquals(3, test.docs().list(3).size());
    assertEquals(50, test.store().acrossUsers(COLLECTION).find(Query.all()).size());
    test.closeStore();
    test.with("refuse-scans", "false");
    assertEquals(List.of("0001"), found(test.docs(), where("odd").eq(1)));
  }

  private static List<Executable> finds(TestStore test, Query query) {
    return List.of(
        () -> test.docs().find(query),
        () -> test.docs().find(query.limit(1)),
        () -> test.docs().count(query),
        () -> test.docs().stream(query).toList(),
        () -> test.docs("nobody", COLLECTION).find(query),
        () -> test.user().transaction(tx -> tx.collection(COLLECTION).find(query)),
        () -> test.user().transaction(tx -> tx.collection(COLLECTION).count(query)),
        () -> test.store().acrossUsers(COLLECTION).find(query),
        () -> test.store().acrossUsers(COLLECTION).count(query));
  }

  private static void refuses(TestStore test, Query query, String needed) {
    for (Executable call : finds(test, query)) {
      StoreException error = fails(ErrorCode.INVALID, call);
      // No text is looked for, only the name that QUERY-7 asks for.
      assertTrue(String.valueOf(error.getMessage()).contains(needed), needed);
    }
  }

  /** Whether a backend makes use of an index is its own affair; its answers are not. */
  @Rule({"QUERY-7", "LIFE-4"})
  void whatADeclaredIndexServesIsNeverRefused(TestStore test) {
    test.with("refuse-scans", "true");
    prepare(test);
    served()
        .forEach(
            (index, query) -> {
              fails(ErrorCode.INVALID, () -> test.docs().find(query));
              test.store().indexes(COLLECTION).declare(index, (done, total) -> {});
              assertFalse(test.docs().find(query).documents().isEmpty(), query::toString);
              assertTrue(test.docs().count(query) > 0, query::toString);
            });
    for (Query query :
        List.of(
            where("n").eq(7).and("odd").ne(8),
            where("odd").ne(8).and("m").in("m7", "m9").and(Query.not(where("n").eq(9))),
            where("n").eq(7).or("l").contains(7).or("t").matches("word7"),
            where("n").between(7, 7).orderBy("odd"),
            where("n").exists().and("m").startsWith("m7"),
            where("m").exists().and("n").lt(8).and("n").gt(6).orderByDescending("n"))) {
      for (Executable call : finds(test, query)) {
        assertDoesNotThrow(call, query::toString);
      }
      assertEquals(List.of("0007"), found(test.docs(), query), query::toString);
    }
    assertEquals(50, test.docs().find(Query.all().orderByDescending("n")).size());
    assertEquals(
        "0000", test.docs().find(Query.all().orderBy("m").limit(1)).documents().get(0).id());
    served().keySet().forEach(index -> test.store().indexes(COLLECTION).drop(index));
    served().values().forEach(query -> fails(ErrorCode.INVALID, () -> test.docs().find(query)));
  }
}
