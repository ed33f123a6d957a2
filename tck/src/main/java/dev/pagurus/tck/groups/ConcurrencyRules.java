package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.ObjectNode;

/** Many threads on one store. */
final class ConcurrencyRules {

  private static final int THREADS = 8;

  @Rule({"REV-3", "CRUD-3", "LIFE-1"})
  void noUpdateIsLost(TestStore test) throws Exception {
    test.docs().create("counter", json("{'n':0}"));
    AtomicInteger added = new AtomicInteger();
    Crew.run(
        THREADS,
        thread -> {
          for (int i = 0; i < test.rounds(40); i++) {
            if (succeeds(
                ErrorCode.CONFLICT,
                () -> test.docs().update("counter", ConcurrencyRules::plusOne))) {
              added.incrementAndGet();
            }
          }
        });
    Document<ObjectNode> counter = there(test.docs().get("counter"));
    assertEquals(added.get(), counter.value().required("n").intValue());
    assertEquals(added.get() + 1, counter.revision());
    assertEquals(added.get() + 1, test.user().revision());
  }

  private static ObjectNode plusOne(ObjectNode old) {
    return old.put("n", old.required("n").intValue() + 1);
  }

  /** Whether a call went well; if not, it must have failed so. */
  private static boolean succeeds(ErrorCode otherwise, Runnable call) {
    try {
      call.run();
      return true;
    } catch (StoreException e) {
      if (e.code() != otherwise) {
        throw e;
      }
      return false;
    }
  }

  @Rule({"BATCH-4", "LIFE-1"})
  void transactionsAddUp(TestStore test) throws Exception {
    test.docs().create("a", json("{'n':0}"));
    test.docs().create("b", json("{'n':0}"));
    AtomicInteger done = new AtomicInteger();
    Crew.run(
        THREADS,
        thread -> {
          for (int i = 0; i < test.rounds(15); i++) {
            if (succeeds(ErrorCode.CONFLICT, () -> addToBoth(test))) {
              done.incrementAndGet();
            }
          }
        });
    assertEquals(done.get(), there(test.docs().get("a")).value().required("n").intValue());
    assertEquals(done.get(), there(test.docs().get("b")).value().required("n").intValue());
  }

  private static void addToBoth(TestStore test) {
    test.user()
        .transaction(
            tx -> {
              for (String id : List.of("a", "b")) {
                tx.collection(COLLECTION)
                    .put(id, plusOne(there(tx.collection(COLLECTION).get(id)).value()));
              }
            });
  }

  @Rule({"CRUD-1", "REV-3", "LIFE-1"})
  void oneOfManyCreates(TestStore test) throws Exception {
    int rounds = test.rounds(30);
    AtomicInteger[] winners = winners(rounds);
    Crew.run(
        THREADS,
        thread -> {
          for (int i = 0; i < rounds; i++) {
            String id = "id" + i;
            if (succeeds(
                ErrorCode.EXISTS, () -> test.docs().create(id, json("{}").put("thread", thread)))) {
              winners[i].incrementAndGet();
            }
          }
        });
    for (int i = 0; i < rounds; i++) {
      assertEquals(1, winners[i].get(), "how many created id" + i);
    }
    assertEquals(rounds, test.user().revision());
  }

  private static AtomicInteger[] winners(int rounds) {
    AtomicInteger[] winners = new AtomicInteger[rounds];
    for (int i = 0; i < rounds; i++) {
      winners[i] = new AtomicInteger();
    }
    return winners;
  }

  @Rule({"INDEX-2", "LIFE-1"})
  void oneOfManyHoldsAUniqueValue(TestStore test) throws Exception {
    test.store().indexes(COLLECTION).unique("mail");
    int rounds = test.rounds(30);
    AtomicInteger[] winners = winners(rounds);
    Crew.run(
        THREADS,
        thread -> {
          for (int i = 0; i < rounds; i++) {
            String id = thread + "-" + i;
            ObjectNode body = json("{}").put("mail", "m" + i);
            if (succeeds(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().create(id, body))) {
              winners[i].incrementAndGet();
            }
          }
        });
    for (int i = 0; i < rounds; i++) {
      assertEquals(1, winners[i].get(), "how many hold m" + i);
      assertEquals(1, test.docs().find(Query.where("mail").eq("m" + i)).size());
    }
  }

  @Rule({"QUERY-6", "LIFE-1"})
  void anotherThreadSeesWhatWasAcknowledged(TestStore test) throws Exception {
    test.store().indexes(COLLECTION).value("n").text("text");
    SynchronousQueue<Integer> acknowledged = new SynchronousQueue<>();
    int rounds = test.rounds(60);
    Crew.run(
        2,
        thread -> {
          for (int n = 1; n <= rounds; n++) {
            if (thread == 0) {
              test.docs().put("id" + n % 7, json("{}").put("n", n).put("text", "word" + n));
              acknowledged.put(n);
            } else {
              requireSeen(test, acknowledged.take());
            }
          }
        });
  }

  /** The writer may be one ahead, but only in writing another document. */
  private static void requireSeen(TestStore test, int n) {
    String id = "id" + n % 7;
    assertEquals(n, there(test.docs().get(id)).value().required("n").intValue());
    assertEquals(List.of(id), ids(test.docs().find(Query.where("n").eq(n))));
    assertEquals(List.of(id), ids(test.docs().find(Query.where("text").matches("word" + n))));
    assertEquals(1, test.docs().count(Query.where("n").eq(n)));
    assertTrue(test.user().revision() >= n);
    Change first = test.user().changes(n - 1, 1).changes().get(0);
    assertEquals(n, first.revision());
  }

  @Rule({"BATCH-3", "BATCH-2", "LIFE-1"})
  void noReaderSeesAPartOfABatch(TestStore test) throws Exception {
    test.with("transaction-attempts", "100000");
    test.store().indexes(COLLECTION).value("balance").value("side");
    Accounts accounts = new Accounts(test);
    AtomicInteger writing = new AtomicInteger(3);
    CountDownLatch enoughRead = new CountDownLatch(3);
    Crew.run(
        6,
        thread -> {
          if (thread < 3) {
            try {
              accounts.transfer(thread, test.rounds(60), enoughRead);
            } finally {
              writing.decrementAndGet();
            }
          } else {
            readWhileTheyWrite(accounts, test.rounds(12), enoughRead, writing);
          }
        });
  }

  /** Writers wait for no reader: they write on until every one has read so often. */
  private static void readWhileTheyWrite(
      Accounts accounts, int times, CountDownLatch enoughRead, AtomicInteger writing) {
    int left = times;
    try {
      do {
        accounts.requireWhole();
        if (--left == 0) {
          enoughRead.countDown();
        }
      } while (writing.get() > 0);
    } finally {
      if (left > 0) {
        enoughRead.countDown();
      }
    }
  }

  @Rule({"FEED-1", "FEED-2", "LIFE-1"})
  void aFollowerOfTheFeedMissesNothing(TestStore test) throws Exception {
    AtomicLong writing = new AtomicLong(4);
    Map<String, Long> followed = new HashMap<>();
    Crew.run(
        5,
        thread -> {
          if (thread == 4) {
            follow(test, writing, followed);
          } else {
            try {
              for (int i = 0; i < test.rounds(60); i++) {
                writeOrDelete(test, thread, i);
              }
            } finally {
              writing.decrementAndGet();
            }
          }
        });
    Map<String, Long> there = new HashMap<>();
    test.docs()
        .find(Query.all())
        .forEach(document -> there.put(document.id(), document.revision()));
    assertEquals(there, followed);
  }

  private static void writeOrDelete(TestStore test, int thread, int i) {
    if (i % 5 == 4) {
      test.docs().delete("id" + thread + "-" + (i - 2) % 9);
    } else {
      test.user()
          .batch()
          .put(COLLECTION, "id" + thread + "-" + i % 9, json("{}").put("n", i))
          .put(COLLECTION, "shared" + i % 3, json("{}").put("n", i))
          // What is written once cannot be told again later, if it was missed.
          .put(COLLECTION, "once" + thread + "-" + i, json("{}").put("n", i))
          .commit();
    }
    // Leaves the follower time to come in between.
    LockSupport.parkNanos(1_000_000);
  }

  private static void follow(TestStore test, AtomicLong writing, Map<String, Long> state) {
    long since = 0;
    boolean last = false;
    while (true) {
      Changes page = test.user().changes(since, 40);
      for (Change change : page.changes()) {
        assertTrue(change.revision() > since, "the feed went back to " + change.revision());
        if (change instanceof Change.Written) {
          state.put(change.address().id(), change.revision());
        } else {
          state.remove(change.address().id());
        }
      }
      since = page.upTo();
      if (last && !page.more()) {
        return;
      }
      last = writing.get() == 0;
    }
  }

  @Rule("LIFE-1")
  void closeWaitsForWhatIsAcknowledged(TestStore test) throws Exception {
    AtomicLong[] acknowledged = {
      new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong()
    };
    Store store = test.store();
    Crew.run(
        5,
        thread -> {
          if (thread == 4) {
            while (acknowledged[0].get() < 20 && !Thread.currentThread().isInterrupted()) {
              Thread.onSpinWait();
            }
            store.close();
            return;
          }
          DocumentCollection<ObjectNode> docs = test.docs("user" + thread, COLLECTION);
          while (succeeds(ErrorCode.CLOSED, () -> docs.create(json("{}")))) {
            acknowledged[thread].incrementAndGet();
          }
        });
    test.reopen();
    for (int i = 0; i < 4; i++) {
      assertEquals(acknowledged[i].get(), test.user("user" + i).revision(), "commits of user" + i);
      assertEquals(acknowledged[i].get(), test.docs("user" + i, COLLECTION).count());
    }
  }

  @Rule({"LIFE-1", "USER-1"})
  void usersDoNotHinderEachOther(TestStore test) throws Exception {
    test.store();
    Crew.run(
        THREADS,
        thread -> {
          String user = "user" + thread;
          for (int i = 1; i <= test.rounds(40); i++) {
            DocumentCollection<ObjectNode> docs = test.docs(user, COLLECTION);
            if (i != docs.put("id" + i, json("{}").put("of", user)).revision()) {
              fail("the revision of " + user + " was moved by others");
            }
            for (String id : List.of("id1", "id" + i)) {
              assertEquals(
                  user,
                  there(docs.get(id)).value().required("of").stringValue(),
                  "read by " + user);
            }
            assertEquals(i, docs.find(Query.where("of").eq(user)).size());
          }
          assertEquals(test.rounds(40), test.docs(user, COLLECTION).count());
        });
    assertEquals(0, test.docs(USER, COLLECTION).count());
  }
}
