package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;

import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each thing that QUERY-4 says of orders, among documents made by hand, with and without indexes.
 */
final class SortRules {

  /** In the order of ids by bytes, which is not that of UTF-16, of a locale, or of writing. */
  private static final List<String> IDS =
      List.of("10", "9", "A", "a", "a ", "b", "\u00e9", "\uffff", "\ud83e\udd80");

  @Rule("QUERY-4")
  void idsBreakTiesUpwardsInEitherDirection(TestStore test) {
    Map<String, ObjectNode> bodies = new TreeMap<>(Collections.reverseOrder());
    for (String id : IDS) {
      bodies.put(id, Mixed.body("v", Stock.values("[1]").get(0)).put("w", "same"));
    }
    Table table = Table.of(test, List.of("v", "w"), bodies);
    table.sorts(Query.all(), IDS);
    table.sorts(Query.all().orderBy("v"), IDS);
    table.sorts(Query.all().orderByDescending("v"), IDS);
    table.sorts(Query.all().orderBy("v").orderByDescending("w"), IDS);
    table.sorts(Query.all().orderByDescending("v").orderByDescending("w"), IDS);
    table.sorts(Query.all().orderByDescending("nowhere"), IDS);
    table.sorts(where("v").eq(1).orderByDescending("w"), IDS);
    table.sorts(where("w").ge("s").orderByDescending("v"), IDS);
  }

  /** Writing again, in another order, changes no order. */
  @Rule("QUERY-4")
  void whenItWasWrittenDoesNotMatter(TestStore test) {
    Map<String, ObjectNode> bodies = Stock.numbered(9);
    bodies.values().forEach(body -> body.put("v", body.get("n").intValue() % 2));
    Table table = Table.of(test, List.of("v"), bodies);
    for (String collection : List.of("plain", "before", "later")) {
      for (String id : List.of("0004", "0000", "0007")) {
        test.docs(TestStore.USER, collection).put(id, Stock.body(bodies, id));
      }
      test.docs(TestStore.USER, collection).delete("0002");
      test.docs(TestStore.USER, collection).create("0002", Stock.body(bodies, "0002"));
    }
    List<String> even = List.of("0000", "0002", "0004", "0006", "0008");
    List<String> odd = List.of("0001", "0003", "0005", "0007");
    List<String> up = new ArrayList<>(even);
    up.addAll(odd);
    List<String> down = new ArrayList<>(odd);
    down.addAll(even);
    table.sorts(Query.all().orderBy("v"), up);
    table.sorts(Query.all().orderByDescending("v"), down);
  }

  @Rule({"QUERY-4", "QUERY-3"})
  void everyKindHasItsRank(TestStore test) {
    Map<String, ObjectNode> bodies = new TreeMap<>();
    List<List<String>> ranks = new ArrayList<>();
    for (List<JsonNode> rank : Mixed.inRanks()) {
      List<String> ids = new ArrayList<>();
      for (JsonNode value : rank) {
        ids.add(Stock.id(bodies.size() * 29 % 89));
        bodies.put(ids.get(ids.size() - 1), Mixed.body("v", value));
      }
      ranks.add(Stock.sorted(ids.stream()));
    }
    Table table = Table.of(test, List.of("v"), bodies);
    table.sorts(Query.all().orderBy("v"), Mixed.up(ranks));
    table.sorts(Query.all().orderByDescending("v"), Mixed.down(ranks));
  }

  @Rule("QUERY-4")
  void everyPathHasItsOwnDirection(TestStore test) {
    Table table =
        Table.of(
            test,
            List.of("a", "b", "c"),
            "p",
            "{'a':1,'b':'x','c':true}",
            "q",
            "{'a':1.0,'b':'x','c':false}",
            "r",
            "{'a':1,'b':'y'}",
            "s",
            "{'a':2,'b':'x','c':null}",
            "t",
            "{'a':2,'b':'y','c':[1]}",
            "u",
            "{'b':'x','c':{}}",
            "v",
            "{'a':null,'b':'x','c':0}");
    table.sorts(Query.all().orderBy("a").orderBy("b"), "u", "v", "p", "q", "r", "s", "t");
    table.sorts(Query.all().orderBy("a").orderByDescending("b"), "u", "v", "r", "p", "q", "t", "s");
    table.sorts(Query.all().orderByDescending("a").orderBy("b"), "s", "t", "p", "q", "r", "v", "u");
    table.sorts(
        Query.all().orderByDescending("a").orderByDescending("b"),
        "t",
        "s",
        "r",
        "p",
        "q",
        "v",
        "u");
    table.sorts(
        Query.all().orderBy("a").orderBy("b").orderBy("c"), "u", "v", "q", "p", "r", "s", "t");
    table.sorts(
        Query.all().orderByDescending("b").orderBy("a").orderByDescending("c"),
        "r",
        "t",
        "u",
        "v",
        "p",
        "q",
        "s");
    table.sorts(Query.all().orderBy("c"), "r", "s", "q", "p", "v", "t", "u");
    table.sorts(Query.all().orderByDescending("c"), "t", "u", "v", "p", "q", "s", "r");
    table.sorts(where("a").ge(1).orderByDescending("c").orderBy("a"), "t", "p", "q", "s", "r");
    table.sorts(where("b").eq("x").orderByDescending("a"), "s", "p", "q", "v", "u");
    table.sorts(
        where("b").startsWith("").orderBy("c").limit(100), "r", "s", "q", "p", "v", "t", "u");
  }

  @Rule("QUERY-4")
  void theFirstOfAnOrderAreTakenAfterSorting(TestStore test) {
    Map<String, ObjectNode> bodies = Stock.numbered(50);
    bodies.values().forEach(body -> body.put("v", body.get("n").intValue() * 31 % 50));
    Table table = Table.of(test, List.of("v"), bodies);
    List<String> up = new ArrayList<>(bodies.keySet());
    up.sort((a, b) -> Integer.compare(number(bodies, a), number(bodies, b)));
    List<String> down = new ArrayList<>(up);
    Collections.reverse(down);
    for (int limit : new int[] {1, 2, 10, 49, 50, 51}) {
      int most = Math.min(limit, 50);
      table.begins(Query.all().orderBy("v").limit(limit), up.subList(0, most));
      table.begins(Query.all().orderByDescending("v").limit(limit), down.subList(0, most));
      table.begins(
          where("v").lt(10).orderByDescending("v").limit(limit),
          down.subList(40, 40 + Math.min(limit, 10)));
    }
  }

  private static int number(Map<String, ObjectNode> bodies, String id) {
    return Stock.body(bodies, id).get("v").intValue();
  }
}
