package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pagurus.StoreException;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.InvalidQueryException;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The text form of queries: it means what the builder means, and finds the same. */
final class LanguageRules {

  private static final Map<String, ObjectNode> BODIES = bodies();

  private static Map<String, ObjectNode> bodies() {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    bodies.put("dotted", json("{'a.b':1,'n':1}"));
    bodies.put("nested", json("{'a':{'b':1},'n':2}"));
    bodies.put("keyword", json("{'order':1,'limit':'and','n':3}"));
    bodies.put("odd", json("{'':1,'a b':2,'qu\\u0022o`te':3,'\ud83e\udd80':4,'9':5,'n':4}"));
    bodies.put("deep", json("{'x':{'y.z':{'not':true}},'n':5}"));
    bodies.put("texts", json("{'s':'say \\u0022hi\\u0022 \\\\ \\n \u00e9 \ud83e\udd80','n':6}"));
    bodies.put("words", json("{'s':'a and b or not c','l':['in','between'],'n':7}"));
    bodies.put("big", json("{'v':9007199254740993,'n':8}"));
    bodies.put("double", json("{'v':9007199254740992.0,'n':9}"));
    bodies.put("small", json("{'v':-1.5e-3,'n':10}"));
    bodies.put("null", json("{'v':null,'n':11}"));
    bodies.put("true", json("{'v':true,'n':12}"));
    return bodies;
  }

  private static void requireSame(TestStore test, String text, Query query, String... expected) {
    assertEquals(query, Query.parse(text), text);
    assertEquals(query, Query.parse(query.toString()), query::toString);
    for (String collection : List.of(COLLECTION, "indexed")) {
      var docs = test.docs(TestStore.USER, collection);
      assertEquals(List.of(expected), ids(docs.find(text)), text);
      assertEquals(List.of(expected), found(docs, query), text);
      assertEquals(List.of(expected), ids(docs.find(query.toString())), query::toString);
    }
  }

  private static void prepare(TestStore test) {
    test.store().indexes("indexed").value("v").value("s").value("n").value("`a.b`").value("a.b");
    Stock.put(test.user(), COLLECTION, BODIES);
    Stock.put(test.user(), "indexed", BODIES);
  }

  @Rule({"LANG-1", "QUERY-1"})
  void oddNamesStandInBackquotes(TestStore test) {
    prepare(test);
    requireSame(test, "`a.b` = 1", where(FieldPath.of("a.b")).eq(1), "dotted");
    requireSame(test, "a.b = 1", where(FieldPath.of("a", "b")).eq(1), "nested");
    requireSame(test, "`a`.`b` = 1", where("a.b").eq(1), "nested");
    requireSame(
        test,
        "not `a.b` exists and a exists",
        not(where("`a.b`").exists()).and("a").exists(),
        "nested");
    requireSame(test, "`order` = 1", where(FieldPath.of("order")).eq(1), "keyword");
    requireSame(
        test,
        "`limit` = \"and\" order by `order` limit 1",
        where("`limit`").eq("and").orderBy("`order`").limit(1),
        "keyword");
    requireSame(test, "`` = 1", where(FieldPath.of("")).eq(1), "odd");
    requireSame(test, "`a b` = 2", where(FieldPath.of("a b")).eq(2), "odd");
    requireSame(test, "`qu\"o``te` = 3", where(FieldPath.of("qu\"o`te")).eq(3), "odd");
    requireSame(test, "`\ud83e\udd80` = 4", where(FieldPath.of("\ud83e\udd80")).eq(4), "odd");
    requireSame(test, "`9` in (5)", where(FieldPath.of("9")).in(5), "odd");
    requireSame(
        test, "x.`y.z`.`not` = true", where(FieldPath.of("x", "y.z", "not")).eq(true), "deep");
    requireSame(
        test,
        "`a.b` exists or a.b exists order by `a.b` desc, n",
        where("`a.b`")
            .exists()
            .or("a.b")
            .exists()
            .orderBy(Sort.descending(FieldPath.of("a.b")))
            .orderBy("n"),
        "dotted",
        "nested");
  }

  @Rule({"LANG-1", "QUERY-1", "QUERY-3"})
  void valuesAreWrittenAsInJson(TestStore test) {
    prepare(test);
    String said = "say \"hi\" \\ \n \u00e9 \ud83e\udd80";
    requireSame(
        test, "s = \"say \\\"hi\\\" \\\\ \\n \u00e9 \ud83e\udd80\"", where("s").eq(said), "texts");
    requireSame(
        test,
        "s = \"\\u0073ay \\u0022hi\\u0022 \\u005c \\u000a \\u00e9 \\ud83e\\udd80\"",
        where("s").eq(said),
        "texts");
    requireSame(test, "s startsWith \"say \\\"\"", where("s").startsWith("say \""), "texts");
    requireSame(test, "s = \"a and b or not c\"", where("s").eq("a and b or not c"), "words");
    requireSame(test, "l contains \"between\"", where("l").contains("between"), "words");
    requireSame(test, "v = 9007199254740993", where("v").eq(9007199254740993L), "big");
    requireSame(test, "v = 9007199254740992", where("v").eq(9007199254740992L), "double");
    requireSame(test, "v = 9007199254740992.0", where("v").eq(9007199254740992.0), "double");
    requireSame(test, "v = -0.0015", where("v").eq(-0.0015), "small");
    requireSame(test, "v = -15E-4", where("v").eq(-0.0015), "small");
    requireSame(test, "v < 0", where("v").lt(0), "small");
    requireSame(test, "v between -1 and 0", where("v").between(-1, 0), "small");
    requireSame(test, "v = null", where("v").eq(null), "null");
    requireSame(test, "v in (null, true, 1e0)", where("v").in(null, true, 1.0), "null", "true");
    requireSame(
        test, "v >= 9.007199254740992e15", where("v").ge(9007199254740992.0), "big", "double");
  }

  @Rule({"LANG-1", "QUERY-1", "QUERY-2", "QUERY-4"})
  void notBindsTightestThenAndThenOr(TestStore test) {
    prepare(test);
    Query one = where("n").eq(1);
    Query low = where("n").lt(4);
    Query two = where("n").eq(2);
    requireSame(test, "n = 1 or n = 2 and n < 4", one.or(two.and(low)), "dotted", "nested");
    requireSame(test, "n = 9 or n = 2 and n = 1", where("n").eq(9).or(two.and(one)), "double");
    requireSame(test, "(n = 1 or n = 2) and n < 2", one.or(two).and("n").lt(2), "dotted");
    requireSame(test, "not n = 1 and n < 4", not(one).and(low), "keyword", "nested");
    requireSame(
        test, "not (n = 1 and n < 4) and n <= 2", not(one.and(low)).and("n").le(2), "nested");
    requireSame(test, "not not n = 1", not(not(one)), "dotted");
    requireSame(
        test,
        "not n = 1 or n = 1 and n < 1 order by n limit 2",
        not(one).or(one.and("n").lt(1)).orderBy("n").limit(2),
        "nested",
        "keyword");
    requireSame(
        test,
        "N exists OR n BETWEEN 1 AND 2 AND NOT n = 1",
        where("N").exists().or(where("n").between(1, 2).and(not(one))),
        "nested");
    requireSame(test, "n in(1,2)and n>1", where("n").in(1, 2).and("n").gt(1), "nested");
    requireSame(test, " \n n\t=  1 \r\n", one, "dotted");
    requireSame(
        test,
        "order by n desc limit 2",
        Query.all().orderByDescending("n").limit(2),
        "true",
        "null");
    requireSame(
        test,
        "n <= 2 order by v asc, n DESC",
        where("n").le(2).orderBy("v").orderByDescending("n"),
        "nested",
        "dotted");
    requireSame(test, "limit 1", Query.all().limit(1), "big");
  }

  @Rule({"LANG-1", "LIFE-5"})
  void errorsSayWhere(TestStore test) {
    prepare(test);
    Map<String, Integer> wrong = new LinkedHashMap<>();
    wrong.put("n = 1 and", 9);
    wrong.put("n = 'x'", 4);
    wrong.put("n == 1", 3);
    wrong.put("order = 1", 6);
    wrong.put("n = 1 n = 2", 6);
    wrong.put("n startsWith 1", 13);
    wrong.put("(n = 1", 6);
    wrong.put("n between 1 or 2", 12);
    wrong.put("n = 1 limit 0", 12);
    wrong.put("a..b = 1", 2);
    wrong.forEach(
        (text, position) -> {
          StoreException error = fails(ErrorCode.INVALID, () -> test.docs().find(text));
          InvalidQueryException cause =
              assertInstanceOf(InvalidQueryException.class, error.getCause(), text);
          assertEquals(position, cause.position().orElse(-1), text);
        });
    assertEquals(BODIES.size(), test.docs().count());
  }
}
