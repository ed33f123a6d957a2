package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Calls of a backend that are there for those who move data. */
final class MoverNeedsRules {

  private static void fill(TestStore test) {
    for (int i = 0; i < 12; i++) {
      test.docs().create("d" + i, json("{'n':" + i + "}"));
    }
    test.user().batch().delete(COLLECTION, "d3").delete(COLLECTION, "d4").commit();
    test.docs().put("d5", json("{}"));
    test.docs().delete("d6");
    test.docs(USER, "other").create("o", json("{}"));
    test.docs(USER, "other").delete("o");
    test.docs().create("d3", json("{}"));
    test.docs("bob", COLLECTION).create("b", json("{}"));
    test.docs("bob", COLLECTION).delete("b");
  }

  private static List<Change> deletions(Backend backend, long since, int limit) {
    List<Change> all = new ArrayList<>();
    long at = since;
    Changes page;
    do {
      page = backend.deletions(USER, at, limit);
      assertTrue(page.upTo() > at || !page.more(), "a page goes on");
      all.addAll(page.changes());
      at = page.upTo();
    } while (page.more());
    assertEquals(Objects.requireNonNull(backend.user(USER)).revision(), at);
    return all;
  }

  @Rule("FEED-1")
  void deletionsAloneAreThoseOfTheFeed(TestStore test) {
    fill(test);
    Backend backend = test.store().backend();
    for (long since = 0; since <= 18; since++) {
      List<Change> expected =
          backend.changes(USER, since, 100).changes().stream()
              .filter(Change.Deleted.class::isInstance)
              .toList();
      for (int limit : new int[] {1, 2, 100}) {
        assertEquals(expected, deletions(backend, since, limit), "after " + since);
      }
    }
    assertEquals(new Changes(List.of(), 0, false), backend.deletions("nobody", 0, 10));
    for (long wrong : new long[] {19, 100}) {
      assertEquals(
          ErrorCode.HISTORY_TRUNCATED,
          assertThrows(BackendException.class, () -> backend.deletions(USER, wrong, 10)).code());
    }
  }

  @Rule("FEED-3")
  void deletionsAreNotHalfTold(TestStore test) {
    fill(test);
    test.clock().advance(Duration.ofDays(31));
    test.store().compact(Progress.NONE);
    Backend backend = test.store().backend();
    long horizon = Objects.requireNonNull(backend.user(USER)).horizon();
    for (long since = 0; since < horizon; since++) {
      long from = since;
      BackendException e =
          assertThrows(BackendException.class, () -> backend.deletions(USER, from, 10));
      assertEquals(ErrorCode.HISTORY_TRUNCATED, e.code());
    }
    assertEquals(List.of(), deletions(backend, horizon, 10));
  }

  @Rule({"FEED-3", "FEED-4"})
  void aFeedBeginsWhereItIsTold(TestStore test) {
    fill(test);
    Backend backend = test.store().backend();
    backend.replay("copy", backend.changes(USER, 0, 100));
    backend.beginFeed("copy", 14);
    backend.beginFeed("copy", 3);
    backend.beginFeed("nobody", 3);
    assertEquals(Optional.empty(), test.user("nobody").info());
    if (horizon(test) == 0) {
      test.note("the backend does not note where a feed begins");
      return;
    }
    List<Change> rest = backend.changes(USER, 14, 100).changes();
    for (int opening = 0; opening < 2; opening++) {
      assertEquals(14, horizon(test));
      for (long since : new long[] {0, 13}) {
        fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user("copy").changes(since, 100));
      }
      assertEquals(rest, test.user("copy").changes(14, 100).changes());
      assertEquals(0, test.user().info().map(UserInfo::horizon).orElse(1L));
      test.reopen();
    }
    test.docs("copy", COLLECTION).delete("d7");
    assertEquals(14, horizon(test));
    assertEquals(rest.size() + 1, test.user("copy").changes(14, 100).changes().size());
    test.user("copy").delete();
    test.docs("copy", COLLECTION).create("a", json("{}"));
    assertEquals(1, test.user("copy").changes(0, 100).changes().size());
  }

  private static long horizon(TestStore test) {
    return test.user("copy").info().map(UserInfo::horizon).orElse(-1L);
  }

  @Rule("LIFE-1")
  void aStoreKnowsWhichItIs(TestStore test) {
    test.docs().create("a", json("{}"));
    Optional<String> identity = test.store().backend().identity();
    if (identity.isEmpty()) {
      test.note("the backend does not tell which store it is");
      return;
    }
    assertEquals(identity, test.store().backend().identity());
    test.reopen();
    assertEquals(identity, test.store().backend().identity());
    assertNotEquals(identity, test.another().backend().identity());
    assertTrue(identity.get().length() <= 255 && !identity.get().isBlank());
  }
}
