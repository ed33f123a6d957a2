package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.matches;
import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** Full text: what a text query may ask, and where. */
final class TextQueryRules {

  @Rule("TEXT-2")
  void fieldsAreApartForPhrasesAndTogetherForWords(TestStore test) {
    test.store().indexes(COLLECTION).text("title", "body");
    test.store().indexes(COLLECTION).text("note");
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    bodies.put("ab", json("{'title':'alpha','body':'beta'}"));
    bodies.put("ba", json("{'title':'beta','body':'alpha'}"));
    bodies.put("t", json("{'title':'alpha beta'}"));
    bodies.put("b", json("{'body':'alpha beta'}"));
    bodies.put("n", json("{'note':'alpha beta','title':'gamma'}"));
    Stock.put(test.user(), COLLECTION, bodies);
    List<String> both = List.of("title", "body");
    assertEquals(List.of("ab", "b", "ba", "t"), found(test.docs(), matches(both, "beta alpha")));
    assertEquals(List.of("b", "t"), found(test.docs(), matches(both, "\"alpha beta\"")));
    assertEquals(List.of(), found(test.docs(), matches(both, "\"beta alpha\"")));
    assertEquals(List.of("t"), found(test.docs(), where("title").matches("alpha beta")));
    assertEquals(List.of("ab", "t"), found(test.docs(), where("title").matches("alpha")));
    assertEquals(List.of("ab", "b"), found(test.docs(), where("body").matches("bet*")));
    List<String> turned = List.of("body", "title");
    assertEquals(List.of("ab", "b", "ba", "t"), found(test.docs(), matches(turned, "beta alpha")));
    // Paths of two indexes in one question.
    List<String> across = List.of("note", "title");
    assertEquals(List.of("n"), found(test.docs(), matches(across, "alpha gamma")));
    assertEquals(List.of("n", "t"), found(test.docs(), matches(across, "\"alpha beta\"")));
    assertEquals(
        List.of("ab", "ba", "n", "t"),
        found(test.docs(), matches(across, "a* *").or(matches(across, "beta"))));
  }

  @Rule({"TEXT-1", "TEXT-2"})
  void onlyStringsAreSearched(TestStore test) {
    Map<String, ObjectNode> bodies =
        Stock.holding(
            "title",
            Stock.values(
                "['word',['word'],{'word':'word'},{'title':'word'},null,true,1,'true null 1']"));
    bodies.put("none", json("{'other':'word','deep':{'title':'word'}}"));
    test.store().indexes(COLLECTION).text("title");
    Stock.put(test.user(), COLLECTION, bodies);
    assertEquals(List.of("0000"), found(test.docs(), where("title").matches("word")));
    for (String text : List.of("true", "null", "1")) {
      assertEquals(List.of("0007"), found(test.docs(), where("title").matches(text)));
    }
    assertEquals(List.of(), found(test.docs(), where("title").matches("other")));
  }

  @Rule({"TEXT-2", "LIFE-5"})
  void hostileTextIsNeverASyntaxError(TestStore test) {
    List<String> hostile = new ArrayList<>(Odd.STRINGS.subList(0, Odd.STRINGS.size() - 2));
    hostile.addAll(
        List.of(
            "AND",
            "a AND",
            "OR b",
            "NOT",
            "NOT a",
            "NEAR(a b)",
            "NEAR(a, 2)",
            "a NEAR/2 b",
            "-a",
            "+a",
            "^a",
            "a^2",
            "a~1",
            "title:a",
            "title : a",
            "{title} : a",
            "- title : a",
            "a:*",
            "a*b",
            "a**",
            "*a*",
            "(a",
            "a)",
            "(a b)",
            "((((",
            "[a TO b]",
            "/a/",
            "a\"b",
            "\"a",
            "\"a\"b\"",
            "a\"\"b",
            "'a'",
            "'; DROP TABLE documents; --",
            "\\",
            "\\\"",
            "a\\*",
            "%",
            "_",
            "a%",
            "?",
            "a?b",
            "<a>",
            "a&b",
            "a|b",
            "!a",
            "@a",
            "#a",
            "$a",
            "`a`",
            "a=b",
            "a;b",
            "\u201ca\u201d",
            "\u00aba\u00bb",
            "\uff0a",
            "a\uff0a",
            "\u202eb",
            "(".repeat(200),
            "\"".repeat(201),
            "a ".repeat(200),
            "*".repeat(200)));
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (String text : hostile) {
      bodies.put(Stock.id(bodies.size()), json("{}").put("title", text));
    }
    bodies.put("plain", json("{'title':'a b title and or not near to 2 1 drop table documents'}"));
    test.store().indexes(COLLECTION).text("title");
    Stock.put(test.user(), COLLECTION, bodies);
    for (String text : hostile) {
      Query query = where("title").matches(text);
      List<String> expected = Stock.matching(bodies, query.filter());
      assertEquals(expected, found(test.docs(), query), () -> "found by <" + text + ">");
    }
    for (String no : List.of("\u0000", "a\u0000b", "\ud83e", "a\udd80")) {
      fails(
          ErrorCode.INVALID,
          () -> {
            try {
              test.docs().find(where("title").matches(no));
            } catch (IllegalArgumentException e) {
              test.docs().find("title matches \"" + no + "\"");
            }
          });
    }
  }

  @Rule({"TEXT-3", "LIFE-5"})
  void onlyDeclaredPathsCanBeMatched(TestStore test) {
    test.store().indexes(COLLECTION).text("title", "deep.text").value("v").array("tags");
    test.docs().create("a", json("{'title':'word','v':'word','tags':['word'],'x':'word'}"));
    List<Query> wrong =
        List.of(
            where("x").matches("word"),
            where("v").matches("word"),
            where("tags").matches("word"),
            where("deep").matches("word"),
            where("Title").matches("word"),
            where("text").matches("word"),
            matches(List.of("title", "x"), "word"),
            where("title").matches("word").and("x").matches("word"),
            where("v").eq(1).or(where("x").matches("word")),
            not(where("x").matches("word")),
            where("x").matches(""));
    for (Query query : wrong) {
      List<Executable> calls =
          List.of(
              () -> test.docs().find(query),
              () -> test.docs().count(query),
              () -> test.docs().search(query),
              () -> test.docs().explain(query),
              () -> test.docs().stream(query).toList(),
              () -> test.store().acrossUsers(COLLECTION).find(query),
              () -> test.store().acrossUsers(COLLECTION).count(query),
              () -> test.user().transaction(tx -> tx.collection(COLLECTION).find(query)),
              () -> test.docs(USER, "other").find(query));
      calls.forEach(call -> fails(ErrorCode.INVALID, call));
    }
    fails(ErrorCode.INVALID, () -> test.docs(USER, "other").find(where("title").matches("word")));
    assertEquals(List.of("a"), found(test.docs(), where("title").matches("word")));
    assertEquals(List.of(), found(test.docs(), where("deep.text").matches("word")));
  }

  @Rule({"TEXT-1", "TEXT-2"})
  void theAnalyserIsTheSameForEveryBackend(TestStore test) {
    String[] words = {
      "a",
      "b",
      "ab",
      "abc",
      "Abc",
      "\u00e4b",
      "A\u0308b",
      "1",
      "12",
      "x-y",
      "\u6771\u4eac",
      "\u6771\u4eac\u90fd",
      "\u4eac\u90fd",
      "\u30bf\u30ef\u30fc",
      "\u0e01\u0e32\u0e23",
      "\uc11c\uc6b8",
      "\u00df",
      "ss",
      "\ufb01n",
      "fin",
      "\u2460",
      "\ud835\udc00",
      "\ud840\udc0b\u91ce",
    };
    SplittableRandom random = test.random();
    test.store().indexes(COLLECTION).text("s", "t");
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      ObjectNode body = json("{}").put("s", text(random, words, 4));
      if (random.nextBoolean()) {
        body.put("t", text(random, words, 3));
      }
      bodies.put(Stock.id(i), body);
    }
    Stock.put(test.user(), COLLECTION, bodies);
    for (int i = 0; i < test.rounds(120); i++) {
      Query query =
          matches(random.nextBoolean() ? List.of("s", "t") : List.of("t"), question(random, words));
      List<String> expected = Stock.matching(bodies, query.filter());
      assertEquals(expected, found(test.docs(), query), query::toString);
    }
  }

  private static String text(SplittableRandom random, String[] words, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i >= 0; i--) {
      text.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? "" : " ");
    }
    return text.toString();
  }

  private static String question(SplittableRandom random, String[] words) {
    String text = text(random, words, 2);
    return switch (random.nextInt(5)) {
      case 0 -> "\"" + text + "\"";
      case 1 -> text.strip() + "*";
      case 2 -> text + "\"" + text(random, words, 1);
      default -> text;
    };
  }
}
