package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Filter.Operator;
import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Comparisons worked out from an order written down by hand: only within a kind, numbers by their
 * exact value, strings by their bytes.
 */
final class ComparisonRules {

  /** Each value once, in order; what stands in one list is equal. */
  private static List<List<String>> prepare(
      List<List<JsonNode>> ranks, Map<String, ObjectNode> to) {
    List<List<String>> ids = new ArrayList<>();
    for (List<JsonNode> rank : ranks) {
      List<String> ofRank = new ArrayList<>();
      for (JsonNode value : rank) {
        // The order of ids has nothing to do with that of values.
        String id = Stock.id(to.size() * 37 % 101);
        to.put(id, Mixed.body("v", value));
        ofRank.add(id);
      }
      ids.add(ofRank);
    }
    return ids;
  }

  /** Compares every value with every other of its kind, by each operator. */
  private static void requireCompared(
      Table table, List<List<JsonNode>> ranks, List<List<String>> ids) {
    for (int rank = 0; rank < ranks.size(); rank++) {
      int at = rank;
      for (JsonNode operand : ranks.get(rank)) {
        table.finds(compare(Operator.EQ, operand), ids.get(at));
        table.finds(compare(Operator.LT, operand), among(ids, other -> other < at));
        table.finds(compare(Operator.LE, operand), among(ids, other -> other <= at));
        table.finds(compare(Operator.GT, operand), among(ids, other -> other > at));
        table.finds(compare(Operator.GE, operand), among(ids, other -> other >= at));
      }
    }
  }

  private static Query compare(Operator operator, JsonNode operand) {
    return Query.of(new Filter.Compare(FieldPath.of("v"), operator, operand));
  }

  private static List<String> among(List<List<String>> ids, IntPredicate ranks) {
    return IntStream.range(0, ids.size())
        .filter(ranks)
        .mapToObj(ids::get)
        .flatMap(List::stream)
        .toList();
  }

  /** Values that another kind could be taken for. */
  private static Map<String, ObjectNode> strangers() {
    Map<String, ObjectNode> strangers = new TreeMap<>();
    for (JsonNode value : Stock.values("[null,[],{},[1],['a'],{'a':1},[true]]")) {
      strangers.put("x" + strangers.size(), Mixed.body("v", value));
    }
    strangers.put("missing", Mixed.body("w", Stock.values("[1]").get(0)));
    return strangers;
  }

  private static List<List<JsonNode>> ranks(String... each) {
    List<List<JsonNode>> ranks = new ArrayList<>();
    for (String rank : each) {
      ranks.add(Stock.values(rank));
    }
    return ranks;
  }

  @Rule({"QUERY-3", "QUERY-2"})
  void numbersCompareByTheirExactValue(TestStore test) {
    Map<String, ObjectNode> bodies = strangers();
    for (JsonNode value : Stock.values("['1','2','10','',true,false]")) {
      bodies.put("y" + bodies.size(), Mixed.body("v", value));
    }
    List<List<JsonNode>> ranks =
        ranks(
            "[-1.7976931348623157e308]",
            "[-9223372036854775808,-9223372036854775808.0]",
            "[-9223372036854775807]",
            "[-9007199254740993]",
            "[-9007199254740992,-9007199254740992.0]",
            "[-10]",
            "[-2]",
            "[-0.5]",
            "[0,0.0]",
            "[5e-324]",
            "[0.1]",
            "[0.30000000000000004]",
            "[1,1.0]",
            "[1.0000000000000002]",
            "[2]",
            "[10]",
            "[9007199254740991]",
            "[9007199254740992,9007199254740992.0]",
            "[9007199254740993]",
            "[9007199254740994,9007199254740994.0]",
            "[9223372036854774784.0]",
            "[9223372036854775806]",
            "[9223372036854775807]",
            "[9223372036854775808.0]",
            "[1e300]");
    List<List<String>> ids = prepare(ranks, bodies);
    requireCompared(Table.of(test, List.of("v"), bodies), ranks, ids);
  }

  @Rule({"QUERY-3", "QUERY-2"})
  void stringsCompareByTheirBytes(TestStore test) {
    Map<String, ObjectNode> bodies = strangers();
    for (JsonNode value : Stock.values("[0,1,1.5,2,10,true,false]")) {
      bodies.put("y" + bodies.size(), Mixed.body("v", value));
    }
    List<List<JsonNode>> ranks =
        ranks(
            "['']",
            "['\\u0001']",
            "[' ']",
            "[' a']",
            "['1']",
            "['1.0']",
            "['10']",
            "['2']",
            "['A']",
            "['AB']",
            "['Z']",
            "['_']",
            "['a']",
            "['a\\u0001']",
            "['a ']",
            "['a  ']",
            "['aB']",
            "['ab']",
            "['b']",
            "['e\u0301']",
            "['false']",
            "['null']",
            "['ss']",
            "['true']",
            "['z']",
            "['\u007f']",
            "['\u00c9']",
            "['\u00df']",
            "['\u00e9']",
            "['\u0416']",
            "['\u4e2d']",
            "['\ud7ff']",
            "['\ue000']",
            "['\uffff']",
            "['\ud800\udc00']",
            "['\ud83e\udd80']",
            "['\udbff\udfff']");
    List<List<String>> ids = prepare(ranks, bodies);
    requireCompared(Table.of(test, List.of("v"), bodies), ranks, ids);
  }

  @Rule({"QUERY-3", "QUERY-2"})
  void falseComesBeforeTrueAndNeitherIsANumber(TestStore test) {
    Map<String, ObjectNode> bodies = strangers();
    for (JsonNode value : Stock.values("[0,1,0.0,1.0,'0','1','false','true','']")) {
      bodies.put("y" + bodies.size(), Mixed.body("v", value));
    }
    List<List<JsonNode>> ranks = ranks("[false]", "[true]");
    List<List<String>> ids = prepare(ranks, bodies);
    requireCompared(Table.of(test, List.of("v"), bodies), ranks, ids);
  }

  /** What engines keep of a long key, or compare of it, ends somewhere. */
  @Rule({"QUERY-3", "QUERY-1", "QUERY-4"})
  void stringsAreComparedToTheirEnds(TestStore test) {
    List<String> up = new ArrayList<>();
    Map<String, ObjectNode> bodies = new TreeMap<>();
    int[] lengths = {20_000, 4_096, 1_024, 255, 128, 64, 32};
    for (int length : lengths) {
      String head = "m".repeat(length);
      for (String tail : List.of("", "a", "b", "ba")) {
        String id = Stock.id(bodies.size() * 13 % 97);
        bodies.put(id, json(head + tail));
        up.add(id);
      }
    }
    up.sort(
        (a, b) ->
            Stock.BY_BYTES.compare(
                Stock.body(bodies, a).get("v").stringValue(),
                Stock.body(bodies, b).get("v").stringValue()));
    Table table = Table.of(test, List.of("v"), bodies).unique("v");
    for (int i = 0; i < up.size(); i += 4) {
      String value = Stock.body(bodies, up.get(i)).get("v").stringValue();
      table.finds(where("v").eq(value), up.get(i));
      table.finds(where("v").lt(value), up.subList(0, i));
      table.finds(where("v").ge(value), up.subList(i, up.size()));
      table.finds(where("v").in(value, "m"), up.get(i));
      table.finds(where("v").between(value, value), up.get(i));
    }
    table.finds(where("v").startsWith("m".repeat(20_000) + "b"), ofLength(bodies, 20_000, "b"));
    table.finds(where("v").startsWith("m".repeat(255) + "b"), ofLength(bodies, 255, "b"));
    table.sorts(Query.all().orderBy("v"), up);
  }

  private static ObjectNode json(String value) {
    return Mixed.body("v", Stock.values("['" + value + "']").get(0));
  }

  private static List<String> ofLength(Map<String, ObjectNode> bodies, int length, String tail) {
    String prefix = "m".repeat(length) + tail;
    return bodies.keySet().stream()
        .filter(id -> Stock.body(bodies, id).get("v").stringValue().startsWith(prefix))
        .toList();
  }
}
