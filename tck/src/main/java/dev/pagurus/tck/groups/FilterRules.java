package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;

import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What each kind of filter finds among documents made by hand, with and without indexes. */
final class FilterRules {

  @Rule({"QUERY-1", "QUERY-3"})
  void prefixesAreLiteral(TestStore test) {
    Map<String, ObjectNode> bodies = new TreeMap<>();
    List<String> texts =
        List.of(
            "",
            "a",
            "A",
            "ab",
            "abc",
            "aB",
            "Abc",
            "a%c",
            "a_c",
            "%",
            "_",
            "*",
            "a*c",
            "a?c",
            "[a]",
            "a\\c",
            "\\",
            "a b",
            "a ",
            " a",
            "\u00e9",
            "e\u0301",
            "\u00df",
            "ss",
            "i",
            "I",
            "\u0130",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\uffffz",
            "\ud83e\udd80",
            "\udbff\udfff",
            "\udbff\udfffz",
            "1",
            "true",
            "null");
    for (String text : texts) {
      bodies.put("s" + bodies.size(), JsonNodeFactory.instance.objectNode().put("v", text));
    }
    Table table = Table.of(test, List.of("v"), with(bodies, others())).unique("v");
    List<String> prefixes = new ArrayList<>(texts);
    prefixes.addAll(List.of("abcd", "a%", "a_", "\ud83e\udd80\ud83e\udd80", "xyz"));
    for (String prefix : prefixes) {
      List<String> expected =
          IntStream.range(0, texts.size())
              .filter(i -> texts.get(i).startsWith(prefix))
              .mapToObj(i -> "s" + i)
              .toList();
      table.finds(where("v").startsWith(prefix), expected);
    }
  }

  /** What is no string, each once. */
  private static Map<String, ObjectNode> others() {
    Map<String, ObjectNode> others = new TreeMap<>();
    int number = 0;
    for (var value : Stock.values("[1,10,true,false,null,['a'],{'a':'a'},[],{}]")) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.set("v", value);
      others.put("x" + number++, body);
    }
    others.put("missing", JsonNodeFactory.instance.objectNode().put("w", "a"));
    return others;
  }

  private static Map<String, ObjectNode> with(
      Map<String, ObjectNode> some, Map<String, ObjectNode> more) {
    Map<String, ObjectNode> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
  }

  @Rule({"QUERY-1", "QUERY-3", "DOC-4"})
  void containsLooksAtDirectElements(TestStore test) {
    Table table =
        Table.of(
            test,
            List.of("v"),
            "number",
            "{'v':[1]}",
            "double",
            "{'v':[2,1.0]}",
            "twice",
            "{'v':[1,1,1]}",
            "digit",
            "{'v':['1']}",
            "word",
            "{'v':['crab']}",
            "Word",
            "{'v':['Crab']}",
            "longer",
            "{'v':['crabs','a crab']}",
            "spaced",
            "{'v':['crab ']}",
            "nested",
            "{'v':[[1,'crab',null]]}",
            "inObject",
            "{'v':[{'v':1,'crab':'crab'}]}",
            "object",
            "{'v':{'0':1,'v':1,'crab':'crab'}}",
            "aNumber",
            "{'v':1}",
            "aWord",
            "{'v':'crab'}",
            "words",
            "{'v':'a crab walks'}",
            "null",
            "{'v':null}",
            "nulls",
            "{'v':[null]}",
            "true",
            "{'v':[true]}",
            "false",
            "{'v':[false]}",
            "empty",
            "{'v':[]}",
            "emptyText",
            "{'v':['']}",
            "zero",
            "{'v':[0]}",
            "minusZero",
            "{'v':[-0.0]}",
            "odd",
            "{'v':[9007199254740993]}",
            "even",
            "{'v':[9007199254740992.0]}",
            "missing",
            "{'w':[1,'crab',null]}");
    table.finds(where("v").contains(1), "number", "double", "twice");
    table.finds(where("v").contains(1.0), "number", "double", "twice");
    table.finds(where("v").contains("1"), "digit");
    table.finds(where("v").contains("crab"), "word");
    table.finds(where("v").contains("Crab"), "Word");
    table.finds(where("v").contains("crab "), "spaced");
    table.finds(where("v").contains("cra"));
    table.finds(where("v").contains(""), "emptyText");
    table.finds(where("v").contains(null), "nulls");
    table.finds(where("v").contains(true), "true");
    table.finds(where("v").contains(false), "false");
    table.finds(where("v").contains(0), "zero", "minusZero");
    table.finds(where("v").contains(9007199254740993L), "odd");
    table.finds(where("v").contains(9007199254740992L), "even");
    table.finds(where("v").contains(1).and("v").contains(2), "double");
    table.finds(where("v").contains(1).or("v").contains(2), "number", "double", "twice");
    table.finds(where("v").contains(1).and(not(where("v").contains(2))), "number", "twice");
  }

  @Rule({"QUERY-1", "QUERY-2", "QUERY-3"})
  void betweenIncludesBothEnds(TestStore test) {
    Table table =
        Table.of(
            test,
            List.of("v"),
            "below",
            "{'v':0.9999999999999999}",
            "low",
            "{'v':1}",
            "lowDouble",
            "{'v':1.0}",
            "middle",
            "{'v':1.5}",
            "high",
            "{'v':2}",
            "highDouble",
            "{'v':2.0}",
            "above",
            "{'v':2.0000000000000004}",
            "one",
            "{'v':'1'}",
            "a",
            "{'v':'a'}",
            "aA",
            "{'v':'aA'}",
            "b",
            "{'v':'b'}",
            "bb",
            "{'v':'b '}",
            "false",
            "{'v':false}",
            "true",
            "{'v':true}",
            "null",
            "{'v':null}",
            "array",
            "{'v':[1,2]}",
            "object",
            "{'v':{'v':1}}",
            "missing",
            "{}");
    table.finds(where("v").between(1, 2), "low", "lowDouble", "middle", "high", "highDouble");
    table.finds(where("v").between(1.0, 2.0), "low", "lowDouble", "middle", "high", "highDouble");
    table.finds(where("v").between(1, 1), "low", "lowDouble");
    table.finds(where("v").between(1.5, 1.75), "middle");
    table.finds(where("v").between(2, 1));
    table.finds(where("v").between("a", "b"), "a", "aA", "b");
    table.finds(where("v").between("", "a"), "one", "a");
    table.finds(where("v").between("b", "a"));
    table.finds(where("v").between(false, true), "false", "true");
    table.finds(where("v").between(true, true), "true");
    table.finds(where("v").between(true, false));
    table.finds(where("v").between(1, "b"));
    table.finds(where("v").between(false, 2));
    table.finds(where("v").between(null, null));
    table.finds(where("v").between(null, 2));
    table.finds(where("v").between("a", null));
  }

  @Rule({"QUERY-1", "QUERY-2", "QUERY-3"})
  void inHasUpToAThousandValues(TestStore test) {
    Table table =
        Table.of(
            test,
            List.of("v"),
            "first",
            "{'v':0}",
            "100",
            "{'v':100}",
            "101",
            "{'v':101.0}",
            "last",
            "{'v':999}",
            "beyond",
            "{'v':1000}",
            "half",
            "{'v':100.5}",
            "digits",
            "{'v':'100'}",
            "word",
            "{'v':'w499'}",
            "Word",
            "{'v':'W499'}",
            "true",
            "{'v':true}",
            "null",
            "{'v':null}",
            "missing",
            "{}",
            "array",
            "{'v':[100]}");
    List<Object> numbers = new ArrayList<>(IntStream.range(0, 1_000).boxed().toList());
    table.finds(where("v").in(numbers), "first", "100", "101", "last");
    table.finds(where("v").in(numbers.subList(0, 101)), "first", "100");
    Collections.reverse(numbers);
    table.finds(where("v").in(numbers.subList(0, 900)), "100", "101", "last");
    table.finds(where("v").in(Collections.nCopies(200, 999)), "last");
    List<Object> mixed = new ArrayList<>();
    IntStream.range(0, 498).forEach(i -> mixed.addAll(List.of(i + 2_000, "w" + (i + 2))));
    mixed.addAll(List.of(true, 100.5));
    table.finds(where("v").in(mixed), "half", "true", "word");
    table.finds(where("v").in(false, "", "1", -1));
    table.finds(where("v").in("100"), "digits");
    table.finds(where("v").in((Object) null), "null");
    table.finds(where("v").in(null, 100, "x"), "100", "null");
  }

  @Rule({"QUERY-1", "QUERY-2"})
  void logicIsThatOfTwoValues(TestStore test) {
    Table table =
        Table.of(
            test,
            List.of("a", "b"),
            "11",
            "{'a':1,'b':1}",
            "12",
            "{'a':1,'b':2}",
            "21",
            "{'a':2,'b':1}",
            "22",
            "{'a':2,'b':2}",
            "1n",
            "{'a':1,'b':null}",
            "n1",
            "{'a':null,'b':1}",
            "1-",
            "{'a':1}",
            "-1",
            "{'b':1}",
            "--",
            "{}");
    Query a = where("a").eq(1);
    Query b = where("b").eq(1);
    table.finds(a, "11", "12", "1n", "1-");
    table.finds(a.and(b), "11");
    table.finds(a.or(b), "11", "12", "21", "1n", "n1", "1-", "-1");
    table.finds(not(a).and(b), "21", "n1", "-1");
    table.finds(not(a).or(b), "11", "21", "22", "n1", "-1", "--");
    table.finds(not(a).and(not(b)), "22", "--");
    table.finds(not(a.or(b)), "22", "--");
    table.finds(not(a.and(b)), "12", "21", "22", "1n", "n1", "1-", "-1", "--");
    table.finds(not(not(a.and(b))), "11");
    table.finds(a.or(a).or(b).or(a.and(b)), "11", "12", "21", "1n", "n1", "1-", "-1");
    table.finds(a.or(where("b").gt(0)).or(b), "11", "12", "21", "22", "1n", "n1", "1-", "-1");
    table.finds(a.and(where("b").ne(1)), "12", "1n", "1-");
    table.finds(where("b").ne(null).and("a").exists(), "11", "12", "21", "22", "n1", "1-");
    table.finds(a.and(b.or("b").eq(2)), "11", "12");
    table.finds(a.and(b).or("b").eq(2), "11", "12", "22");
    table.finds(a.and(not(where("b").exists())), "1-");
    table.finds(a.and(not(a)));
    table.finds(a.or(not(a)), "11", "12", "21", "22", "1n", "n1", "1-", "-1", "--");
    table.finds(Query.all(), "11", "12", "21", "22", "1n", "n1", "1-", "-1", "--");
    table.finds(Query.of(Filter.none()));
    table.finds(a.and(Filter.none()));
    table.finds(a.or(Filter.none()), "11", "12", "1n", "1-");
    table.finds(a.and(Filter.all()), "11", "12", "1n", "1-");
    Query deep = a;
    for (int i = 0; i < 50; i++) {
      // Not "not this, or something that is never true".
      deep = not(not(deep).or("b").eq(7));
    }
    table.finds(deep, "11", "12", "1n", "1-");
  }

  @Rule({"QUERY-2", "QUERY-3", "DOC-4"})
  void nullIsAValueAndMissingIsNone(TestStore test) {
    Table table =
        Table.of(
                test,
                List.of("v", "o.v"),
                "null",
                "{'v':null,'o':{'v':null}}",
                "missing",
                "{'w':null,'o':{}}",
                "elsewhere",
                "{'o':null}",
                "zero",
                "{'v':0,'o':{'v':0}}",
                "empty",
                "{'v':'','o':{'v':''}}",
                "word",
                "{'v':'null','o':{'v':'null'}}",
                "false",
                "{'v':false,'o':{'v':false}}",
                "array",
                "{'v':[null],'o':[{'v':null}]}",
                "object",
                "{'v':{},'o':{'v':{}}}")
            .unique("v");
    table.finds(where("v").eq(null), "null");
    table.finds(where("o.v").eq(null), "null");
    table.finds(
        where("v").ne(null),
        "missing",
        "elsewhere",
        "zero",
        "empty",
        "word",
        "false",
        "array",
        "object");
    table.finds(where("v").exists(), "null", "zero", "empty", "word", "false", "array", "object");
    table.finds(where("o.v").exists(), "null", "zero", "empty", "word", "false", "object");
    table.finds(
        where("v").exists().and("v").ne(null), "zero", "empty", "word", "false", "array", "object");
    table.finds(where("v").in(null, "null"), "null", "word");
    table.finds(where("o.v").in(0, null), "null", "zero");
    for (Query none :
        List.of(
            where("v").lt(null),
            where("v").le(null),
            where("v").gt(null),
            where("v").ge(null),
            where("o.v").ge(null))) {
      table.finds(none);
    }
    table.finds(where("v").eq(0), "zero");
    table.finds(where("v").eq(""), "empty");
    table.finds(where("v").eq(false), "false");
    table.finds(where("v").lt(1), "zero");
    table.finds(where("v").le("zzz"), "empty", "word");
    table.finds(where("v").contains(null), "array");
    table.finds(where("v").ne(0).and("v").ne("x").and("w").exists(), "missing");
  }

  @Rule({"QUERY-1", "QUERY-4", "QUERY-7"})
  void theLimitComesLast(TestStore test) {
    Map<String, ObjectNode> bodies = Stock.numbered(40);
    bodies.values().forEach(body -> body.put("m", 39 - body.get("n").intValue()));
    Table table = Table.of(test, List.of("n", "m"), bodies);
    for (int limit : new int[] {1, 5, 19, 20, 21, 1_000}) {
      int most = Math.min(20, limit);
      List<String> low = IntStream.range(0, most).mapToObj(Stock::id).toList();
      List<String> high = IntStream.range(20, 20 + most).mapToObj(Stock::id).toList();
      List<String> highest = IntStream.range(0, most).mapToObj(i -> Stock.id(39 - i)).toList();
      table.begins(where("n").lt(20).limit(limit), low);
      table.begins(where("n").ge(20).limit(limit), high);
      table.begins(not(where("n").lt(20)).limit(limit), high);
      table.begins(where("n").ge(20).and("m").ge(0).limit(limit), high);
      table.begins(where("n").ge(20).orderBy("m").limit(limit), highest);
      table.begins(where("m").lt(20).orderByDescending("n").limit(limit), highest);
      table.begins(where("n").ge(20).or("m").lt(20).orderBy("n").limit(limit), high);
    }
  }
}
