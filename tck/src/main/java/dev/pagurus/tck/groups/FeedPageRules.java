package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.UserChanges;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The feed page by page, and what it may forget. */
final class FeedPageRules {

  /** What {@link #fill} leaves, in order. */
  private static final List<String> LATEST =
      List.of("2 things/b", "5 other/e", "6 things/a", "6 -things/d", "6 things/z", "7 things/c");

  private static void fill(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    test.user()
        .batch()
        .create(COLLECTION, "d", json("{}"))
        .create(COLLECTION, "b", json("{}"))
        .create(COLLECTION, "c", json("{}"))
        .commit();
    test.docs().put("a", json("{'n':2}"));
    test.docs().delete("c");
    test.docs(USER, "other").create("e", json("{}"));
    test.user()
        .batch()
        .create(COLLECTION, "z", json("{}"))
        .delete(COLLECTION, "d")
        .put(COLLECTION, "a", json("{'n':3}"))
        .commit();
    test.docs().create("c", json("{}"));
  }

  private static String line(Change change) {
    String sign = change instanceof Change.Deleted ? "-" : "";
    return change.revision()
        + " "
        + sign
        + change.address().collection()
        + "/"
        + change.address().id();
  }

  @Rule({"FEED-1", "USER-3"})
  void theFeedsOfAllUsersAreToldOneAfterTheOther(TestStore test) {
    List<String> users = List.of("A", "a", "b", "\uffff", "\ud83e\udd80");
    for (String user : users) {
      for (int i = 0; i < 5; i++) {
        test.docs(user, COLLECTION).create("d" + i, json("{'n':1}"));
      }
    }
    Store store = test.reopen();
    for (int limit : List.of(1, 2, 7)) {
      List<String> expected = new ArrayList<>();
      for (String user : users) {
        FeedRules.walk(test.user(user), 2, limit)
            .forEach(change -> expected.add(user + "@" + change.revision()));
      }
      List<String> told = new ArrayList<>();
      try (Stream<UserChanges> pages = store.changesAcrossUsers(user -> 2, limit)) {
        pages.forEach(
            page ->
                page.changes()
                    .orElseThrow()
                    .changes()
                    .forEach(change -> told.add(page.user() + "@" + change.revision())));
      }
      assertEquals(expected, told);
    }
    test.docs("b", COLLECTION).delete("d0");
    try (Stream<UserChanges> pages = store.changesAcrossUsers(user -> 5, 10)) {
      List<UserChanges> told = pages.toList();
      assertEquals(List.of("b"), told.stream().map(UserChanges::user).toList());
      assertEquals(6, told.get(0).changes().orElseThrow().upTo());
    }
    try (Stream<UserChanges> pages =
        store.changesAcrossUsers(user -> user.equals("a") ? 99 : 6, 10)) {
      UserChanges madeAnew =
          pages.filter(page -> page.user().equals("a")).findFirst().orElseThrow();
      assertEquals(ErrorCode.HISTORY_TRUNCATED, madeAnew.failure().orElseThrow().code());
    }
  }

  @Rule("FEED-1")
  void theLatestChangeOfEveryDocumentIsToldOnce(TestStore test) {
    fill(test);
    for (long since = 0; since <= 7; since++) {
      long after = since;
      List<String> expected =
          LATEST.stream().filter(line -> Long.parseLong(line.substring(0, 1)) > after).toList();
      for (int limit = 1; limit <= 8; limit++) {
        assertEquals(expected, walk(test, since, limit), "since " + since + ", by " + limit);
      }
    }
  }

  private static List<String> walk(TestStore test, long since, int limit) {
    List<String> lines = new ArrayList<>();
    long from = since;
    Changes page;
    do {
      page = test.user().changes(from, limit);
      boolean oneRevision =
          page.changes().stream().mapToLong(Change::revision).distinct().count() <= 1;
      assertTrue(page.changes().size() <= limit || oneRevision, "a page is longer than its limit");
      assertTrue(!page.more() || page.upTo() > from, "a page leads on");
      page.changes().forEach(change -> lines.add(line(change)));
      from = page.upTo();
    } while (page.more());
    assertEquals(7, from, "where the last page ends");
    return lines;
  }

  @Rule("FEED-1")
  void anEmptyFeedIsOnePage(TestStore test) {
    assertEquals(new Changes(List.of(), 0, false), test.user("nobody").changes(0, 10));
    test.docs().create("a", json("{}"));
    assertEquals(new Changes(List.of(), 1, false), test.user().changes(1, 10));
  }

  @Rule("FEED-3")
  void deletionsStayForTheirTime(TestStore test) {
    test.with("feed-retention", "1h");
    test.docs().create("a", json("{}"));
    test.docs().create("b", json("{}"));
    test.docs().delete("a");
    test.docs().put("c", json("{}"));
    test.clock().advance(Duration.ofMinutes(55));
    test.store().compact(Progress.NONE);
    assertEquals(
        List.of("2 things/b", "3 -things/a", "4 things/c"),
        test.user().changes(0, 10).changes().stream().map(FeedPageRules::line).toList());
    assertEquals(0, test.user().info().orElseThrow().horizon());
  }

  @Rule("FEED-3")
  void whatWasForgottenIsNeverHalfAnswered(TestStore test) {
    test.with("feed-retention", "1h");
    test.docs().create("a", json("{}"));
    test.docs().create("b", json("{}"));
    test.docs().delete("a");
    test.docs().put("c", json("{}"));
    test.clock().advance(Duration.ofMinutes(65));
    test.docs().delete("b");
    test.store().compact(Progress.NONE);
    for (long since = 0; since < 3; since++) {
      long from = since;
      fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user().changes(from, 10));
    }
    long horizon = test.user().info().orElseThrow().horizon();
    assertEquals(3, horizon);
    assertEquals(
        List.of("4 things/c", "5 -things/b"),
        test.user().changes(horizon, 10).changes().stream().map(FeedPageRules::line).toList());
    assertFalse(test.user().changes(4, 10).more());
    test.reopen();
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user().changes(0, 10));
  }

  @Rule("FEED-3")
  void aRevisionToComeIsRefused(TestStore test) {
    test.docs().create("a", json("{}"));
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user().changes(2, 10));
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user("nobody").changes(1, 10));
  }
}
