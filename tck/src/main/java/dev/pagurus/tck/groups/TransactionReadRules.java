package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.TransactionRules.body;
import static dev.pagurus.tck.groups.TransactionRules.both;
import static dev.pagurus.tck.groups.TransactionRules.n;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.TransactionCollection;
import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import tools.jackson.databind.node.ObjectNode;

/** What a transaction reads: one state, or it starts over. */
final class TransactionReadRules {

  /** Every way to read one number, n of the document a or b, in a transaction. */
  private static Map<String, ToIntFunction<TransactionCollection<ObjectNode>>> reads(String id) {
    Map<String, ToIntFunction<TransactionCollection<ObjectNode>>> reads = new LinkedHashMap<>();
    reads.put("get", docs -> n(there(docs.get(id))));
    reads.put("get many", docs -> n(there(docs.get(List.of("none", id)).get(1))));
    reads.put("find", docs -> n(docs.find(where("id").eq(id)).get(0)));
    reads.put(
        "find all",
        docs ->
            docs.find(Query.all()).stream()
                .filter(document -> document.id().equals(id))
                .mapToInt(TransactionRules::n)
                .sum());
    reads.put("count", docs -> (int) docs.count(where("id").eq(id).and("n").eq(1)));
    return reads;
  }

  @Rule("BATCH-4")
  void whatWasReadAndNotWrittenCountsToo(TestStore test) {
    // Each of two transactions reads both documents and writes one: alone, either is right.
    both(test, 1);
    Consumer<String> takeOneOff =
        id ->
            test.user()
                .transaction(
                    tx -> {
                      TransactionCollection<ObjectNode> docs = tx.collection(COLLECTION);
                      int sum = n(there(docs.get("a"))) + n(there(docs.get("b")));
                      if (sum == 2) {
                        docs.put(id, body(id, 0));
                      }
                    });
    test.user()
        .transaction(
            tx -> {
              TransactionCollection<ObjectNode> docs = tx.collection(COLLECTION);
              int sum = n(there(docs.get("a"))) + n(there(docs.get("b")));
              takeOneOff.accept("b");
              if (sum == 2) {
                docs.put("a", body("a", 0));
              }
            });
    assertEquals(1, n(there(test.docs().get("a"))));
    assertEquals(0, n(there(test.docs().get("b"))));
  }

  @Rule("BATCH-4")
  void whatWasNotThereCountsToo(TestStore test) {
    test.store().indexes(COLLECTION).value("kind");
    test.docs(USER, "other").create("x", json("{}"));
    List<Consumer<TransactionCollection<ObjectNode>>> looks =
        List.of(
            docs -> assertEquals(Optional.empty(), docs.get("new")),
            docs -> assertEquals(0, docs.find(where("kind").eq("k")).size()),
            docs -> assertEquals(0, docs.find(where("odd").eq("k")).size()),
            docs -> assertEquals(0, docs.count(where("kind").eq("k"))),
            docs -> assertEquals(0, docs.count(Query.all())));
    for (Consumer<TransactionCollection<ObjectNode>> look : looks) {
      AtomicInteger attempts = new AtomicInteger();
      test.user()
          .transaction(
              tx -> {
                if (attempts.incrementAndGet() == 1) {
                  look.accept(tx.collection(COLLECTION));
                  test.docs().create("new", json("{'kind':'k','odd':'k'}"));
                } else {
                  assertEquals(1, tx.collection(COLLECTION).count(where("kind").eq("k")));
                }
                tx.collection("log").put("l", json("{}").put("attempt", attempts.get()));
              });
      assertEquals(2, attempts.get());
      same(json("{'attempt':2}"), there(test.docs(USER, "log").get("l")).value());
      test.docs().delete("new");
    }
  }

  @Rule({"BATCH-4", "BATCH-3"})
  void readsInATransactionNeverSeeTwoStates(TestStore test) {
    both(test, 1);
    reads("a")
        .forEach(
            (first, readA) ->
                reads("b")
                    .forEach(
                        (second, readB) -> {
                          List<String> seen = new ArrayList<>();
                          AtomicBoolean moved = new AtomicBoolean();
                          test.user()
                              .transaction(
                                  tx -> {
                                    int a = readA.applyAsInt(tx.collection(COLLECTION));
                                    if (!moved.getAndSet(true)) {
                                      both(test, 1 - a);
                                    }
                                    int b = readB.applyAsInt(tx.collection(COLLECTION));
                                    seen.add(a + " and " + b);
                                    tx.collection("log").put("l", json("{}"));
                                  });
                          assertEquals(
                              1, seen.size(), () -> first + ", " + second + ": saw " + seen);
                          assertTrue(
                              List.of("0 and 0", "1 and 1").contains(seen.get(0)), seen.get(0));
                        }));
  }

  @Rule({"BATCH-4", "BATCH-3"})
  void readsOfManyTransactionsNeverSeeTwoStates(TestStore test) throws InterruptedException {
    test.with("transaction-attempts", "100000");
    both(test, 0);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 1; i <= test.rounds(60); i++) {
                both(test, i);
              }
              done.set(true);
            });
    writer.start();
    do {
      test.user()
          .transaction(
              tx -> {
                int a = n(there(tx.collection(COLLECTION).get("a")));
                int b = n(tx.collection(COLLECTION).find(where("id").eq("b")).get(0));
                assertEquals(a, b);
              });
    } while (!done.get());
    writer.join();
    assertEquals(test.rounds(60), n(there(test.docs().get("b"))));
  }

  @Rule("BATCH-4")
  void codeThatHidesThatItsStateIsGoneCommitsNothing(TestStore test) {
    both(test, 1);
    AtomicInteger attempts = new AtomicInteger();
    test.user()
        .transaction(
            tx -> {
              TransactionCollection<ObjectNode> docs = tx.collection(COLLECTION);
              int a = n(there(docs.get("a")));
              if (attempts.incrementAndGet() == 1) {
                both(test, 5);
              }
              int b = 0;
              try {
                b = n(there(docs.get("b")));
              } catch (RuntimeException hidden) {
                b = 100;
              }
              docs.put("sum", json("{}").put("n", a + b));
            });
    assertEquals(2, attempts.get());
    assertEquals(10, n(there(test.docs().get("sum"))));
  }

  @Rule("BATCH-4")
  void readsAreOfTheStateItBeganWith(TestStore test) {
    both(test, 1);
    test.user()
        .transaction(
            tx -> {
              TransactionCollection<ObjectNode> docs = tx.collection(COLLECTION);
              docs.put("a", body("a", 5));
              docs.create("c", body("c", 5));
              docs.delete("b");
              assertEquals(1, n(there(docs.get("a"))));
              assertEquals(Optional.empty(), docs.get("c"));
              assertEquals(2, docs.count(where("n").eq(1)));
              assertEquals(2, docs.find(Query.all()).size());
            });
    assertEquals(List.of("a", "c"), Stock.found(test.docs(), Query.all()));
    assertEquals(2, test.docs().count(where("n").eq(5)));
  }

  @Rule("BATCH-4")
  void aNewUserIsAStateToo(TestStore test) {
    AtomicInteger attempts = new AtomicInteger();
    test.user()
        .transaction(
            tx -> {
              long before = tx.collection(COLLECTION).count(Query.all());
              if (attempts.incrementAndGet() == 1) {
                test.docs(USER, "other").create("x", json("{}"));
              }
              tx.collection(COLLECTION).create("a", json("{}").put("n", before));
            });
    assertEquals(2, attempts.get());
    assertEquals(2, test.user().revision());
  }
}
