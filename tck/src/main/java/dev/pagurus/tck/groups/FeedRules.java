package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
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
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/** The feed: what its changes say. */
final class FeedRules {

  private static final Instant START = KitClock.START.truncatedTo(ChronoUnit.MICROS);

  /** All of a feed, page by page. */
  static List<Change> walk(UserStore user, long since, int limit) {
    List<Change> all = new ArrayList<>();
    Changes page;
    long from = since;
    do {
      page = user.changes(from, limit);
      assertTrue(page.upTo() > from || !page.more(), "a page leads on");
      from = page.upTo();
      all.addAll(page.changes());
    } while (page.more());
    assertEquals(user.revision(), from, "the last page leads to the end");
    return all;
  }

  @Rule({"FEED-1", "FEED-2", "FEED-4"})
  void allChangesMakeAnEqualUser(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    test.docs().create("b", json("{'n':2}"));
    test.docs().put("a", json("{'n':3}"));
    test.docs().delete("b");
    Changes all = test.user().changes(0, 100);
    assertEquals(List.of(3L, 4L), all.changes().stream().map(Change::revision).toList());
    Store other = test.another();
    other.user(USER).replay(all);
    other.user(USER).replay(all);
    assertEquals(all, other.user(USER).changes(0, 100));
    assertEquals(test.docs().get("a"), other.user(USER).collection(COLLECTION).get("a"));
    assertEquals(Optional.empty(), other.user(USER).collection(COLLECTION).get("b"));
    assertEquals(4, other.user(USER).revision());
  }

  @Rule({"FEED-1", "REV-2"})
  void aChangeTellsAllThatHappened(TestStore test) {
    test.docs().create("kept", json("{'n':1}"));
    test.docs().create("again", json("{'n':1}"));
    test.docs().create("gone", json("{'n':1}"));
    test.clock().advance(Duration.ofSeconds(1));
    test.docs().put("kept", json("{'n':2}"));
    test.docs().delete("again");
    test.clock().advance(Duration.ofSeconds(1));
    test.docs().create("again", json("{'n':3}"));
    test.docs().delete("gone");
    test.docs().delete("never");
    for (int opening = 0; opening < 2; opening++) {
      List<Change> changes = test.user().changes(0, 10).changes();
      assertEquals(
          List.of(
              written("kept", 4, START, START.plusSeconds(1)),
              written("again", 6, START.plusSeconds(2), START.plusSeconds(2)),
              new Change.Deleted(new Address(COLLECTION, "gone"), 7, START.plusSeconds(2))),
          changes.stream().map(FeedRules::withoutBody).toList());
      Change.Written first = assertInstanceOf(Change.Written.class, changes.get(0));
      same(json("{'n':2}"), first.document().body().root());
      test.reopen();
    }
  }

  private static Change written(String id, long revision, Instant createdAt, Instant updatedAt) {
    return withoutBody(
        new Change.Written(
            new StoredDocument(
                new Address(COLLECTION, id), revision, createdAt, updatedAt, Body.of(json("{}")))));
  }

  private static Change withoutBody(Change change) {
    return change instanceof Change.Written written
        ? new Change.Written(
            new StoredDocument(
                written.address(),
                written.revision(),
                written.document().createdAt(),
                written.at(),
                Body.of(json("{}"))))
        : change;
  }

  @Rule("FEED-1")
  void longFeedsAreToldInPages(TestStore test) {
    Stock.put(test.user(), COLLECTION, Stock.numbered(1_200));
    for (int i = 0; i < 40; i++) {
      test.docs().put(Stock.id(i * 29), json("{'n':-1}"));
    }
    List<Change> all = test.user().changes(0, Integer.MAX_VALUE).changes();
    assertEquals(1_200, all.size());
    for (int limit : List.of(1, 17, 500, 1_199, 1_200, 1_201)) {
      assertEquals(all, walk(test.user(), 0, limit), () -> "in pages of " + limit);
    }
    assertEquals(40, walk(test.user(), 3, 7).size());
    assertEquals(39, test.user().changes(4, 1_000).changes().size());
    Changes last = test.user().changes(42, 1);
    assertEquals(1, last.changes().size());
    assertFalse(last.more());
  }

  @Rule({"FEED-1", "FEED-4"})
  void largeBodiesAreToldWhole(TestStore test) {
    ObjectNode large = json("{}").put("s", "\u00e9".repeat(1_000_000));
    for (int i = 0; i < 9; i++) {
      test.docs().put("a" + i, large);
    }
    UserStore copy = test.user("copy");
    long since = 0;
    Changes page;
    do {
      page = test.user().changes(since, Integer.MAX_VALUE);
      copy.replay(page);
      since = page.upTo();
    } while (page.more());
    assertEquals(9, copy.collection(COLLECTION).count());
    same(large, there(copy.collection(COLLECTION).get("a8")).value());
    assertEquals(test.user().info().orElseThrow().bytes(), copy.info().orElseThrow().bytes());
  }

  @Rule({"FEED-1", "USER-1", "USER-2"})
  void aFeedIsItsUsersOwn(TestStore test) {
    for (String user : List.of(USER, "bob", "Alice")) {
      test.docs(user, COLLECTION).create("a", json("{'n':1}"));
    }
    test.docs("bob", COLLECTION).create("b", json("{}"));
    test.docs("bob", COLLECTION).delete("a");
    assertEquals(1, test.user().changes(0, 10).changes().size());
    assertEquals(1, test.user().changes(0, 10).upTo());
    test.user("bob").delete();
    assertEquals(new Changes(List.of(), 0, false), test.user("bob").changes(0, 10));
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user("bob").changes(3, 10));
    test.docs("bob", COLLECTION).create("c", json("{}"));
    assertEquals(1, test.user("bob").changes(0, 10).changes().size());
    fails(ErrorCode.HISTORY_TRUNCATED, () -> test.user("bob").changes(3, 10));
    assertEquals(1, test.user("Alice").changes(0, 10).changes().size());
  }

  @Rule({"FEED-1", "FEED-2", "QUERY-6", "LIFE-1"})
  void whoFollowsMissesNothing(TestStore test) throws InterruptedException {
    int each = test.rounds(60);
    UserStore copy = test.another().user(USER);
    List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger running = new AtomicInteger(3);
    List<Thread> writers = new ArrayList<>();
    test.store();
    for (int w = 0; w < 3; w++) {
      SplittableRandom random = test.random().split();
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < each; i++) {
                    write(test, random);
                  }
                } finally {
                  running.decrementAndGet();
                }
              });
      writer.setUncaughtExceptionHandler((thread, problem) -> problems.add(problem));
      writers.add(writer);
    }
    writers.forEach(Thread::start);
    long since = 0;
    boolean last;
    do {
      last = running.get() == 0;
      Changes page = test.user().changes(since, 5);
      copy.replay(page);
      since = page.upTo();
      last &= !page.more();
    } while (!last);
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(List.of(), problems);
    assertEquals(
        Portrait.of(test.user(), COLLECTION, where("n").ge(5)),
        Portrait.of(copy, COLLECTION, where("n").ge(5)));
  }

  private static void write(TestStore test, SplittableRandom random) {
    String id = Stock.id(random.nextInt(20));
    if (random.nextInt(4) == 0) {
      test.docs().delete(id);
    } else {
      test.user()
          .batch()
          .put(COLLECTION, id, json("{}").put("n", random.nextInt(10)))
          .put("other", id, json("{}"))
          .commit();
    }
  }

  @Rule({"FEED-2", "DOC-3", "DOC-4"})
  void aFeedCarriesEveryValueAndName(TestStore test) {
    List<List<String>> ranks = Mixed.put(test.user(), COLLECTION, "v");
    for (String name : List.of("\udbff\udfff", "..", "e\u0301", "a ", "z".repeat(255))) {
      test.docs().put(name, json("{}").put(name, name));
    }
    for (Store store : List.of(test.another(), test.reference())) {
      UserStore copy = store.user("elsewhere");
      walkInto(test.user(), copy);
      UserStore back = store.user("back");
      walkInto(copy, back);
      for (Document<ObjectNode> document : test.docs().find(Query.all())) {
        Document<ObjectNode> copied = there(back.collection(COLLECTION).get(document.id()));
        same(document.value(), copied.value());
        assertEquals(
            List.of(document.revision(), document.createdAt(), document.updatedAt()),
            List.of(copied.revision(), copied.createdAt(), copied.updatedAt()));
      }
      List<String> up = found(back.collection(COLLECTION), where("v").exists().orderBy("v"));
      assertEquals(Mixed.up(ranks.subList(1, ranks.size())), up);
    }
  }

  private static void walkInto(UserStore from, UserStore to) {
    long since = 0;
    Changes page;
    do {
      page = from.changes(since, 11);
      to.replay(page);
      since = page.upTo();
    } while (page.more());
    assertEquals(from.info().orElseThrow().documents(), to.info().orElseThrow().documents());
    assertEquals(from.collections(), to.collections());
  }
}
