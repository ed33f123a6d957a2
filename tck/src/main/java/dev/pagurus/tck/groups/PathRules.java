package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where paths lead: through the members of objects, key by key, and nowhere else. */
final class PathRules {

  @Rule({"QUERY-1", "QUERY-2", "QUERY-4"})
  void pathsDoNotLeadThroughArrays(TestStore test) {
    Table table =
        Table.of(
            test,
            List.of("a.b", "a.`0`", "a.`0`.b", "a"),
            "object",
            "{'a':{'b':1}}",
            "inArray",
            "{'a':[{'b':1}]}",
            "inArrays",
            "{'a':[[{'b':1}],{'b':1}]}",
            "arrayBelow",
            "{'a':{'b':[1]}}",
            "index",
            "{'a':['x','y']}",
            "digit",
            "{'a':{'0':'x'}}",
            "digitAndKey",
            "{'a':{'0':{'b':1}}}",
            "text",
            "{'a':'b'}",
            "json",
            "{'a':'{\\u0022b\\u0022:1}'}",
            "null",
            "{'a':null}",
            "missing",
            "{'b':1}");
    table.finds(where("a.b").eq(1), "object");
    table.finds(where("a.b").exists(), "object", "arrayBelow");
    table.finds(where("a.b").contains(1), "arrayBelow");
    table.finds(where("a.b").in(1, 2, null), "object");
    table.finds(where("a.b").between(0, 2), "object");
    table.finds(where("a.`0`").exists(), "digit", "digitAndKey");
    table.finds(where("a.`0`").eq("x"), "digit");
    table.finds(where("a.`0`").startsWith(""), "digit");
    table.finds(where("a.`0`.b").eq(1), "digitAndKey");
    table.finds(where("a").contains("x"), "index");
    table.finds(where("a").eq("b"), "text");
    table.finds(where("a.b.c").exists());
    table.sorts(
        where("a").exists().orderByDescending("a.b"),
        "arrayBelow",
        "object",
        "digit",
        "digitAndKey",
        "inArray",
        "inArrays",
        "index",
        "json",
        "null",
        "text");
  }

  @Rule({"QUERY-1", "QUERY-2", "DOC-4"})
  void keysAreTakenLiterally(TestStore test) {
    Map<String, ObjectNode> bodies = new TreeMap<>();
    List<String> keys =
        List.of(
            "a.b",
            "a",
            "b",
            "",
            ".",
            "..",
            "a.",
            ".b",
            "a..b",
            "A",
            "A.b",
            "a.B",
            "ab",
            "a b",
            "a ",
            "a`b",
            "a\"b",
            "a'b",
            "a\\b",
            "a/b",
            "$",
            "$.a",
            "$[0]",
            "a[0]",
            "*",
            "%",
            "_",
            "0",
            "-1",
            "#",
            "@",
            "order",
            "not",
            "null",
            "\u00e9",
            "e\u0301",
            "\u00c9",
            "\ud83e\udd80",
            "\uffff",
            "\n",
            "\u0001",
            "k".repeat(300),
            "k".repeat(300) + "l");
    for (String key : keys) {
      bodies.put("k" + bodies.size(), JsonNodeFactory.instance.objectNode().put(key, 1));
    }
    ObjectNode deep = JsonNodeFactory.instance.objectNode();
    deep.putObject("a").put("b", 1);
    bodies.put("deep", deep);
    List<String> indexed =
        List.of("a.b", "`a.b`", "``", "`a``b`", "`a\"b`", "`\u00e9`", "`\ud83e\udd80`");
    Table table = Table.of(test, indexed, bodies);
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).equals("a")) {
        continue;
      }
      table.finds(where(FieldPath.of(keys.get(i))).exists(), "k" + i);
      table.finds(where(FieldPath.of(keys.get(i))).eq(1), "k" + i);
    }
    table.finds(where("a").exists(), "k1", "deep");
    table.finds(where("a").eq(1), "k1");
    table.finds(where("a.b").eq(1), "deep");
    table.finds(where("`a.b`").ge(1), "k0");
    table.finds(where(FieldPath.of("a", "")).exists());
    table.finds(where(FieldPath.of("", "")).exists());
  }

  @Rule({"QUERY-1", "QUERY-3"})
  void pathsAreAsLongAsDocumentsAreDeep(TestStore test) {
    Map<String, ObjectNode> bodies = new TreeMap<>();
    String[] keys = "a b c d e f g h i j k l m n o p q r s t u v w x y z".split(" ", -1);
    for (int depth = 1; depth <= keys.length; depth++) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      ObjectNode at = body;
      for (int i = 0; i < depth - 1; i++) {
        at = at.putObject(keys[i]);
      }
      at.put("end", depth);
      bodies.put(Stock.id(depth), body);
    }
    Table table = Table.of(test, List.of("a.end", "a.b.end", "a.b.c.d.e.f.g.h.end"), bodies);
    StringBuilder way = new StringBuilder();
    for (int depth = 1; depth <= keys.length; depth++) {
      table.finds(where(way + "end").eq(depth), Stock.id(depth));
      table.finds(where(way + "end").gt(0), Stock.id(depth));
      table.finds(where(way + "end").ne(depth).and(way + "end").exists());
      way.append(keys[depth - 1]).append('.');
    }
    table.finds(where("a.b.c").exists().and(not(where("a.b.c.d").exists())), "0004");
    table.sorts(where("a.b.c.d").exists().orderBy("a.b.c.d.end").limit(50), below(keys.length));
  }

  /** All that lead on from d, and the one that ends there last. */
  private static List<String> below(int deepest) {
    List<String> ids = new ArrayList<>();
    for (int depth = 6; depth <= deepest; depth++) {
      ids.add(Stock.id(depth));
    }
    ids.add(Stock.id(5));
    return ids;
  }

  @Rule({"QUERY-1", "QUERY-3", "QUERY-4"})
  void caseOfKeysCounts(TestStore test) {
    Table table =
        Table.of(
            test,
            List.of("name", "Name", "o.key"),
            "lower",
            "{'name':1}",
            "upper",
            "{'Name':2}",
            "shouted",
            "{'NAME':3}",
            "both",
            "{'name':4,'Name':5}",
            "deep",
            "{'o':{'key':1}}",
            "Deep",
            "{'o':{'Key':1}}",
            "DEEP",
            "{'O':{'key':1}}");
    table.finds(where("name").exists(), "lower", "both");
    table.finds(where("Name").exists(), "upper", "both");
    table.finds(where("NAME").exists(), "shouted");
    table.finds(where("nAME").exists());
    table.finds(where("name").gt(0).and("Name").gt(0), "both");
    table.finds(where("o.key").eq(1), "deep");
    table.finds(where("o.Key").eq(1), "Deep");
    table.finds(where("O.key").eq(1), "DEEP");
    table.sorts(where("name").exists().orderBy("Name"), "lower", "both");
    table.begins(
        Query.all().orderBy(Sort.descending(FieldPath.of("Name"))).orderBy("name").limit(3),
        List.of("both", "upper", "DEEP"));
  }
}
