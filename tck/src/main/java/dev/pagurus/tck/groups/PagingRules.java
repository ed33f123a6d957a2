package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Page;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Orders, and pages that divide them anywhere. */
final class PagingRules {

  @Rule({"QUERY-5", "QUERY-4"})
  void pagesAnswerEveryDocumentOnce(TestStore test) {
    for (int i = 0; i < 7; i++) {
      test.docs().create("id" + i, json("{}").put("n", i % 2));
    }
    Query query = Query.all().orderByDescending("n").limit(3);
    Page<ObjectNode> first = test.docs().find(query);
    Page<ObjectNode> second = test.docs().find(query, first.cursor().orElseThrow());
    Page<ObjectNode> third = test.docs().find(query, second.cursor().orElseThrow());
    assertEquals(List.of("id1", "id3", "id5"), ids(first));
    assertEquals(List.of("id0", "id2", "id4"), ids(second));
    assertEquals(List.of("id6"), ids(third));
    assertEquals(Optional.empty(), third.cursor());
  }

  @Rule({"QUERY-4", "QUERY-5"})
  void kindsAreRankedAndPagedWithoutAnIndex(TestStore test) {
    List<List<String>> ranks = Mixed.put(test.user(), COLLECTION, "v");
    assertOrders(test.docs(), ranks);
  }

  @Rule({"QUERY-4", "QUERY-5", "INDEX-3"})
  void kindsAreRankedAndPagedWithAnIndex(TestStore test) {
    test.store().indexes(COLLECTION).value("v").value("v", "w");
    List<List<String>> ranks = Mixed.put(test.user(), COLLECTION, "v");
    assertOrders(test.docs(), ranks);
    List<List<String>> later = Mixed.put(test.user(), "later", "v");
    test.store().indexes("later").value("v");
    assertOrders(test.docs(USER, "later"), later);
  }

  private static void assertOrders(DocumentCollection<ObjectNode> docs, List<List<String>> ranks) {
    List<String> up = Mixed.up(ranks);
    List<String> down = Mixed.down(ranks);
    Query ascending = Query.all().orderBy("v");
    Query descending = Query.all().orderByDescending("v");
    assertEquals(up, found(docs, ascending));
    assertEquals(down, found(docs, descending));
    for (int limit : List.of(1, 7, up.size() - 1, up.size())) {
      assertEquals(up, Walk.ids(docs, ascending, limit), () -> "in pages of " + limit);
      assertEquals(down, Walk.ids(docs, descending, limit), () -> "in pages of " + limit);
    }
    Query numbers = where("v").gt(-1e300).orderByDescending("v");
    assertEquals(Mixed.down(ranks.subList(5, 26)), Walk.ids(docs, numbers, 4));
    try (Stream<Document<ObjectNode>> stream = docs.stream(descending)) {
      assertEquals(down, stream.map(Document::id).toList());
    }
  }

  @Rule({"QUERY-4", "QUERY-5"})
  void theRestIsTheSameFromEveryPlace(TestStore test) {
    test.store().indexes(COLLECTION).value("v");
    Mixed.put(test.user(), COLLECTION, "v");
    Mixed.put(test.user(), "plain", "v");
    for (String collection : List.of(COLLECTION, "plain")) {
      DocumentCollection<ObjectNode> docs = test.docs(USER, collection);
      for (Query query : List.of(Query.all().orderBy("v"), Query.all().orderByDescending("v"))) {
        List<String> all = found(docs, query);
        for (int place = 1; place < all.size(); place += 5) {
          String cursor = docs.find(query.limit(place)).cursor().orElseThrow();
          assertEquals(all.subList(place, all.size()), ids(docs.find(query, cursor)));
        }
      }
    }
  }

  @Rule({"QUERY-4", "QUERY-5", "INDEX-1"})
  void severalPathsSortOneAfterTheOther(TestStore test) {
    test.store().indexes("indexed").value("a", "b").value("b", "a", "c").value("c");
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      ObjectNode body = json("{}").put("c", i % 2 == 0 ? "x" : "y");
      if (i % 5 > 0) {
        body.put("a", i * 7 % 4);
      }
      if (i % 7 > 0) {
        body.put("b", i % 3 == 0 ? "s" + i % 4 : "t");
      } else {
        body.putNull("b");
      }
      bodies.put(Stock.id(i * 37 % 61), body);
    }
    Stock.put(test.user(), COLLECTION, bodies);
    Stock.put(test.user(), "indexed", bodies);
    for (List<Sort> order : orders()) {
      Query query = Query.all();
      for (Sort sort : order) {
        query = query.orderBy(sort);
      }
      List<String> expected = new ArrayList<>(bodies.keySet());
      expected.sort(comparator(order, bodies));
      for (String collection : List.of(COLLECTION, "indexed")) {
        assertEquals(expected, Walk.ids(test.docs(USER, collection), query, 7), query::toString);
        assertEquals(
            expected.stream().filter(id -> Stock.body(bodies, id).has("a")).toList(),
            Walk.ids(test.docs(USER, collection), query.and("a").exists(), 4),
            query::toString);
      }
    }
  }

  private static List<List<Sort>> orders() {
    List<List<Sort>> orders = new ArrayList<>();
    for (int directions = 0; directions < 8; directions += directions % 3 + 1) {
      Sort a = sort("a", directions);
      Sort b = sort("b", directions >> 1);
      Sort c = sort("c", directions >> 2);
      orders.addAll(List.of(List.of(a, b), List.of(b, a, c), List.of(c, a)));
    }
    return orders;
  }

  private static Sort sort(String path, int descending) {
    return descending % 2 == 1
        ? Sort.descending(FieldPath.of(path))
        : Sort.ascending(FieldPath.of(path));
  }

  /** By words that sort as the few values of this test do. */
  private static Comparator<String> comparator(List<Sort> order, Map<String, ObjectNode> bodies) {
    Comparator<String> all = Comparator.comparing(any -> 0);
    for (Sort sort : order) {
      Comparator<String> one =
          Comparator.comparing(
              id -> {
                ObjectNode body = Stock.body(bodies, id);
                String key = sort.path().keys().get(0);
                return !body.has(key) ? "" : body.get(key).isNull() ? "0" : "1" + body.get(key);
              });
      all = all.thenComparing(sort.descending() ? one.reversed() : one);
    }
    return all.thenComparing(Comparator.naturalOrder());
  }
}
