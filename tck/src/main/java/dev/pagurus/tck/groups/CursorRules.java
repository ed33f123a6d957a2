package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Page;
import dev.pagurus.Store;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Cursors: what they are bound to, and what befalls them. */
final class CursorRules {

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static String cursor(DocumentCollection<ObjectNode> docs, Query query, int after) {
    return docs.find(query.limit(after)).cursor().orElseThrow();
  }

  @Rule({"QUERY-5", "LIFE-5"})
  void aDamagedCursorIsRefused(TestStore test) {
    Map<String, ObjectNode> bodies = Stock.numbered(5);
    bodies.values().forEach(body -> body.put("s", "text " + body.get("n")).putNull("z"));
    Stock.put(test.user(), COLLECTION, bodies);
    for (Query query : List.of(Query.all(), Query.all().orderBy("s").orderByDescending("n"))) {
      String cursor = cursor(test.docs(), query, 2);
      assertEquals(3, test.docs().find(query, cursor).size());
      for (String damaged : damages(cursor)) {
        fails(ErrorCode.INVALID, () -> test.docs().find(query, damaged));
      }
    }
  }

  private static Set<String> damages(String cursor) {
    Set<String> all = new TreeSet<>();
    for (int at = 0; at < cursor.length(); at++) {
      String head = cursor.substring(0, at);
      String tail = cursor.substring(at + 1);
      int letter = LETTERS.indexOf(cursor.charAt(at));
      for (int bit = 1; bit < 64; bit <<= 1) {
        all.add(head + LETTERS.charAt(letter ^ bit) + tail);
      }
      all.addAll(List.of(head, head + tail, head + "A" + cursor.substring(at), head + "=" + tail));
      all.add(head + " " + cursor.substring(at));
    }
    all.addAll(
        List.of(
            "",
            " ",
            "x",
            "null",
            cursor + "A",
            cursor + "=",
            cursor + "\n",
            cursor + cursor,
            "A".repeat(10_000),
            "%41",
            "\u0000",
            "\ud83e\udd80",
            cursor.toLowerCase(Locale.ROOT),
            cursor + "==",
            "../" + cursor,
            "AQ",
            "AQAAAAAAAAAA",
            "____"));
    all.remove(cursor);
    return all;
  }

  @Rule("QUERY-5")
  void aCursorOfAnotherQueryIsRefused(TestStore test) {
    for (String user : List.of(USER, "bob")) {
      for (String collection : List.of(COLLECTION, "other")) {
        Stock.put(test.user(user), collection, Stock.numbered(6));
      }
    }
    Query query = where("n").ge(0).orderBy("n");
    String cursor = cursor(test.docs(), query, 2);
    List<Query> others =
        List.of(
            Query.all(),
            Query.all().orderBy("n"),
            where("n").ge(0),
            where("n").ge(1).orderBy("n"),
            where("n").ge("0").orderBy("n"),
            where("n").gt(0).orderBy("n"),
            where("m").ge(0).orderBy("n"),
            where("n").ge(0).and("n").ge(0).orderBy("n"),
            Query.not(where("n").ge(0)).orderBy("n"),
            where("n").ge(0).orderByDescending("n"),
            where("n").ge(0).orderBy("m"),
            where("n").ge(0).orderBy("n").orderBy("m"));
    for (Query other : others) {
      fails(ErrorCode.INVALID, () -> test.docs().find(other, cursor));
      Optional<String> theirs = test.docs().find(other.limit(1)).cursor();
      theirs.ifPresent(one -> fails(ErrorCode.INVALID, () -> test.docs().find(query, one)));
    }
    fails(ErrorCode.INVALID, () -> test.docs("bob", COLLECTION).find(query, cursor));
    fails(ErrorCode.INVALID, () -> test.docs("Alice", COLLECTION).find(query, cursor));
    fails(ErrorCode.INVALID, () -> test.docs(USER, "other").find(query, cursor));
    fails(ErrorCode.INVALID, () -> test.store().acrossUsers(COLLECTION).find(query, cursor));
    fails(ErrorCode.INVALID, () -> test.docs().list(2, cursor));
    assertEquals(List.of("0002", "0003"), ids(test.docs().find(query.limit(2), cursor)));
  }

  @Rule("QUERY-5")
  void theLimitMayChange(TestStore test) {
    test.store().indexes(COLLECTION).value("n");
    Stock.put(test.user(), COLLECTION, Stock.numbered(30));
    for (Query query : List.of(Query.all(), Query.all().orderBy("n"))) {
      List<String> seen = new ArrayList<>();
      Page<ObjectNode> page = test.docs().find(query.limit(1));
      for (int limit = 1; page.cursor().isPresent(); limit++) {
        seen.addAll(ids(page));
        page = test.docs().find(query.limit(limit), page.cursor().get());
      }
      seen.addAll(ids(page));
      assertEquals(found(test.docs(), query), seen);
      String cursor = cursor(test.docs(), query, 10);
      assertEquals(20, test.docs().find(query, cursor).size());
    }
    String listed = test.docs().list(4).cursor().orElseThrow();
    assertEquals(List.of("0004", "0005"), ids(test.docs().find(Query.all().limit(2), listed)));
    assertEquals(List.of("0004", "0005"), ids(test.docs().list(2, listed)));
  }

  @Rule("QUERY-5")
  void aCursorOutlivesItsStore(TestStore test) {
    test.store().indexes(COLLECTION).value("v");
    Mixed.put(test.user(), COLLECTION, "v");
    Store reference = test.reference();
    reference.user(USER).replay(test.user().changes(0, Integer.MAX_VALUE));
    DocumentCollection<ObjectNode> copy = reference.user(USER).collection(COLLECTION);
    for (Query query :
        List.of(
            Query.all(), Query.all().orderByDescending("v"), where("v").exists().orderBy("v"))) {
      List<String> all = found(copy, query);
      for (int place = 1; place < all.size(); place += 5) {
        String here = cursor(test.docs(), query, place);
        String there = cursor(copy, query, place);
        List<String> rest = all.subList(place, all.size());
        assertEquals(rest, ids(copy.find(query, here)));
        assertEquals(rest, ids(test.docs().find(query, there)));
      }
    }
    Query query = Query.all().orderBy("v");
    String cursor = cursor(test.docs(), query, 40);
    List<String> rest = ids(test.docs().find(query, cursor));
    test.reopen();
    assertEquals(rest, ids(test.docs().find(query, cursor)));
  }

  @Rule("QUERY-5")
  void aCursorOutlivesTheDocumentItPointsAt(TestStore test) {
    for (boolean indexed : new boolean[] {false, true}) {
      String collection = indexed ? "indexed" : COLLECTION;
      if (indexed) {
        test.store().indexes(collection).value("n");
      }
      Stock.put(test.user(), collection, Stock.numbered(10));
      DocumentCollection<ObjectNode> docs = test.docs(USER, collection);
      Query up = Query.all().orderBy("n");
      Query down = Query.all().orderByDescending("n");
      Map<Query, String> cursors = new LinkedHashMap<>();
      List.of(Query.all(), up).forEach(query -> cursors.put(query, cursor(docs, query, 4)));
      String downwards = cursor(docs, down, 6);
      docs.delete("0003");
      cursors.forEach(
          (query, cursor) ->
              assertEquals(List.of("0004", "0005"), ids(docs.find(query.limit(2), cursor))));
      docs.put("0004", json("{'n':99}"));
      assertEquals(List.of("0003x", "0002"), idsAfter(docs, down.limit(2), downwards));
      docs.put("0005", json("{}"));
      assertEquals(List.of("0006", "0007"), ids(docs.find(up.limit(2), cursor(cursors, up))));
      for (int i = 6; i < 10; i++) {
        docs.delete(Stock.id(i));
      }
      assertEquals(List.of("0004"), ids(docs.find(up, cursor(cursors, up))));
      docs.delete("0004");
      Page<ObjectNode> none = docs.find(up, cursor(cursors, up));
      assertTrue(none.documents().isEmpty() && none.cursor().isEmpty());
    }
  }

  /** Puts a document where another was, which must come then. */
  private static List<String> idsAfter(
      DocumentCollection<ObjectNode> docs, Query query, String cursor) {
    docs.put("0003x", json("{'n':3}"));
    try {
      return ids(docs.find(query, cursor));
    } finally {
      docs.delete("0003x");
    }
  }

  private static String cursor(Map<Query, String> cursors, Query query) {
    return Optional.ofNullable(cursors.get(query)).orElseThrow();
  }

  @Rule({"QUERY-5", "QUERY-4"})
  void cursorsHoldValuesOfAnyLength(TestStore test) {
    test.store().indexes(COLLECTION).value("s");
    List<String> tails = List.of("", "a", "b", "\u00e9", "\uffff", "\ud83e\udd80");
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (String head : List.of("x".repeat(20_000), "\u0001\u0002", "\"\\/'%")) {
      for (String tail : tails) {
        bodies.put("id" + (bodies.size() * 7 % 18) + tail, json("{}").put("s", head + tail));
      }
    }
    Stock.put(test.user(), COLLECTION, bodies);
    for (Query query : List.of(Query.all().orderBy("s"), Query.all().orderByDescending("s"))) {
      List<String> all = found(test.docs(), query);
      assertEquals(18, all.size());
      assertEquals(all, Walk.ids(test.docs(), query, 1));
      assertEquals(all, Walk.ids(test.docs(), query, 5));
    }
  }

  @Rule({"QUERY-5", "ADDR-4"})
  void cursorsHoldAnyId(TestStore test) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (String id :
        List.of(
            " ",
            "a",
            "a ",
            "a/b",
            "\"",
            "%",
            "=",
            "\u00e9",
            "e\u0301",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\ud83e\udd80",
            "\udbff\udfff",
            "z".repeat(255),
            "\udbff\udfff".repeat(63))) {
      bodies.put(id, json("{'n':1}"));
    }
    Stock.put(test.user(), COLLECTION, bodies);
    Function<Query, List<String>> walk = query -> Walk.ids(test.docs(), query, 1);
    List<String> all = Stock.sorted(bodies.keySet().stream());
    assertEquals(all, walk.apply(Query.all()));
    assertEquals(all, walk.apply(Query.all().orderByDescending("n")));
    for (String user : List.of("\udbff\udfff".repeat(63), "z".repeat(255))) {
      Stock.put(test.user(user), COLLECTION, bodies);
    }
    assertEquals(48, Walk.across(test.store().acrossUsers(COLLECTION), Query.all(), 1).size());
    assertEquals(
        48, Walk.across(test.store().acrossUsers(COLLECTION), Query.all().orderBy("n"), 5).size());
  }
}
