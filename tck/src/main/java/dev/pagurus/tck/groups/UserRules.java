package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.UserStore;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users beside each other, deleted, and listed. */
final class UserRules {

  private static final List<String> NEIGHBOURS =
      List.of("ALICE", "Alice", "al", "alice", "alice%", "alice2", "alicf");

  private static Portrait portrait(UserStore user) {
    return Portrait.of(user, COLLECTION, Query.where("n").ge(0), Query.where("name").exists());
  }

  /** The same ids for everybody, and one of each one's own. */
  private static void fill(TestStore test) {
    for (String name : NEIGHBOURS) {
      test.docs(name, COLLECTION).create("same", json("{'n':1}").put("name", name));
      test.docs(name, COLLECTION).create("of " + name, json("{'n':2}"));
    }
  }

  @Rule("USER-1")
  void nobodySeesAnothersDocuments(TestStore test) {
    fill(test);
    for (String name : NEIGHBOURS) {
      assertEquals(
          List.of("of " + name, "same"),
          Stock.found(test.docs(name, COLLECTION), Query.all()),
          name);
      assertEquals(
          List.of("same"),
          Stock.found(test.docs(name, COLLECTION), Query.where("name").eq(name)),
          name);
      assertEquals(2, test.docs(name, COLLECTION).count(), name);
      assertEquals(1, test.docs(name, COLLECTION).count(Query.where("n").eq(2)), name);
      assertEquals(2, test.user(name).changes(0, 10).changes().size(), name);
      assertEquals(Optional.empty(), test.docs(name, COLLECTION).get("of nobody"));
    }
    assertEquals(Optional.empty(), test.docs("alice", COLLECTION).get("of al"));
    assertEquals(new Changes(List.of(), 0, false), test.user("alic").changes(0, 10));
    assertEquals(List.of(), test.user("alic").collections());
    assertEquals(0, test.docs("alic", COLLECTION).count());
  }

  @Rule("USER-1")
  void whatOneDoesChangesNothingOfTheOthers(TestStore test) {
    fill(test);
    Map<String, Portrait> before = new LinkedHashMap<>();
    NEIGHBOURS.forEach(name -> before.put(name, portrait(test.user(name))));
    test.docs("alice", COLLECTION).put("same", json("{'n':5}"));
    test.docs("alice", COLLECTION).delete("same");
    test.docs("alice", COLLECTION).delete("of alice");
    test.user("al").delete();
    for (String name : NEIGHBOURS) {
      if (!name.equals("alice") && !name.equals("al")) {
        assertEquals(before.get(name), portrait(test.user(name)), name);
      }
    }
    assertEquals(5, test.user("alice").revision());
    assertEquals(0, test.user("al").revision());
  }

  @Rule("USER-2")
  void aDeletedUserIsNew(TestStore test) {
    test.store().indexes(COLLECTION).value("n").unique("mail").array("tags").text("title");
    for (String collection : List.of("first", COLLECTION, "zoo")) {
      test.docs("alice", collection)
          .create("a", json("{'n':1,'mail':'x','tags':['t'],'title':'crab'}"));
    }
    test.docs("alice", COLLECTION).create("gone", json("{}"));
    test.docs("alice", COLLECTION).delete("gone");
    assertTrue(test.user("alice").delete());
    assertEquals(Optional.empty(), test.user("alice").info());
    assertEquals(List.of(), test.store().users(null, 10));
    assertEquals(List.of(), test.user("alice").collections());
    assertEquals(new Changes(List.of(), 0, false), test.user("alice").changes(0, 10));
    for (Query query :
        List.of(
            Query.all(),
            Query.where("n").eq(1),
            Query.where("mail").eq("x"),
            Query.where("tags").contains("t"),
            Query.where("title").matches("crab"))) {
      assertEquals(List.of(), Stock.found(test.docs("alice", COLLECTION), query), query::toString);
      assertEquals(0, test.docs("alice", COLLECTION).count(query), query::toString);
    }
    assertEquals(1, test.docs("alice", COLLECTION).create("b", json("{'mail':'x'}")).revision());
    assertEquals(1, test.user("alice").changes(0, 10).changes().size());
  }

  @Rule("USER-3")
  void usersAreListedInOrderPageByPage(TestStore test) {
    fill(test);
    test.docs("emptied", COLLECTION).create("a", json("{}"));
    test.docs("emptied", COLLECTION).delete("a");
    List<String> expected = new ArrayList<>(NEIGHBOURS);
    expected.add("emptied");
    for (int limit = 1; limit <= 9; limit++) {
      assertEquals(expected, walk(test, limit), "by " + limit);
    }
    assertEquals(expected, test.store().users().map(UserInfo::user).toList());
    assertEquals(
        List.of("alice2", "alicf"),
        test.store().users("alice1", 2).stream().map(UserInfo::user).toList());
    assertEquals(List.of(), test.store().users("zoe", 5));
  }

  private static List<String> walk(TestStore test, int limit) {
    List<String> names = new ArrayList<>();
    @Nullable String after = null;
    while (true) {
      List<UserInfo> page = test.store().users(after, limit);
      assertTrue(page.size() <= limit, "a page is no longer than its limit");
      page.forEach(info -> names.add(info.user()));
      if (page.size() < limit) {
        return names;
      }
      after = page.get(limit - 1).user();
    }
  }

  @Rule("USER-3")
  void whatIsKnownOfAUserIsListed(TestStore test) {
    test.docs("bob", COLLECTION).create("a", json("{'n':1}"));
    test.docs("bob", "other").create("b", json("{}"));
    test.docs("bob", COLLECTION).create("c", json("{'n':22}"));
    test.docs("bob", COLLECTION).delete("a");
    UserInfo expected = new UserInfo("bob", 4, 2, 10, 0);
    assertEquals(List.of(expected), test.store().users(null, 5));
    assertEquals(Optional.of(expected), test.user("bob").info());
  }

  @Rule({"USER-3", "ADDR-1"})
  void collectionsAreListedWhileTheyHaveDocuments(TestStore test) {
    List<String> collections = List.of("a", "a-b", "a_b", "ab", "b", "z9");
    for (String collection : collections) {
      test.docs("bob", collection).create("x", json("{}"));
      test.docs("bob", collection).create("y", json("{}"));
    }
    assertEquals(collections, listed(test));
    test.docs("bob", "ab").delete("x");
    test.docs("bob", "b").delete("x");
    test.docs("bob", "b").delete("y");
    assertEquals(List.of("a", "a-b", "a_b", "ab", "z9"), listed(test));
    test.reopen();
    test.docs("bob", "z9").delete("x");
    test.docs("bob", "z9").delete("y");
    assertEquals(List.of("a", "a-b", "a_b", "ab"), listed(test));
    test.docs("bob", "b").create("y", json("{}"));
    assertEquals(List.of("a", "a-b", "a_b", "ab", "b"), listed(test));
  }

  private static List<String> listed(TestStore test) {
    return test.user("bob").collections().stream().map(CollectionInfo::collection).toList();
  }
}
