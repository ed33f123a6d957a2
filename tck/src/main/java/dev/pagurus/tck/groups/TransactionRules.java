package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.Document;
import dev.pagurus.StoreException;
import dev.pagurus.Transaction;
import dev.pagurus.TransactionCollection;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Transactions: serializable within a user. Rivals write from inside the transaction's own code, so
 * that who comes first is no matter of chance.
 */
final class TransactionRules {

  static void both(TestStore test, int n) {
    test.user()
        .batch()
        .put(COLLECTION, "a", body("a", n))
        .put(COLLECTION, "b", body("b", n))
        .commit();
  }

  static int n(Document<ObjectNode> document) {
    return document.value().get("n").intValue();
  }

  static ObjectNode body(String id, int n) {
    return json("{}").put("id", id).put("n", n);
  }

  @Rule("BATCH-4")
  void aTransactionStartsOverIfTheUserMoved(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    List<Integer> seen = new ArrayList<>();
    test.user()
        .transaction(
            tx -> {
              int n = n(there(tx.collection(COLLECTION).get("a")));
              seen.add(n);
              if (n == 1) {
                test.docs().put("a", json("{'n':10}"));
              }
              tx.collection(COLLECTION).put("a", json("{}").put("n", n + 1));
            });
    assertEquals(List.of(1, 10), seen);
    same(json("{'n':11}"), there(test.docs().get("a")).value());
    assertEquals(3, test.user().revision());
  }

  @Rule({"BATCH-4", "USER-1"})
  void onlyItsOwnUserMovesATransaction(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    AtomicInteger attempts = new AtomicInteger();
    test.user()
        .transaction(
            tx -> {
              there(tx.collection(COLLECTION).get("a"));
              if (attempts.incrementAndGet() == 1) {
                test.docs("bob", COLLECTION).put("a", json("{'n':2}"));
                test.docs(USER, COLLECTION).delete("never");
              }
              tx.collection(COLLECTION).put("a", json("{'n':3}"));
            });
    assertEquals(1, attempts.get());
    test.user()
        .transaction(
            tx -> {
              there(tx.collection(COLLECTION).get("a"));
              if (attempts.incrementAndGet() == 2) {
                test.docs(USER, "other").put("x", json("{}"));
              }
              tx.collection(COLLECTION).put("a", json("{'n':4}"));
            });
    assertEquals(3, attempts.get());
  }

  @Rule({"BATCH-4", "LIFE-5"})
  void whatTheCodeThrowsComesOutAndNothingIsWritten(TestStore test) {
    both(test, 1);
    Portrait before = Portrait.of(test.user(), COLLECTION);
    StoreException own = fails(ErrorCode.CONFLICT, () -> test.docs().replace("none", json("{}")));
    for (Throwable thrown :
        List.of(new IllegalStateException("own"), new StackOverflowError("own"), own)) {
      AtomicInteger attempts = new AtomicInteger();
      Throwable out =
          assertThrows(
              Throwable.class,
              () ->
                  test.user()
                      .transaction(
                          tx -> {
                            attempts.incrementAndGet();
                            there(tx.collection(COLLECTION).get("a"));
                            tx.collection(COLLECTION).put("a", body("a", 7));
                            tx.collection(COLLECTION).delete("b");
                            TransactionRules.<RuntimeException>sneak(thrown);
                          }));
      assertSame(thrown, out);
      assertEquals(1, attempts.get());
    }
    assertEquals(before, Portrait.of(test.user(), COLLECTION));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // to throw any of them
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Rule({"BATCH-4", "LIFE-4"})
  void aTransactionIsTriedABoundedNumberOfTimes(TestStore test) {
    test.with("transaction-attempts", "4");
    both(test, 1);
    AtomicInteger attempts = new AtomicInteger();
    StoreException error =
        fails(
            ErrorCode.CONFLICT,
            () ->
                test.user()
                    .transaction(
                        tx -> {
                          there(tx.collection(COLLECTION).get("a"));
                          both(test, attempts.incrementAndGet());
                          tx.collection(COLLECTION).put("lost", json("{}"));
                        }));
    assertEquals(4, attempts.get());
    assertEquals(Optional.of(USER), error.user());
    assertEquals(ErrorCode.NextMove.READ_AGAIN, error.code().nextMove());
    assertEquals(Optional.empty(), test.docs().get("lost"));
    assertEquals(5, test.user().revision());
  }

  @Rule({"BATCH-4", "BATCH-2", "REV-1"})
  void aTransactionIsOneCommit(TestStore test) {
    both(test, 1);
    String result =
        test.user()
            .transactionResult(
                tx -> {
                  TransactionCollection<ObjectNode> docs = tx.collection(COLLECTION);
                  int a = n(there(docs.get("a")));
                  docs.put("a", body("a", a + 1));
                  docs.replace("b", body("b", 9));
                  tx.collection("other").create("c", json("{}"));
                  tx.collection("other").delete("never");
                  return "done";
                });
    assertEquals("done", result);
    assertEquals(2, test.user().revision());
    assertEquals(2, n(there(test.docs().get("a"))));
    assertEquals(2, there(test.docs(USER, "other").get("c")).revision());
    assertEquals(3, test.user().changes(1, 1).changes().size());
    test.user().transaction(tx -> assertEquals(2, tx.collection(COLLECTION).count(Query.all())));
    test.user().transaction(tx -> {});
    test.user().transaction(tx -> tx.collection(COLLECTION).delete("never"));
    assertEquals(2, test.user().revision());
    test.user("bob")
        .transaction(tx -> assertEquals(Optional.empty(), tx.collection(COLLECTION).get("a")));
    assertEquals(1, test.store().users(null, 10).size());
  }

  @Rule({"BATCH-4", "BATCH-1", "LIFE-5"})
  void anAddressIsWrittenOnceInATransaction(TestStore test) {
    both(test, 1);
    List<Consumer<TransactionCollection<ObjectNode>>> twice =
        List.of(
            docs -> {
              docs.put("a", json("{}"));
              docs.put("a", json("{}"));
            },
            docs -> {
              docs.delete("a");
              docs.create("a", json("{}"));
            });
    for (Consumer<TransactionCollection<ObjectNode>> code : twice) {
      fails(
          ErrorCode.INVALID,
          () -> test.user().transaction(tx -> code.accept(tx.collection(COLLECTION))));
    }
    assertEquals(1, test.user().revision());
  }

  @Rule({"BATCH-4", "REV-3", "INDEX-2"})
  void whatAWriteDemandsIsJudgedAtItsEnd(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail");
    test.docs().create("a", json("{'mail':'m'}"));
    AtomicInteger attempts = new AtomicInteger();
    Consumer<Transaction> read =
        tx -> {
          attempts.incrementAndGet();
          assertEquals(1, tx.collection(COLLECTION).count(Query.all()));
          tx.collection(COLLECTION).put("b", json("{}"));
        };
    failsAt(
        ErrorCode.EXISTS,
        USER,
        COLLECTION,
        "a",
        () ->
            test.user()
                .transaction(
                    read.andThen(tx -> tx.collection(COLLECTION).create("a", json("{}")))));
    failsAt(
        ErrorCode.CONFLICT,
        USER,
        COLLECTION,
        "c",
        () ->
            test.user()
                .transaction(
                    read.andThen(tx -> tx.collection(COLLECTION).replace("c", json("{}")))));
    failsAt(
        ErrorCode.UNIQUE_VIOLATION,
        USER,
        COLLECTION,
        "d",
        () ->
            test.user()
                .transaction(
                    read.andThen(tx -> tx.collection(COLLECTION).put("d", json("{'mail':'m'}")))));
    assertEquals(3, attempts.get(), "nobody moved the user, so nothing is tried again");
    assertEquals(1, test.user().revision());
    assertEquals(List.of("a"), Stock.found(test.docs(), Query.all()));
  }

  @Rule("BATCH-4")
  void whatARivalDidIsSeenByTheNextAttempt(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail");
    AtomicInteger attempts = new AtomicInteger();
    // The rival creates the very document and takes the very value that this code decided upon.
    test.user()
        .transaction(
            tx -> {
              TransactionCollection<ObjectNode> docs = tx.collection(COLLECTION);
              boolean taken = docs.count(where("mail").eq("m")) > 0;
              if (attempts.incrementAndGet() == 1) {
                test.docs().create("a", json("{'mail':'m'}"));
              }
              if (docs.get("a").isEmpty()) {
                docs.create("a", json("{'mail':'mine'}"));
              }
              docs.create("b", json("{}").put("mail", taken ? "m2" : "m"));
            });
    assertEquals(2, attempts.get());
    assertEquals(List.of("b"), Stock.found(test.docs(), where("mail").eq("m2")));
    assertEquals(List.of("a"), Stock.found(test.docs(), where("mail").eq("m")));
  }

  @Rule({"BATCH-4", "LIFE-4"})
  void atItsEndATransactionIsClosed(TestStore test) {
    both(test, 1);
    List<Transaction> kept = new ArrayList<>();
    test.user().transaction(kept::add);
    TransactionCollection<ObjectNode> docs = kept.get(0).collection(COLLECTION);
    fails(ErrorCode.CLOSED, () -> docs.get("a"));
    fails(ErrorCode.CLOSED, () -> docs.find(Query.all()));
    fails(ErrorCode.CLOSED, () -> docs.count(Query.all()));
    fails(ErrorCode.CLOSED, () -> docs.put("a", json("{}")));
    fails(ErrorCode.CLOSED, () -> docs.delete("a"));
    assertEquals(1, test.user().revision());
  }

  @Rule({"BATCH-4", "LIFE-1"})
  void transactionsOfManyThreadsCountUp(TestStore test) throws InterruptedException {
    test.with("transaction-attempts", "100000");
    both(test, 0);
    int each = test.rounds(20);
    List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  test.user().transaction(TransactionRules::move);
                }
              });
      thread.setUncaughtExceptionHandler((which, problem) -> problems.add(problem));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), problems);
    assertEquals(4 * each, n(there(test.docs().get("a"))));
    assertEquals(-4 * each, n(there(test.docs().get("b"))));
    assertEquals(1 + 4 * each, test.user().revision());
  }

  private static void move(Transaction tx) {
    TransactionCollection<ObjectNode> docs = tx.collection(COLLECTION);
    int a = n(there(docs.get("a")));
    int b = n(docs.find(where("id").eq("b")).get(0));
    assertEquals(0, a + b);
    docs.put("a", body("a", a + 1));
    docs.put("b", body("b", b - 1));
  }
}
