package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.KitClock;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/** Replaying a feed into another user. */
final class ReplayRules {

  private static final Instant START = KitClock.START.truncatedTo(ChronoUnit.MICROS);

  private static Change written(String id, long revision, Instant at, String body) {
    return new Change.Written(
        new StoredDocument(new Address(COLLECTION, id), revision, START, at, Body.of(json(body))));
  }

  private static Change deleted(String id, long revision, Instant at) {
    return new Change.Deleted(new Address(COLLECTION, id), revision, at);
  }

  private static Changes page(long upTo, Change... changes) {
    return new Changes(List.of(changes), upTo, false);
  }

  @Rule("FEED-4")
  void theNewerOfTwoChangesStays(TestStore test) {
    UserStore user = test.user();
    user.replay(page(9, written("a", 5, START, "{'n':5}"), deleted("gone", 7, START)));
    List<Changes> stale =
        List.of(
            page(4, written("a", 4, START, "{'n':4}")),
            page(5, written("a", 5, START, "{'n':-5}")),
            page(3, deleted("a", 3, START)),
            page(5, deleted("a", 5, START)),
            page(6, written("gone", 6, START, "{}")),
            page(7, written("gone", 7, START, "{}")),
            page(2, deleted("gone", 2, START)));
    Portrait before = Portrait.of(user, COLLECTION, where("n").eq(5));
    for (Changes one : stale) {
      user.replay(one);
      assertEquals(before, Portrait.of(user, COLLECTION, where("n").eq(5)), one::toString);
    }
    user.replay(page(9, written("a", 6, START, "{'n':6}"), written("gone", 8, START, "{'n':8}")));
    assertEquals(List.of("a", "gone"), Stock.found(test.docs(), Query.all().orderBy("n")));
    user.replay(page(12, deleted("a", 11, START)));
    assertEquals(List.of("gone"), Stock.found(test.docs(), Query.all()));
    assertEquals(12, user.revision());
    assertEquals(
        List.of(8L, 11L), user.changes(0, 10).changes().stream().map(Change::revision).toList());
  }

  @Rule({"FEED-4", "REV-4"})
  void whatIsWrittenHereMeetsWhatIsReplayed(TestStore test) {
    test.docs().create("mine", json("{'n':1}"));
    test.docs().create("both", json("{'n':2}"));
    test.docs().create("lost", json("{'n':3}"));
    test.docs().delete("lost");
    UserStore user = test.user();
    user.replay(
        page(
            6,
            written("theirs", 1, START, "{'n':10}"),
            written("both", 3, START, "{'n':20}"),
            written("lost", 2, START, "{'n':30}")));
    same(json("{'n':1}"), there(test.docs().get("mine")).value());
    same(json("{'n':20}"), there(test.docs().get("both")).value());
    assertEquals(1, there(test.docs().get("theirs")).revision());
    assertEquals(Optional.empty(), test.docs().get("lost"));
    assertEquals(6, user.revision());
    assertEquals(7, test.docs().put("both", json("{}")).revision());
    assertEquals(8, test.docs().create("lost", json("{}")).revision());
    fails(ErrorCode.EXISTS, () -> test.docs().create("theirs", json("{}")));
    assertTrue(test.docs().delete("theirs", 1));
    assertEquals(9, user.revision());
  }

  @Rule({"FEED-4", "REV-2"})
  void timesGoOnFromWhatWasReplayed(TestStore test) {
    Instant future = START.plus(Duration.ofDays(7));
    test.user().replay(page(3, written("a", 3, future, "{}"), deleted("b", 2, START)));
    Document<ObjectNode> later = test.docs().put("c", json("{}"));
    assertTrue(!later.updatedAt().isBefore(future), () -> later.updatedAt() + " runs backwards");
    Document<ObjectNode> again = test.docs().put("a", json("{'n':1}"));
    assertEquals(START, again.createdAt());
    assertTrue(!again.updatedAt().isBefore(future));
    assertEquals(START, there(test.docs().get("a")).createdAt());
    test.user("bob").replay(page(3, deleted("b", 3, future)));
    Document<ObjectNode> afterDeletion = test.docs("bob", COLLECTION).create("x", json("{}"));
    assertTrue(!afterDeletion.updatedAt().isBefore(future));
    assertEquals(START, test.docs("carol", COLLECTION).create("x", json("{}")).updatedAt());
  }

  @Rule({"FEED-2", "FEED-4", "REV-1"})
  void aReplayIsAsLastingAsACommit(TestStore test) {
    Store source = test.another();
    Stock.put(source.user(USER), COLLECTION, Stock.numbered(30));
    source.user(USER).collection(COLLECTION).delete("0003");
    Changes all = source.user(USER).changes(0, 100);
    test.user().replay(all);
    test.reopen();
    assertEquals(all, test.user().changes(0, 100));
    assertEquals(
        Portrait.of(source.user(USER), COLLECTION, where("n").lt(9)),
        Portrait.of(test.user(), COLLECTION, where("n").lt(9)));
    test.user().replay(all);
    assertEquals(all, test.user().changes(0, 100));
    assertEquals(3, test.docs().put("new", json("{}")).revision());
  }

  @Rule({"FEED-4", "FEED-1"})
  void onePageMayHoldThousands(TestStore test) {
    Store source = test.another();
    Stock.put(source.user(USER), COLLECTION, Stock.numbered(2_600));
    List<Change> changes = FeedRules.walk(source.user(USER), 0, Integer.MAX_VALUE);
    test.store().indexes(COLLECTION).value("n");
    test.user().replay(new Changes(changes, 6, false));
    assertEquals(2_600, test.docs().count());
    assertEquals(600, test.docs().count(where("n").ge(2_000)));
    assertEquals(changes, FeedRules.walk(test.user(), 0, 900));
  }

  @Rule({"FEED-2", "FEED-4"})
  void pagesInAnyOrderMakeAnEqualUser(TestStore test) {
    List<Changes> seen = new ArrayList<>();
    DocumentCollection<ObjectNode> docs = test.docs();
    for (int i = 0; i < 30; i++) {
      String id = "d" + i * i % 7;
      if (i % 4 == 3) {
        docs.delete(id);
      } else {
        docs.put(id, json("{}").put("n", i).put("u", i));
      }
      // What a follower saw at one time or another, old and new.
      seen.add(test.user().changes(i % 3 == 0 ? 0 : test.user().revision() - 1, 2));
    }
    seen.add(test.user().changes(0, 100));
    Portrait expected = Portrait.of(test.user(), COLLECTION, where("n").ge(7), where("u").le(9));
    Random random = new Random(test.random().nextLong());
    for (int time = 0; time < 6; time++) {
      Collections.shuffle(seen, random);
      Store other = test.another();
      other.indexes(COLLECTION).value("n").unique("u");
      seen.forEach(other.user(USER)::replay);
      assertEquals(
          expected, Portrait.of(other.user(USER), COLLECTION, where("n").ge(7), where("u").le(9)));
    }
  }

  @Rule({"FEED-4", "USER-1", "USER-2"})
  void aReplayTouchesNobodyElse(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    test.docs("bob", COLLECTION).create("a", json("{'n':2}"));
    Portrait bob = Portrait.of(test.user("bob"), COLLECTION);
    test.user("copy").replay(test.user().changes(0, 10));
    test.user().replay(page(5, deleted("a", 5, START)));
    assertEquals(bob, Portrait.of(test.user("bob"), COLLECTION));
    assertEquals(1, test.docs("copy", COLLECTION).count());
    test.user("copy").delete();
    test.user("copy").replay(page(1, written("b", 1, START, "{}")));
    assertEquals(List.of("b"), Stock.found(test.docs("copy", COLLECTION), Query.all()));
    assertEquals(1, test.user("copy").revision());
  }
}
