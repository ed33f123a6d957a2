package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.AcrossUsers;
import dev.pagurus.Document;
import dev.pagurus.Page;
import dev.pagurus.Store;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** One query over all users. */
final class AcrossUsersRules {

  /** Users of all sizes; U+FFFF comes before U+1F980 by bytes, and after it in UTF-16. */
  private static final List<String> USERS =
      List.of("A", "a", "a b", "ab", "b", "\uffff", "\ud83e\udd80");

  private static void prepare(TestStore test) {
    for (int which = 0; which < USERS.size(); which++) {
      String user = USERS.get(USERS.size() - 1 - which);
      Map<String, ObjectNode> bodies = Stock.numbered(which * 3);
      for (ObjectNode body : bodies.values()) {
        body.put("k", body.get("n").intValue() % 2 == 0 ? "even" : "odd").put("of", user);
      }
      Stock.put(test.user(user), COLLECTION, bodies);
      test.docs(user, "other").create("x", json("{'n':1}"));
    }
  }

  /** What each user answers, put together by hand. */
  private static List<Document<ObjectNode>> union(TestStore test, Query query) {
    List<Document<ObjectNode>> all = new ArrayList<>();
    for (String user : USERS) {
      all.addAll(test.docs(user, COLLECTION).find(query).documents());
    }
    return all;
  }

  @Rule({"QUERY-8", "ADDR-4"})
  void withoutAnOrderItIsUserById(TestStore test) {
    prepare(test);
    AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
    for (Query query :
        List.of(
            Query.all(),
            where("n").lt(5),
            where("k").eq("odd"),
            where("of").eq("a").or("of").eq("\uffff"),
            where("n").eq(99))) {
      List<String> expected = union(test, query).stream().map(Walk::place).toList();
      for (int limit = 1; limit <= 20; limit += limit < 5 ? 1 : 7) {
        assertEquals(expected, Walk.across(across, query, limit), query::toString);
      }
      assertEquals(expected, across.find(query).documents().stream().map(Walk::place).toList());
      try (Stream<Document<ObjectNode>> stream = across.stream(query)) {
        assertEquals(expected, stream.map(Walk::place).toList());
      }
      assertEquals(expected.size(), across.count(query));
      assertEquals(expected.size(), across.count(query.limit(1)));
    }
  }

  @Rule({"QUERY-8", "QUERY-4"})
  void anOrderComesFirstThenUserAndId(TestStore test) {
    prepare(test);
    test.store().indexes(COLLECTION).value("n");
    AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
    List<String> up = new ArrayList<>();
    List<String> down = new ArrayList<>();
    for (int n = 0; n < 30; n++) {
      List<String> same = union(test, where("n").eq(n)).stream().map(Walk::place).toList();
      up.addAll(same);
      down.addAll(0, same);
    }
    Query ascending = Query.all().orderBy("n");
    Query descending = Query.all().orderByDescending("n");
    for (int limit : List.of(1, 4, 9, 63, 64)) {
      assertEquals(up, Walk.across(across, ascending, limit));
      assertEquals(down, Walk.across(across, descending, limit));
    }
    assertEquals(
        up.stream().filter(place -> !place.startsWith("a/")).toList(),
        Walk.across(across, where("of").ne("a").orderBy("n"), 5));
    List<String> evenFirst = new ArrayList<>();
    for (String k : List.of("even", "odd")) {
      union(test, where("k").eq(k)).forEach(document -> evenFirst.add(Walk.place(document)));
    }
    assertEquals(evenFirst, Walk.across(across, Query.all().orderBy("k"), 6));
    try (Stream<Document<ObjectNode>> stream = across.stream(descending.limit(50))) {
      assertEquals(down.subList(0, 50), stream.map(Walk::place).toList());
    }
  }

  @Rule({"QUERY-8", "QUERY-4"})
  void kindsAreRankedAcrossUsers(TestStore test) {
    List<List<String>> ranks = Mixed.put(test.user("b"), COLLECTION, "v");
    Mixed.put(test.user("a"), COLLECTION, "v");
    test.store().indexes(COLLECTION).value("v");
    AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
    List<String> up = new ArrayList<>();
    List<String> down = new ArrayList<>();
    for (List<String> rank : ranks) {
      List<String> both = new ArrayList<>();
      rank.forEach(id -> both.add("a/" + id));
      rank.forEach(id -> both.add("b/" + id));
      up.addAll(both);
      down.addAll(0, both);
    }
    assertEquals(up, Walk.across(across, Query.all().orderBy("v"), 13));
    assertEquals(down, Walk.across(across, Query.all().orderByDescending("v"), 17));
  }

  @Rule({"QUERY-8", "QUERY-5"})
  void itsCursorsAreItsOwn(TestStore test) {
    prepare(test);
    AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
    for (Query query : List.of(Query.all(), Query.all().orderBy("n"))) {
      String cursor = across.find(query.limit(5)).cursor().orElseThrow();
      fails(ErrorCode.INVALID, () -> test.docs("A", COLLECTION).find(query, cursor));
      fails(ErrorCode.INVALID, () -> test.store().acrossUsers("other").find(query, cursor));
      fails(ErrorCode.INVALID, () -> across.find(query.orderBy("k"), cursor));
      fails(ErrorCode.INVALID, () -> across.find(where("n").eq(1), cursor));
      fails(ErrorCode.INVALID, () -> across.find(query, cursor.substring(1)));
      fails(ErrorCode.INVALID, () -> across.find(query, "x" + cursor.substring(1)));
      String own = test.docs("A", COLLECTION).find(query.limit(1)).cursor().orElseThrow();
      fails(ErrorCode.INVALID, () -> across.find(query, own));
    }
  }

  @Rule({"QUERY-8", "QUERY-5", "USER-2"})
  void itsCursorsOutliveUsersAndStores(TestStore test) {
    prepare(test);
    Store copy = test.reference();
    for (String user : USERS) {
      copy.user(user).replay(test.user(user).changes(0, Integer.MAX_VALUE));
    }
    AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
    for (Query query : List.of(Query.all(), Query.all().orderByDescending("n"))) {
      List<String> all = across.find(query).documents().stream().map(Walk::place).toList();
      for (int place = 1; place < all.size(); place += 7) {
        String cursor = across.find(query.limit(place)).cursor().orElseThrow();
        Page<ObjectNode> rest = copy.acrossUsers(COLLECTION).find(query, cursor);
        assertEquals(
            all.subList(place, all.size()), rest.documents().stream().map(Walk::place).toList());
      }
    }
    String cursor = across.find(Query.all().limit(20)).cursor().orElseThrow();
    List<String> rest =
        new ArrayList<>(
            across.find(Query.all(), cursor).documents().stream().map(Walk::place).toList());
    test.user("A").delete();
    assertEquals(
        rest.stream().filter(place -> !place.startsWith("A/")).toList(),
        across.find(Query.all(), cursor).documents().stream().map(Walk::place).toList());
  }

  @Rule({"QUERY-8", "USER-1", "REV-1"})
  void usersWithoutSuchDocumentsDoNotShow(TestStore test) {
    AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
    assertEquals(0, across.find(Query.all()).size());
    assertEquals(0, across.count(Query.all()));
    test.docs("empty", COLLECTION).create("a", json("{}"));
    test.docs("empty", COLLECTION).delete("a");
    test.docs("elsewhere", "other").create("a", json("{'n':1}"));
    test.docs(USER, COLLECTION).create("a", json("{'n':1}"));
    Page<ObjectNode> page = across.find(Query.all().limit(1));
    assertEquals(List.of(USER + "/a"), page.documents().stream().map(Walk::place).toList());
    assertEquals(true, page.cursor().isEmpty());
    assertEquals(1, across.count(where("n").eq(1)));
    assertEquals(List.of(USER + "/a"), Walk.across(across, Query.all().orderBy("n"), 1));
  }

  @Rule({"QUERY-8", "USER-3"})
  void moreUsersThanAPageHolds(TestStore test) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    int users = 503;
    Store store = test.store();
    for (int i = 0; i < users; i++) {
      sizes.put(Stock.id(i), 1);
      store.user(Stock.id(i)).collection(COLLECTION).create("x", json("{}").put("n", i % 7));
    }
    // Users that have nothing left are users still, and none may take another's place in a page.
    for (int i = 0; i < users; i += 100) {
      store.user(Stock.id(i)).collection(COLLECTION).delete("x");
      sizes.remove(Stock.id(i));
    }
    int holding = sizes.size();
    assertEquals(holding, store.acrossUsers(COLLECTION).count(Query.all()));
    assertEquals(users, store.users().count());
    List<String> places = sizes.keySet().stream().map(user -> user + "/x").toList();
    assertEquals(places, Walk.across(store.acrossUsers(COLLECTION), Query.all(), 100));
    assertEquals(
        holding, Walk.across(store.acrossUsers(COLLECTION), Query.all().orderBy("n"), 400).size());
  }
}
