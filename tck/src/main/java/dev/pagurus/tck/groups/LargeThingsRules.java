package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.DocumentCollection;
import dev.pagurus.WriteBatch;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Large things that are allowed work like small ones. */
final class LargeThingsRules {

  @Rule({"ADDR-2", "INDEX-2", "TEXT-1", "FEED-1"})
  void theLongestNamesServeEverywhere(TestStore test) {
    String user = "\ud83e\udd80".repeat(63) + "abc";
    String collection = "c".repeat(63);
    String id = "\u6771".repeat(85);
    String neighbour = "\u6771".repeat(84) + "\u4eac";
    test.store().indexes(collection).value("n").unique("mail").array("tags").text("text");
    DocumentCollection<ObjectNode> docs = test.docs(user, collection);
    docs.create(id, json("{'n':1,'mail':'m','tags':['t'],'text':'word'}"));
    docs.create(neighbour, json("{'n':2}"));
    failsAt(
        ErrorCode.UNIQUE_VIOLATION,
        user,
        collection,
        neighbour,
        () -> docs.put(neighbour, json("{'mail':'m'}")));
    for (Query query :
        List.of(
            where("n").eq(1),
            where("mail").eq("m"),
            where("tags").contains("t"),
            where("text").matches("word"))) {
      assertEquals(List.of(id), Stock.found(docs, query));
    }
    assertEquals(List.of(neighbour, id), Walk.ids(docs, Query.all(), 1));
    assertEquals(2, test.user(user).changes(0, 10).changes().size());
    assertTrue(docs.delete(id));
    docs.put(neighbour, json("{'mail':'m'}"));
  }

  @Rule({"QUERY-1", "LIFE-5"})
  void largeFiltersAreAnswered(TestStore test) {
    test.store().indexes(COLLECTION).value("n").array("list");
    Map<String, ObjectNode> bodies = Stock.numbered(60);
    bodies.values().forEach(body -> body.putArray("list").add(body.get("n").intValue()));
    bodies.values().forEach(body -> body.put("odd", body.get("n").intValue()));
    Stock.put(test.user(), COLLECTION, bodies);
    List<Integer> thousand = IntStream.range(30, 1_030).boxed().toList();
    for (String path : List.of("n", "odd")) {
      assertFinds(test, 30, where(path).in(thousand));
      assertFinds(test, 30, Query.not(where(path).in(thousand)));
      assertFinds(test, 60, any(path, 3_000));
      assertFinds(test, 0, Query.of(Filter.allOf(tests(path, 3_000))));
      assertFinds(test, 30, nested(path, 200));
    }
    List<Filter> contains = new ArrayList<>();
    IntStream.range(50, 1_050).forEach(i -> contains.add(where("list").contains(i).filter()));
    assertFinds(test, 10, Query.of(Filter.anyOf(contains)));
  }

  private static void assertFinds(TestStore test, int expected, Query query) {
    assertEquals(expected, test.docs().find(query).size());
    assertEquals(expected, test.docs().count(query));
    assertEquals(expected, test.store().acrossUsers(COLLECTION).count(query));
  }

  private static List<Filter> tests(String path, int count) {
    return IntStream.range(0, count).mapToObj(i -> where(path).eq(i).filter()).toList();
  }

  private static Query any(String path, int count) {
    return Query.of(Filter.anyOf(tests(path, count)));
  }

  /** Is {@code path < 30}, nested so deep that and, or and not alternate. */
  private static Query nested(String path, int levels) {
    Filter filter = where(path).lt(30).filter();
    for (int level = 0; level < levels; level += 4) {
      filter = new Filter.Not(filter);
      filter = new Filter.And(List.of(filter, where(path).exists().filter()));
      filter = new Filter.Not(filter);
      filter = new Filter.Or(List.of(filter, where(path).lt(0).filter()));
    }
    return Query.of(filter);
  }

  @Rule({"INDEX-1", "INDEX-3"})
  void manyIndexesServeOneCollection(TestStore test) {
    for (int i = 0; i < 12; i++) {
      test.store().indexes(COLLECTION).value("p" + i).array("l" + i).text("t" + i);
    }
    test.store().indexes(COLLECTION).unique("p0").unique("p1").value("p0", "p1");
    ObjectNode body = json("{}");
    for (int i = 0; i < 12; i++) {
      body.put("p" + i, i).put("t" + i, "word" + i).putArray("l" + i).add(i);
    }
    test.docs().create("a", body);
    test.reopen();
    assertEquals(39, test.store().indexes(COLLECTION).list().size());
    for (int i = 0; i < 12; i++) {
      assertEquals(List.of("a"), Stock.found(test.docs(), where("p" + i).eq(i)));
      assertEquals(List.of("a"), Stock.found(test.docs(), where("l" + i).contains(i)));
      assertEquals(List.of("a"), Stock.found(test.docs(), where("t" + i).matches("word" + i)));
      assertEquals(List.of(), Stock.found(test.docs(), where("t" + i).matches("word" + (i + 1))));
    }
    assertTrue(test.docs().delete("a"));
    assertEquals(List.of(), Stock.found(test.docs(), where("p3").eq(3)));
  }

  @Rule({"QUERY-3", "QUERY-4", "INDEX-2", "INDEX-3"})
  void longStringsAreComparedToTheirEnds(TestStore test) {
    test.store().indexes(COLLECTION).value("s").unique("u").array("l");
    String head = "x".repeat(20_000);
    List<String> tails = List.of("", "a", "b", "\u00e9", "\uffff", "\ud83e\udd80");
    for (int i = 0; i < tails.size(); i++) {
      ObjectNode body = json("{}").put("s", head + tails.get(i)).put("u", head + tails.get(i));
      body.putArray("l").add(head + tails.get(i));
      test.docs().put(Stock.id(i), body);
    }
    List<String> ids = IntStream.range(0, tails.size()).mapToObj(Stock::id).toList();
    assertEquals(ids, Walk.ids(test.docs(), Query.all().orderBy("s"), 1));
    for (int i = 0; i < tails.size(); i++) {
      String text = head + tails.get(i);
      assertEquals(List.of(ids.get(i)), Stock.found(test.docs(), where("s").eq(text)));
      assertEquals(List.of(ids.get(i)), Stock.found(test.docs(), where("l").contains(text)));
      assertEquals(tails.size() - i, test.docs().count(where("s").ge(text)));
      assertEquals(i == 0 ? 6 : 1, test.docs().count(where("s").startsWith(text)));
    }
    failsAt(
        ErrorCode.UNIQUE_VIOLATION,
        USER,
        COLLECTION,
        "new",
        () -> test.docs().put("new", json("{}").put("u", head + "\u00e9")));
  }

  @Rule("DOC-3")
  void wideBodiesSurvive(TestStore test) {
    ObjectNode wide = json("{}");
    IntStream.range(0, 5_000).forEach(i -> wide.put("key" + i, i));
    ArrayNode list = wide.putArray("list");
    IntStream.range(0, 10_000).forEach(i -> list.addArray());
    wide.put("k".repeat(1 << 20), 1);
    test.store().indexes(COLLECTION).value("key7").array("list");
    test.docs().put("a", wide);
    test.reopen();
    same(wide, there(test.docs().get("a")).value());
    assertEquals(List.of("a"), Stock.found(test.docs(), where("key7").eq(7)));
    assertEquals(
        List.of("a"), Stock.found(test.docs(), where(FieldPath.of("k".repeat(1 << 20))).eq(1)));
  }

  @Rule({"INDEX-1", "QUERY-1"})
  void arraysOfThousandsAreIndexed(TestStore test) {
    test.store().indexes(COLLECTION).array("list");
    ObjectNode long1 = json("{}");
    ArrayNode list = long1.putArray("list");
    IntStream.range(0, 2_000).forEach(i -> list.add(i).add("s" + i).add(i));
    test.docs().put("a", long1);
    for (Object value : new Object[] {0, 1_999, "s0", "s1999"}) {
      assertEquals(List.of("a"), Stock.found(test.docs(), where("list").contains(value)));
      assertEquals(1, test.docs().count(where("list").contains(value)));
    }
    assertEquals(0, test.docs().count(where("list").contains(2_000)));
    test.docs().put("a", json("{'list':[1]}"));
    assertEquals(0, test.docs().count(where("list").contains(1_999)));
  }

  @Rule({"ADDR-3", "USER-3"})
  void aUserHasManyCollections(TestStore test) {
    WriteBatch batch = test.user().batch();
    IntStream.range(0, 300).forEach(i -> batch.put("c" + i, "a", json("{}").put("n", i)));
    batch.commit();
    assertEquals(
        Stock.sorted(IntStream.range(0, 300).mapToObj(i -> "c" + i)),
        test.user().collections().stream().map(CollectionInfo::collection).toList());
    assertEquals(1, test.docs(USER, "c17").count());
    assertEquals(
        Stream.of("c17", "c299").map(name -> "a").toList(),
        Stream.of("c17", "c299")
            .flatMap(name -> Stock.found(test.docs(USER, name), Query.all()).stream())
            .toList());
    assertEquals(300, test.user().info().orElseThrow().documents());
  }
}
