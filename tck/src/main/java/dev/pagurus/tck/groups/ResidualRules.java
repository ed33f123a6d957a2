package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What a plan says of itself: which declared index serves, and what is left to judge. */
final class ResidualRules {

  private static final List<Query> QUERIES =
      List.of(
          Query.all(),
          where("n").eq(7),
          where("n").ge(30),
          where("n").in(1, 2, 3, "x"),
          where("n").between(3, 9).and("k").eq("odd"),
          where("k").eq("even").and("n").lt(11).and("z").ne(null),
          where("z").exists().and("n").gt(20),
          where("n").eq(1).or("n").eq(2),
          where("n").eq(1).or("z").eq(4),
          not(where("n").lt(30)),
          not(where("n").lt(30).or("z").exists()),
          where("l").contains(4),
          where("l").contains(4).and("n").gt(4),
          where("u").eq("u9"),
          where("u").startsWith("u1").and("z").exists(),
          where("t").matches("word odd*"),
          where("t").matches("word").and("n").lt(3).and(not(where("z").exists())),
          where("n").lt(10).orderBy("k").orderByDescending("n"),
          where("k").ge("f").orderByDescending("n").limit(3),
          Query.all().orderByDescending("n").limit(4),
          where("z").lt(9).orderBy("n"));

  private static void put(TestStore test, String collection) {
    Map<String, ObjectNode> bodies = Stock.numbered(40);
    bodies
        .values()
        .forEach(
            body -> {
              int n = body.get("n").intValue();
              String k = n % 2 == 0 ? "even" : "odd";
              body.put("k", k).put("u", "u" + n).put("t", "word " + k + n);
              body.putArray("l").add(n % 5).add(n);
              if (n % 4 == 0) {
                body.put("z", n);
              }
            });
    Stock.put(test.user(), collection, bodies);
  }

  private static FindRequest request(String collection, Query query) {
    return new FindRequest(
        USER, collection, query.filter(), query.order(), null, OptionalInt.empty());
  }

  private static List<String> indexes(Plan plan) {
    return plan.served().stream().map(Plan.Served::index).toList();
  }

  @Rule({"QUERY-7", "QUERY-1", "QUERY-2"})
  void whatIsLeftIsAllThatIsLeft(TestStore test) {
    put(test, "plain");
    test.store().indexes("plain").text("t");
    test.store().indexes("some").value("n").text("t");
    put(test, "some");
    put(test, "all");
    test.store().indexes("all").value("k", "n").value("n").unique("u").array("l").text("t");
    for (Query query : QUERIES) {
      List<String> expected =
          Stock.sorted(found(test.docs(USER, "plain"), unlimited(query)).stream());
      for (String collection : List.of("plain", "some", "all")) {
        requireHonest(test, collection, query, expected);
      }
    }
  }

  private static Query unlimited(Query query) {
    return new Query(query.filter(), List.of(), OptionalInt.empty());
  }

  private static void requireHonest(
      TestStore test, String collection, Query query, List<String> expected) {
    Set<String> declared =
        test.store().indexes(collection).list().stream()
            .map(IndexDefinition::name)
            .collect(Collectors.toSet());
    List<String> judged = new ArrayList<>();
    Plan plan;
    try (Found found = test.store().backend().find(request(collection, query))) {
      plan = found.plan();
      Evaluator residual = Evaluator.of(plan.residual());
      for (StoredDocument row = found.next(); row != null; row = found.next()) {
        if (residual.test(row.body().root())) {
          judged.add(row.address().id());
        }
      }
    }
    String what = query + " in " + collection + " by " + plan;
    assertEquals(expected, Stock.sorted(judged.stream()), what);
    assertTrue(declared.containsAll(indexes(plan)), what);
    plan.served().forEach(served -> assertFalse(served.part().isBlank(), what));
    for (Plan told :
        List.of(
            test.store().backend().explain(request(collection, query)),
            test.docs(USER, collection).explain(query))) {
      assertEquals(indexes(plan), indexes(told), what);
      assertEquals(plan.residual(), told.residual(), what);
      assertEquals(plan.ordered(), told.ordered(), what);
    }
    if (plan.isScan()) {
      assertEquals(query.filter(), plan.residual(), what);
    }
    if (query.filter().equals(Filter.all())) {
      assertEquals(Filter.all(), plan.residual(), what);
    }
  }
}
