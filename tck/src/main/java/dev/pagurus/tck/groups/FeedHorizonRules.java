package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.StoreException;
import dev.pagurus.UserStore;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.util.List;

/** How long the feed remembers deletions. */
final class FeedHorizonRules {

  /** "1 a" for a document written, "2 -b" for one deleted. */
  private static List<String> lines(UserStore user, long since) {
    return user.changes(since, 100).changes().stream()
        .map(
            change ->
                change.revision()
                    + (change instanceof Change.Deleted ? " -" : " ")
                    + change.address().id())
        .toList();
  }

  private static void compactAfter(TestStore test, Duration step) {
    test.clock().advance(step);
    test.store().compact(Progress.NONE);
  }

  private static long horizon(UserStore user) {
    return user.info().orElseThrow().horizon();
  }

  @Rule("FEED-3")
  void deletionsStayThirtyDaysUnlessSet(TestStore test) {
    test.docs().create("a", json("{}"));
    test.docs().create("b", json("{}"));
    test.docs().delete("a");
    compactAfter(test, Duration.ofDays(29).plusHours(23));
    assertEquals(List.of("2 b", "3 -a"), lines(test.user(), 0));
    compactAfter(test, Duration.ofHours(2));
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user().changes(0, 10));
    assertEquals(3, horizon(test.user()));
    assertEquals(List.of(), lines(test.user(), 3));
    assertEquals(List.of("b"), Stock.found(test.docs(), Query.all()));
  }

  @Rule("FEED-3")
  void aShorterOrLongerTimeIsASetting(TestStore test) {
    test.with("feed-retention", "90d");
    test.docs().create("a", json("{}"));
    test.docs().delete("a");
    compactAfter(test, Duration.ofDays(89));
    assertEquals(List.of("2 -a"), lines(test.user(), 0));
    test.closeStore();
    test.with("feed-retention", "100d");
    compactAfter(test, Duration.ofDays(10));
    assertEquals(List.of("2 -a"), lines(test.user(), 0));
    test.closeStore();
    test.with("feed-retention", "1m");
    compactAfter(test, Duration.ofSeconds(1));
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user().changes(0, 10));
    assertEquals(2, horizon(test.user()));
  }

  @Rule("FEED-3")
  void whatIsPastIsToldWholeOrRefused(TestStore test) {
    // Nobody compacts: whether the deletion is still told is the backend's own business.
    test.with("feed-retention", "1h");
    test.docs().create("a", json("{}"));
    test.docs().create("b", json("{}"));
    test.docs().delete("a");
    test.clock().advance(Duration.ofDays(3));
    test.docs().put("b", json("{'n':1}"));
    test.docs().create("c", json("{}"));
    test.docs().delete("c");
    for (int opening = 0; opening < 2; opening++) {
      for (long since = 0; since < 3; since++) {
        try {
          assertEquals(List.of("3 -a", "4 b", "6 -c"), lines(test.user(), since));
        } catch (StoreException e) {
          assertEquals(ErrorCode.HISTORY_TRUNCATED, e.code());
        }
      }
      assertEquals(List.of("4 b", "6 -c"), lines(test.user(), 3));
      test.reopen();
    }
  }

  @Rule({"FEED-3", "USER-2"})
  void aUserMadeAnewHasNoHorizon(TestStore test) {
    test.docs().create("a", json("{}"));
    test.docs().delete("a");
    test.docs().create("b", json("{}"));
    compactAfter(test, Duration.ofDays(31));
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user().changes(0, 10));
    test.user().delete();
    assertEquals(List.of(), lines(test.user(), 0));
    test.docs().create("c", json("{}"));
    test.docs().delete("c");
    assertEquals(List.of("2 -c"), lines(test.user(), 0));
    assertEquals(0, horizon(test.user()));
  }

  @Rule({"FEED-3", "USER-1"})
  void everyUserHasItsOwnHorizon(TestStore test) {
    test.with("feed-retention", "1h");
    for (String user : List.of(USER, "bob", "carol")) {
      test.docs(user, COLLECTION).create("a", json("{}"));
      test.docs(user, COLLECTION).create("b", json("{}"));
    }
    test.docs().delete("a");
    test.clock().advance(Duration.ofMinutes(59));
    test.docs("bob", COLLECTION).delete("b");
    compactAfter(test, Duration.ofMinutes(2));
    test.reopen();
    assertEquals(
        List.of(3L, 0L, 0L), test.store().users(null, 10).stream().map(UserInfo::horizon).toList());
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user().changes(2, 10));
    assertEquals(List.of("1 a", "3 -b"), lines(test.user("bob"), 0));
    assertEquals(List.of("1 a", "2 b"), lines(test.user("carol"), 0));
  }

  @Rule({"FEED-3", "REV-1", "REV-4"})
  void forgettingForgetsDeletionsOnly(TestStore test) {
    test.with("feed-retention", "1h");
    test.docs().create("a", json("{'n':1}"));
    test.docs().create("b", json("{'n':2}"));
    test.docs().delete("a");
    test.docs().create("c", json("{'n':3}"));
    test.docs().delete("b");
    test.docs().delete("c");
    for (int time = 0; time < 2; time++) {
      compactAfter(test, Duration.ofHours(2));
      assertEquals(new UserInfo(USER, 6, 0, 0, 6), test.user().info().orElseThrow());
      assertEquals(1, test.store().users(null, 10).size());
      test.reopen();
    }
    assertEquals(7, test.docs().create("a", json("{'n':4}")).revision());
    assertEquals(List.of("7 a"), lines(test.user(), 6));
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user().changes(5, 10));
    test.docs().delete("a");
    assertEquals(List.of("8 -a"), lines(test.user(), 6));
    compactAfter(test, Duration.ofMinutes(30));
    assertEquals(List.of("8 -a"), lines(test.user(), 7));
    assertEquals(6, horizon(test.user()));
  }

  @Rule("FEED-3")
  void whatWasMadeAgainIsNotForgotten(TestStore test) {
    test.with("feed-retention", "1h");
    test.docs().create("a", json("{'n':1}"));
    test.docs().delete("a");
    test.docs().create("a", json("{'n':2}"));
    compactAfter(test, Duration.ofDays(1));
    assertEquals(List.of("3 a"), lines(test.user(), 2));
    assertTrue(horizon(test.user()) <= 2);
    assertEquals(List.of("a"), Stock.found(test.docs(), Query.all()));
  }

  @Rule({"FEED-3", "FEED-4", "USER-2"})
  void replayedDeletionsAreForgottenByTheirTime(TestStore test) {
    test.with("feed-retention", "1h");
    test.docs().create("a", json("{}"));
    test.docs().create("b", json("{}"));
    test.docs().delete("a");
    test.clock().advance(Duration.ofMinutes(50));
    test.docs().delete("b");
    UserStore copy = test.user("copy");
    copy.replay(test.user().changes(0, 10));
    compactAfter(test, Duration.ofMinutes(20));
    for (UserStore user : List.of(test.user(), copy)) {
      assertEquals(3, horizon(user));
      assertEquals(List.of("4 -b"), lines(user, 3));
      fails(ErrorCode.HISTORY_TRUNCATED, () -> user.changes(2, 10));
    }
    copy.delete();
    copy.collection(COLLECTION).create("x", json("{}"));
    assertEquals(0, horizon(copy));
    assertEquals(List.of("1 x"), lines(copy, 0));
  }
}
