package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.matches;
import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Document;
import dev.pagurus.Indexes;
import dev.pagurus.Page;
import dev.pagurus.Store;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Full text: that its indexes follow their documents, and relevance. */
final class TextIndexRules {

  private static List<String> withWord(TestStore test, String word) {
    return found(test.docs(), where("t").matches(word));
  }

  @Rule({"TEXT-1", "INDEX-1"})
  void wordsFollowTheirDocuments(TestStore test) {
    test.store().indexes(COLLECTION).text("t", "u");
    test.docs().create("a", json("{'t':'one two','u':'three'}"));
    test.docs().create("b", json("{'t':'two'}"));
    assertEquals(List.of("a", "b"), withWord(test, "two"));
    test.docs().put("a", json("{'t':'one','u':'two'}"));
    assertEquals(List.of("b"), withWord(test, "two"));
    assertEquals(List.of("a"), found(test.docs(), where("u").matches("two")));
    assertEquals(List.of(), found(test.docs(), where("u").matches("three")));
    assertEquals(List.of(), withWord(test, "\"one two\""));
    test.docs().patch("a", json("{'t':null}"));
    assertEquals(List.of(), withWord(test, "one"));
    test.docs().put("a", json("{'t':['one'],'u':1}"));
    assertEquals(List.of(), found(test.docs(), matches(List.of("t", "u"), "one")));
    test.docs().put("a", json("{'t':'one'}"));
    test.docs().put("a", json("{'t':'one'}"));
    assertEquals(List.of("a"), withWord(test, "one"));
    test.docs().delete("a");
    assertEquals(List.of(), withWord(test, "one"));
    test.docs().create("a", json("{'t':'four'}"));
    assertEquals(List.of(), withWord(test, "one"));
    assertEquals(List.of("a"), withWord(test, "four"));
    test.user()
        .batch()
        .put(COLLECTION, "b", json("{'t':'four'}"))
        .put(COLLECTION, "a", json("{'t':'two'}"))
        .create(COLLECTION, "c", json("{'t':'two four'}"))
        .commit();
    test.reopen();
    assertEquals(List.of("b", "c"), withWord(test, "four"));
    assertEquals(List.of("a", "c"), withWord(test, "two"));
    assertEquals(1, test.docs().count(where("t").matches("\"two four\"")));
  }

  @Rule({"TEXT-1", "USER-1", "USER-2"})
  void wordsBelongToTheirUser(TestStore test) {
    test.store().indexes(COLLECTION).text("t");
    for (String user : List.of(USER, "bob", "Alice")) {
      test.docs(user, COLLECTION).create("a", json("{'t':'shared'}").put("t", "shared " + user));
      test.docs(user, "other").create("a", json("{'t':'shared'}"));
    }
    assertEquals(List.of(), withWord(test, "bob"));
    assertEquals(1, test.docs().count(where("t").matches("shared")));
    assertEquals(
        List.of("Alice/a", USER + "/a", "bob/a"),
        Walk.across(test.store().acrossUsers(COLLECTION), where("t").matches("shared"), 2));
    test.user("bob").delete();
    assertEquals(0, test.docs("bob", COLLECTION).count(where("t").matches("shared")));
    assertEquals(2, test.store().acrossUsers(COLLECTION).count(where("t").matches("shared")));
    test.docs("bob", COLLECTION).create("a", json("{'t':'new'}"));
    assertEquals(List.of(), found(test.docs("bob", COLLECTION), where("t").matches("shared")));
    assertEquals(List.of("a"), withWord(test, "shared"));
  }

  @Rule({"TEXT-1", "FEED-4"})
  void wordsFollowAReplay(TestStore test) {
    test.store().indexes(COLLECTION).text("t");
    test.docs().create("a", json("{'t':'one'}"));
    test.docs().create("b", json("{'t':'two'}"));
    Store other = test.another();
    other.indexes(COLLECTION).text("t");
    other.user(USER).replay(test.user().changes(0, 10));
    test.docs().put("a", json("{'t':'three'}"));
    test.docs().delete("b");
    other.user(USER).replay(test.user().changes(2, 10));
    assertEquals(
        List.of("a"), found(other.user(USER).collection(COLLECTION), where("t").matches("three")));
    for (String gone : List.of("one", "two")) {
      assertEquals(
          List.of(), found(other.user(USER).collection(COLLECTION), where("t").matches(gone)));
    }
  }

  @Rule({"TEXT-3", "INDEX-1", "INDEX-3"})
  void anIndexThatIsDeclaredAgainKnowsWhatHappenedMeanwhile(TestStore test) {
    test.docs().create("a", json("{'t':'one'}"));
    test.docs().create("b", json("{'t':'two'}"));
    Indexes indexes = test.store().indexes(COLLECTION).text("t");
    assertEquals(List.of("a"), withWord(test, "one"));
    indexes.drop(new IndexDefinition(IndexDefinition.Kind.TEXT, List.of(FieldPath.of("t"))));
    fails(ErrorCode.INVALID, () -> test.docs().find(where("t").matches("one")));
    test.docs().put("a", json("{'t':'three'}"));
    test.docs().delete("b");
    test.docs().create("c", json("{'t':'one'}"));
    indexes.text("t");
    assertEquals(List.of("c"), withWord(test, "one"));
    assertEquals(List.of(), withWord(test, "two"));
    assertEquals(List.of("a"), withWord(test, "three"));
    indexes.text("u");
    assertEquals(List.of("c"), withWord(test, "one"));
    assertEquals(List.of(), found(test.docs(), where("u").matches("one")));
  }

  @Rule({"TEXT-1", "QUERY-1", "QUERY-2"})
  void textGoesWithOtherFilters(TestStore test) {
    test.store().indexes(COLLECTION).text("t").value("n");
    Map<String, ObjectNode> bodies = Stock.numbered(40);
    bodies
        .values()
        .forEach(
            body -> body.put("t", body.get("n").intValue() % 2 == 0 ? "even word" : "odd word"));
    Stock.put(test.user(), COLLECTION, bodies);
    Query even = where("t").matches("even");
    assertEquals(20, test.docs().count(even));
    assertEquals(20, test.docs().count(not(even)));
    assertEquals(5, test.docs().count(even.and("n").lt(10)));
    assertEquals(25, test.docs().count(even.or("n").lt(10)));
    assertEquals(0, test.docs().count(even.and(where("t").matches("odd"))));
    assertEquals(40, test.docs().count(even.or(where("t").matches("odd"))));
    assertEquals(15, test.docs().count(even.and(not(where("n").lt(10)))));
    assertEquals(5, test.docs().count(not(even).and("n").lt(10)));
    List<String> down = Stream.iterate(38, n -> n >= 0, n -> n - 2).map(Stock::id).toList();
    assertEquals(down, Walk.ids(test.docs(), even.orderByDescending("n"), 3));
    assertEquals(Stock.sorted(down.stream()), Walk.ids(test.docs(), even, 7));
  }

  @Rule({"TEXT-1", "QUERY-5"})
  void manyDocumentsHaveTheSameWord(TestStore test) {
    test.store().indexes(COLLECTION).text("t");
    Map<String, ObjectNode> bodies = Stock.numbered(1_100);
    bodies.values().forEach(body -> body.put("t", "common word" + body.get("n")));
    Stock.put(test.user(), COLLECTION, bodies);
    assertEquals(1_100, test.docs().count(where("t").matches("common")));
    assertEquals(List.of("0777"), withWord(test, "word777 common"));
    assertEquals(111, test.docs().count(where("t").matches("word7*")));
    assertEquals(
        List.copyOf(bodies.keySet()), Walk.ids(test.docs(), where("t").matches("common"), 400));
    try (Stream<Document<ObjectNode>> all = test.docs().stream(where("t").matches("comm*"))) {
      assertEquals(List.copyOf(bodies.keySet()), all.map(Document::id).toList());
    }
  }

  @Rule({"TEXT-1", "TEXT-2"})
  void longTextsAreSearchedToTheirEnds(TestStore test) {
    test.store().indexes(COLLECTION).text("t");
    StringBuilder text = new StringBuilder("first ");
    for (int i = 0; i < 8_000; i++) {
      text.append("w").append(i).append(' ');
    }
    String longWord = "x".repeat(40_000);
    test.docs().put("a", json("{}").put("t", text.append("last").toString()));
    test.docs().put("b", json("{}").put("t", longWord + "y " + "z".repeat(300)));
    assertEquals(List.of("a"), withWord(test, "first last"));
    assertEquals(List.of("a"), withWord(test, "\"w7999 last\""));
    assertEquals(List.of(), withWord(test, "\"last first\""));
    assertEquals(List.of(), withWord(test, "\"first w1\""));
    assertEquals(List.of("b"), withWord(test, longWord + "y"));
    assertEquals(List.of("b"), withWord(test, longWord + "*"));
    assertEquals(List.of(), withWord(test, longWord));
    assertEquals(List.of(), withWord(test, longWord + "z"));
    assertEquals(List.of(), withWord(test, "z".repeat(299)));
    assertEquals(List.of("b"), withWord(test, "z".repeat(300)));
  }

  @Rule({"TEXT-3", "INDEX-1"})
  void anyPathCanBeDeclared(TestStore test) {
    List<FieldPath> paths = new ArrayList<>();
    for (String key : Odd.KEYS) {
      paths.add(FieldPath.of(key));
      paths.add(FieldPath.of("deep", key, "t"));
    }
    ObjectNode body = json("{}");
    ObjectNode deep = json("{}");
    Map<FieldPath, String> words = new LinkedHashMap<>();
    for (FieldPath path : paths) {
      String word = "word" + words.size();
      words.put(path, word);
      if (path.keys().size() == 1) {
        body.put(path.keys().get(0), word);
      } else {
        deep.putObject(path.keys().get(1)).put("t", word);
      }
    }
    body.set("deep", deep);
    for (int from = 0; from < paths.size(); from += IndexDefinition.MAX_PATHS) {
      List<FieldPath> some =
          paths.subList(from, Math.min(paths.size(), from + IndexDefinition.MAX_PATHS));
      test.store()
          .indexes(COLLECTION)
          .declare(new IndexDefinition(IndexDefinition.Kind.TEXT, some), (done, total) -> {});
    }
    test.docs().put("a", body);
    words.forEach(
        (path, word) -> {
          assertEquals(List.of("a"), found(test.docs(), where(path).matches(word)), path::toString);
          assertEquals(
              List.of(), found(test.docs(), where(path).matches(word + "0 wordx")), path::toString);
        });
  }

  @Rule("TEXT-3")
  void searchAnswersTheBestFirst(TestStore test) {
    Store reference = test.reference();
    for (Store store : List.of(test.store(), reference)) {
      store.indexes(COLLECTION).text("t", "u");
      Map<String, ObjectNode> bodies = new LinkedHashMap<>();
      bodies.put("often", json("{'t':'crab crab crab'}"));
      bodies.put("once", json("{'t':'a crab and much else that has little to do with any'}"));
      bodies.put("none", json("{'t':'whale'}"));
      bodies.put("twin1", json("{'t':'crab shell','u':'shell'}"));
      bodies.put("twin2", json("{'t':'crab shell','u':'shell'}"));
      bodies.put("other", json("{'u':'crab'}"));
      Stock.put(store.user(USER), COLLECTION, bodies);
    }
    for (Query query :
        List.of(
            where("t").matches("crab"),
            matches(List.of("t", "u"), "crab shell"),
            matches(List.of("t", "u"), "crab*").and("t").exists(),
            where("t").matches("whale").or(where("t").matches("crab")),
            where("t").matches("nothing"))) {
      Page<ObjectNode> best = test.docs().search(query);
      assertEquals(ids(reference.user(USER).collection(COLLECTION).search(query)), ids(best));
      assertEquals(found(test.docs(), query), Stock.sorted(ids(best).stream()));
    }
    List<String> best = ids(test.docs().search(where("t").matches("crab")));
    assertEquals("often", best.get(0));
    assertEquals("once", best.get(best.size() - 1));
    assertEquals(1, best.indexOf("twin2") - best.indexOf("twin1"));
    assertEquals(best.subList(0, 2), ids(test.docs().search(where("t").matches("crab").limit(2))));
    fails(ErrorCode.INVALID, () -> test.docs().search(where("t").eq("crab")));
  }
}
