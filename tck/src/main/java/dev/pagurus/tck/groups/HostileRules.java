package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.InvalidQueryException;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.query.Where;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Input that wants to be more than data. */
final class HostileRules {

  /** SQL, JSON paths, globs, shells, templates, logs, markup, regular expressions. */
  private static final List<String> EVIL =
      Stock.names(
          "' OR 1=1 --\t\"; DROP TABLE documents; --\t'); DELETE FROM documents; --\t%\t_\t*\t${x}\t"
              + "../../etc/passwd\t{{7*7}}\t$(reboot)\t`reboot`\t|reboot\t; reboot\t<script>\t]]>\t"
              + "&amp;\t$.a\t$..*\t$[*]\t[#-1]\t@.a\t?1\t:a\t@p\t$1\t/*\t*/\t--\t#\t\\\t\\'\t\\\"\t''\t"
              + "\"\"\t`` `\t%s%n%d\t{0}\t\\u0000\t\\x00\t.*\t(?i)a\t[a-z]+\t^a$\tNULL\tUNION SELECT 1\t"
              + "x' AND '1'='1\tCASE WHEN 1 THEN 1 END\tjson('{}')\t\u202eevil\t\ufeff\u200b");

  @Rule({"LIFE-5", "USER-1"})
  void namesAreNeverCode(TestStore test) {
    for (String evil : EVIL) {
      test.docs(evil, COLLECTION).create(evil, json("{}").put(evil, evil));
    }
    for (String evil : EVIL) {
      assertEquals(1, test.docs(evil, COLLECTION).count());
      assertEquals(
          evil, there(test.docs(evil, COLLECTION).get(evil)).value().get(evil).stringValue());
      assertEquals(1, test.user(evil).changes(0, 10).changes().size());
      fails(ErrorCode.EXISTS, () -> test.docs(evil, COLLECTION).create(evil, json("{}")));
    }
    assertEquals(0, test.docs().count());
    assertEquals(EVIL.size(), test.store().users().count());
    for (String evil : EVIL) {
      test.user(evil).delete();
    }
    assertEquals(0, test.store().users().count());
  }

  /** Whatever a name would become if somebody filled it in, it stands beside that, as it is. */
  @Rule({"LIFE-5", "ADDR-5"})
  void namesStandBesideWhatTheyCouldBecome(TestStore test) {
    List<String> all = new ArrayList<>(EVIL);
    all.addAll(
        Stock.names(
            "${y}\t${user.home}\t${}\t$x\t%USERNAME%\t%20\t \t&lt;\t<\t\\n\t&#97;\ta\t%61\t\\u0061\t"
                + "{{x}}\t49\t{}\t{1}\t%d\t1\tnull\t'\t''''\t\\\\\\\\\t~\t~root\t#{1+1}\t2"));
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    all.forEach(name -> bodies.put(name, json("{}").put("name", name)));
    Stock.put(test.user(), COLLECTION, bodies);
    List<String> sorted = Stock.sorted(bodies.keySet().stream());
    assertEquals(sorted, found(test.docs(), Query.all()));
    assertEquals(sorted, found(test.docs(), Query.all().orderBy("name")));
    for (String name : sorted) {
      assertEquals(name, there(test.docs().get(name)).value().get("name").stringValue());
      assertEquals(name, there(test.docs().get(name)).id());
    }
    assertEquals(
        sorted,
        Stock.sorted(
            test.user().changes(0, 1_000).changes().stream().map(one -> one.address().id())));
    assertEquals(sorted.size(), sorted.stream().filter(test.docs()::delete).count());
  }

  @Rule({"LIFE-5", "QUERY-1", "QUERY-3", "INDEX-1"})
  void keysAndOperandsAreNeverCode(TestStore test) {
    List<String> indexed = EVIL.subList(0, 16);
    for (String evil : indexed) {
      test.store().indexes(COLLECTION).value(FieldPath.of(evil).toString());
    }
    test.store().indexes(COLLECTION).value("v").array("l").unique("u").text("v");
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (String evil : EVIL) {
      ObjectNode body = json("{}").put("v", evil).put("u", evil).put(evil, evil);
      body.putArray("l").add(evil);
      bodies.put(Stock.id(bodies.size()), body);
    }
    Stock.put(test.user(), COLLECTION, bodies);
    for (int i = 0; i < EVIL.size(); i++) {
      String evil = EVIL.get(i);
      List<String> one = List.of(Stock.id(i));
      Map<Query, List<String>> expected = new LinkedHashMap<>();
      expected.put(where("v").eq(evil), one);
      expected.put(where("u").eq(evil), one);
      expected.put(where("l").contains(evil), one);
      expected.put(where(FieldPath.of(evil)).eq(evil), one);
      expected.put(where(FieldPath.of(evil)).exists(), one);
      expected.put(where(FieldPath.of(evil, evil)).exists(), List.of());
      expected.put(where("v").in(evil, "none").and(FieldPath.of(evil)).ge(evil), one);
      expected.forEach(
          (query, ids) -> {
            assertEquals(ids, found(test.docs(), query), query::toString);
            assertEquals(ids.size(), test.docs().count(query), query::toString);
            assertEquals(ids, found(test.docs(), Query.parse(query.toString())));
          });
      Query order = Query.all().orderBy(Sort.descending(FieldPath.of(evil)));
      assertEquals(one, found(test.docs(), order.limit(1)), order::toString);
      fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().put("new", json("{}").put("u", evil)));
    }
    assertEquals(EVIL.size(), test.docs().count());
  }

  @Rule({"LIFE-5", "QUERY-1"})
  void operandsThatNoDocumentHoldsAreRefused(TestStore test) {
    test.docs().create("a", json("{'a':1}"));
    List<Object> bad =
        List.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            "\u0000",
            "a\u0000b",
            "\ud83e",
            "\udd80a",
            BigInteger.TEN,
            BigDecimal.ONE,
            'c',
            new int[0],
            Instant.EPOCH,
            List.of(1),
            Map.of(),
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.arrayNode(),
            JsonNodeFactory.instance.numberNode(BigInteger.ONE.shiftLeft(64)));
    List<Function<Where, Function<Object, Query>>> tests =
        List.of(
            path -> path::eq,
            path -> path::lt,
            path -> path::contains,
            path -> value -> path.between(value, 1),
            path -> value -> path.in(1, value));
    for (Object value : bad) {
      for (Function<Where, Function<Object, Query>> one : tests) {
        assertThrows(InvalidQueryException.class, () -> one.apply(where("a")).apply(value));
      }
    }
    assertEquals(List.of("a"), found(test.docs(), where("a").eq(1)));
  }

  @Rule({"LIFE-5", "QUERY-5"})
  void brokenQueriesAndCursorsAreRefused(TestStore test) {
    Stock.put(test.user(), COLLECTION, Stock.numbered(3));
    Portrait before = Portrait.of(test.user(), COLLECTION);
    List<String> queries = new ArrayList<>(EVIL);
    queries.addAll(
        List.of(
            "n =",
            "= 1",
            "n = 1 2",
            "n == 1",
            "n = 'x'",
            "n = \"x",
            "n in ()",
            "n in (1",
            "not",
            "n between 1",
            "n between 1 and",
            "and n = 1",
            "n = 1 or",
            "(n = 1",
            "n = 1)",
            "n",
            "order by",
            "n = 1 order n",
            "limit",
            "limit x",
            "limit -1",
            "limit 1.5",
            "limit 1 1",
            "limit 99999999999",
            "n = 1e999",
            "n = 99999999999999999999",
            "n = NaN",
            "n = 01",
            "n = \"\\ud83e\"",
            "n = \"\\u0000\"",
            "n startsWith 1",
            "n matches 1",
            "n.. = 1",
            ".n = 1",
            "`n = 1",
            "n = 1; n = 2",
            "n = 1 -- x",
            "(".repeat(5_000) + "n = 1",
            "not ".repeat(5_000) + "n = 1",
            "n = 1 and ".repeat(20_000) + "n = 1",
            "\u0000",
            "n = \ud83e",
            "\ud83e\udd80",
            "select * from documents"));
    for (String query : queries) {
      fails(ErrorCode.INVALID, () -> test.docs().find(query));
    }
    SplittableRandom random = test.random();
    for (int i = 0; i < 200; i++) {
      StringBuilder cursor = new StringBuilder();
      for (int length = random.nextInt(1, 60); length > 0; length--) {
        cursor.append((char) random.nextInt(0x20, 0x7F));
      }
      fails(ErrorCode.INVALID, () -> test.docs().find(Query.all(), cursor.toString()));
    }
    EVIL.forEach(evil -> fails(ErrorCode.INVALID, () -> test.docs().find(Query.all(), evil)));
    assertEquals(before, Portrait.of(test.user(), COLLECTION));
  }

  @Rule({"LIFE-5", "DOC-1"})
  void treesWithoutEndAreRefused(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    JsonNode deep = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 20_000; i++) {
      deep =
          i % 2 == 0
              ? JsonNodeFactory.instance.arrayNode().add(deep)
              : JsonNodeFactory.instance.objectNode().set("a", deep);
    }
    ObjectNode body = json("{}");
    body.set("deep", deep);
    List<Executable> calls =
        List.of(
            () -> test.docs().put("a", body),
            () -> test.docs().create("b", body),
            () -> test.docs().patch("a", body),
            () -> test.user().batch().put(COLLECTION, "b", body),
            () -> test.docs().update("a", old -> body));
    calls.forEach(call -> fails(ErrorCode.INVALID, call));
    ObjectNode ring = json("{}");
    ring.set("self", ring);
    fails(ErrorCode.INVALID, () -> test.docs().put("a", ring));
    same(json("{'n':1}"), there(test.docs().get("a")).value());
    assertEquals(1, test.user().revision());
  }

  @Rule({"ADDR-5", "LIFE-5"})
  void nothingLeavesItsPlace(TestStore test) {
    String word = "escaped" + Long.toUnsignedString(test.random().nextLong());
    List<String> names = new ArrayList<>();
    for (String up : List.of("../", "../../", "..\\", "/tmp/", "a/../../../", "./../", "..%2f")) {
      names.add(up + word);
    }
    for (String name : names) {
      test.docs(name, COLLECTION).create(name, json("{'v':1}"));
      test.user(name)
          .backup(test.directory().resolve("backup" + names.indexOf(name)), Progress.NONE);
    }
    test.reopen();
    for (String name : names) {
      assertEquals(List.of(name), found(test.docs(name, COLLECTION), where("v").eq(1)));
    }
    test.closeStore();
    Path place = test.directory().toAbsolutePath();
    for (Path out = place.getParent(); out != null; out = out.getParent()) {
      assertFalse(Files.exists(out.resolve(word)), () -> word + " escaped from " + place);
    }
    assertFalse(Files.exists(Path.of("/tmp", word)));
    assertEquals(names.size(), test.store().users().count());
  }

  @Rule({"QUERY-1", "QUERY-3", "DOC-3"})
  void textThatLooksLikeJsonIsText(TestStore test) {
    List<String> texts =
        List.of("{\"b\":1}", "[1,2]", "\"a\"", "null", "true", "1", "1.0", "{}", "[]", "\"", "1e3");
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (String text : texts) {
      ObjectNode body = json("{}").put("a", text);
      body.putArray("l").add(text);
      bodies.put(Stock.id(bodies.size()), body);
    }
    for (String collection : List.of(COLLECTION, "plain")) {
      if (collection.equals(COLLECTION)) {
        test.store().indexes(collection).value("a").value("a.b").array("a").array("l");
      }
      var docs = test.docs(USER, collection);
      Stock.put(test.user(), collection, bodies);
      List<Query> none =
          List.of(
              where("a.b").exists(),
              where("a").eq(null),
              where("a").eq(true),
              where("a").eq(1),
              where("a").ge(0),
              where("a").contains(1),
              where("l").contains(1),
              where("l").contains(null),
              where("l").contains(true),
              where("a").eq("a"));
      none.forEach(query -> assertEquals(List.of(), found(docs, query), query::toString));
      for (int i = 0; i < texts.size(); i++) {
        List<String> one = List.of(Stock.id(i));
        assertEquals(one, found(docs, where("a").eq(texts.get(i))));
        assertEquals(one, found(docs, where("l").contains(texts.get(i))));
      }
      assertEquals(texts.size(), docs.count(where("a").startsWith("")));
    }
  }
}
