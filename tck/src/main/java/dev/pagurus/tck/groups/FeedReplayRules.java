package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What becomes of a feed in another store. */
final class FeedReplayRules {

  private static void fill(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    test.docs(USER, "other").create("a", json("{'n':2}"));
    test.clock().advance(Duration.ofSeconds(10));
    test.docs().put("a", json("{'n':3}"));
    test.docs().create("b", json("{'n':4}"));
    test.clock().advance(Duration.ofSeconds(10));
    test.docs().delete("b");
    test.user().batch().put(COLLECTION, "c", json("{}")).put("other", "d", json("{}")).commit();
    test.clock().advance(Duration.ofSeconds(10));
  }

  private static List<Changes> pages(UserStore user, int limit) {
    List<Changes> pages = new ArrayList<>();
    long since = 0;
    do {
      pages.add(user.changes(since, limit));
      since = pages.get(pages.size() - 1).upTo();
    } while (pages.get(pages.size() - 1).more());
    return pages;
  }

  private static Portrait things(UserStore user) {
    return Portrait.of(user, COLLECTION, Query.where("n").ge(1));
  }

  @Rule({"FEED-2", "FEED-4"})
  void anEmptyUserBecomesEqualPageByPage(TestStore test) {
    fill(test);
    UserStore copy = test.another().user(USER);
    for (Changes page : pages(test.user(), 1)) {
      copy.replay(page);
    }
    assertEquals(things(test.user()), things(copy));
    assertEquals(Portrait.of(test.user(), "other"), Portrait.of(copy, "other"));
    List<String> ids = List.of("a", "b", "c");
    assertEquals(test.docs().get(ids), copy.collection(COLLECTION).get(ids));
  }

  @Rule({"FEED-2", "FEED-4"})
  void pagesMayComeAgainAndInAnyOrder(TestStore test) {
    fill(test);
    List<Changes> pages = pages(test.user(), 1);
    Collections.reverse(pages);
    UserStore copy = test.another().user(USER);
    pages.forEach(copy::replay);
    pages.forEach(copy::replay);
    assertEquals(things(test.user()), things(copy));
    assertEquals(Portrait.of(test.user(), "other"), Portrait.of(copy, "other"));
  }

  /** A copy that follows stays equal, with what is written in between, over what it had. */
  @Rule({"FEED-1", "FEED-2", "FEED-4"})
  void aCopyThatFollowsStaysEqual(TestStore test) {
    UserStore copy = test.another().user(USER);
    long since = 0;
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 4; i++) {
        test.clock().advance(Duration.ofSeconds(7));
        String collection = i % 2 == 0 ? COLLECTION : "other";
        test.docs(USER, collection).put("k" + i, json("{}").put("n", round));
        test.user()
            .batch()
            .put(collection, "b" + round % 3, json("{}").put("n", i))
            .put("third", "x", json("{}").put("n", round))
            .delete(COLLECTION, "k" + (round + i) % 4)
            .delete("other", "never there")
            .commit();
      }
      for (Changes page = test.user().changes(since, 4); ; page = test.user().changes(since, 4)) {
        copy.replay(page);
        since = page.upTo();
        if (!page.more()) {
          break;
        }
      }
      for (String collection : List.of(COLLECTION, "other", "third")) {
        Query query = Query.where("n").ge(0).orderByDescending("n");
        assertEquals(
            Portrait.of(test.user(), collection, query),
            Portrait.of(copy, collection, query),
            "after round " + round);
      }
    }
    assertTrue(
        test.user().changes(0, 1_000).changes().stream()
            .noneMatch(change -> change.address().id().equals("never there")),
        "what never was is no deletion");
  }

  @Rule("FEED-4")
  void theNewestWinsOverAStalePage(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    test.docs().create("b", json("{'n':1}"));
    Changes stale = test.user().changes(0, 10);
    test.docs().put("a", json("{'n':2}"));
    test.docs().delete("b");
    UserStore copy = test.another().user(USER);
    copy.replay(test.user().changes(2, 10));
    copy.replay(stale);
    assertEquals(things(test.user()), things(copy));
    test.user().replay(stale);
    assertEquals(things(copy), things(test.user()));
  }

  @Rule("FEED-4")
  void thePageRaisesTheUsersRevision(TestStore test) {
    UserStore copy = test.user();
    copy.replay(new Changes(List.of(), 7, false));
    assertEquals(7, copy.revision());
    assertEquals(8, test.docs().create("a", json("{}")).revision());
    copy.replay(new Changes(List.of(), 5, false));
    assertEquals(8, copy.revision());
  }

  @Rule({"FEED-4", "INDEX-2"})
  void uniqueIndexesJudgeCommitsAndNotReplays(TestStore test) {
    test.docs().create("a", json("{'mail':'x'}"));
    test.docs().create("b", json("{'mail':'x'}"));
    Store other = test.another();
    other.indexes(COLLECTION).unique("mail");
    UserStore copy = other.user(USER);
    pages(test.user(), 1).forEach(copy::replay);
    assertEquals(2, copy.collection(COLLECTION).count(Query.where("mail").eq("x")));
    fails(
        ErrorCode.UNIQUE_VIOLATION,
        () -> copy.collection(COLLECTION).create("c", json("{'mail':'x'}")));
    assertEquals(2, copy.revision());
  }
}
