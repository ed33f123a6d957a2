package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.WriteBatch;
import dev.pagurus.document.Address;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.KitClock;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Batches: all or nothing, one revision, never half seen. */
final class BatchRules {

  private static final Instant START = KitClock.START.truncatedTo(ChronoUnit.MICROS);

  @Rule({"BATCH-1", "BATCH-2", "REV-2", "FEED-1"})
  void aBatchIsOneRevisionAndOneTime(TestStore test) {
    test.docs().create("old", json("{'n':0}"));
    test.docs().create("gone", json("{'n':0}"));
    test.clock().advance(Duration.ofMinutes(1));
    Instant later = START.plusSeconds(60);
    Commit commit =
        test.user()
            .batch()
            .delete(COLLECTION, "gone")
            .put(COLLECTION, "old", json("{'n':1}"))
            .delete(COLLECTION, "never")
            .create("zoo", "a", json("{'n':2}"))
            .create("bar", "a", json("{'n':3}"))
            .commit();
    assertEquals(
        new Commit(
            3,
            List.of(
                new Commit.Outcome(true, START, later),
                new Commit.Outcome(true, START, later),
                new Commit.Outcome(false, Instant.EPOCH, Instant.EPOCH),
                new Commit.Outcome(false, later, later),
                new Commit.Outcome(false, later, later))),
        commit);
    Document<ObjectNode> old = there(test.docs().get("old"));
    assertEquals(List.of(START, later), List.of(old.createdAt(), old.updatedAt()));
    assertEquals(3, old.revision());
    same(json("{'n':2}"), there(test.docs(USER, "zoo").get("a")).value());
    same(json("{'n':3}"), there(test.docs(USER, "bar").get("a")).value());
    List<Change> changes = test.user().changes(2, 1).changes();
    assertEquals(
        List.of(
            new Address("bar", "a"),
            new Address(COLLECTION, "gone"),
            new Address(COLLECTION, "old"),
            new Address("zoo", "a")),
        changes.stream().map(Change::address).toList());
    changes.forEach(change -> assertEquals(3, change.revision()));
    changes.forEach(change -> assertEquals(later, change.at()));
  }

  @Rule({"BATCH-1", "LIFE-5"})
  void anAddressStandsInABatchOnce(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    List<WriteBatch> batches =
        List.of(
            test.user().batch().put(COLLECTION, "b", json("{}")).put(COLLECTION, "b", json("{}")),
            test.user().batch().put(COLLECTION, "a", json("{}")).delete(COLLECTION, "a"),
            test.user().batch().delete(COLLECTION, "a").create(COLLECTION, "a", json("{}")),
            test.user().batch().delete(COLLECTION, "a").delete(COLLECTION, "a"));
    batches.forEach(batch -> fails(ErrorCode.INVALID, batch::commit));
    assertEquals(1, test.user().revision());
    same(json("{'n':1}"), there(test.docs().get("a")).value());
    test.user().batch().put("one", "a", json("{}")).put("two", "a", json("{}")).commit();
    assertEquals(3, test.user().info().orElseThrow().documents());
  }

  @Rule({"BATCH-1", "REV-1"})
  void anEmptyBatchOnlyChecks(TestStore test) {
    assertEquals(new Commit(0, List.of()), test.user().batch().commit());
    assertEquals(new Commit(0, List.of()), test.user().batch().expect(0).commit());
    fails(ErrorCode.CONFLICT, () -> test.user().batch().expect(1).commit());
    assertEquals(List.of(), test.store().users(null, 10));
    test.docs().create("a", json("{}"));
    assertEquals(new Commit(1, List.of()), test.user().batch().expect(1).commit());
    fails(ErrorCode.CONFLICT, () -> test.user().batch().expect(0).commit());
    assertEquals(1, test.user().revision());
  }

  @Rule({"BATCH-3", "QUERY-6"})
  void rowsThatAreBeingReadStayAsTheyWere(TestStore test) {
    test.store().indexes(COLLECTION).value("n");
    Stock.put(test.user(), COLLECTION, Stock.numbered(300));
    Backend backend = test.store().backend();
    List<Supplier<Rows>> reads =
        List.of(
            () -> backend.scan(USER, COLLECTION, null),
            () -> find(backend, where("n").ge(0).filter(), Query.all()),
            () -> find(backend, Filter.all(), Query.all().orderByDescending("n")),
            () -> find(backend, where("odd").ne(1).filter(), Query.all()));
    for (Supplier<Rows> read : reads) {
      long revision = test.user().revision();
      Map<String, String> before = bodies(read.get());
      Map<String, String> seen = new LinkedHashMap<>();
      try (Rows rows = read.get()) {
        for (int i = 0; i < 3; i++) {
          take(Objects.requireNonNull(rows.next()), seen);
        }
        turnOver(test);
        assertEquals(revision, rows.revision());
        takeRest(rows, seen);
      }
      assertEquals(before, seen);
    }
  }

  /** Rows as a backend finds them; what it leaves to others is true for every document here. */
  private static Rows find(Backend backend, Filter filter, Query query) {
    FindRequest request =
        new FindRequest(USER, COLLECTION, filter, query.order(), null, OptionalInt.empty());
    return backend.find(request).rows();
  }

  private static Map<String, String> bodies(Rows all) {
    Map<String, String> seen = new TreeMap<>();
    try (all) {
      takeRest(all, seen);
    }
    return seen;
  }

  private static void takeRest(Rows rows, Map<String, String> seen) {
    for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
      take(row, seen);
    }
  }

  private static void take(StoredDocument row, Map<String, String> seen) {
    assertNull(seen.put(row.address().id(), row.revision() + row.body().toString()), "once");
  }

  /** Changes every document, deletes some and adds others, in one commit. */
  private static void turnOver(TestStore test) {
    WriteBatch batch = test.user().batch();
    int next = 0;
    for (Document<ObjectNode> document : test.docs().find(Query.all())) {
      int n = document.value().get("n").intValue();
      if (next++ % 10 == 0) {
        batch.delete(COLLECTION, document.id());
        batch.create(COLLECTION, document.id() + "x", json("{}").put("n", n));
      } else {
        batch.put(COLLECTION, document.id(), json("{}").put("n", 300 - n));
      }
    }
    batch.commit();
  }

  @Rule("BATCH-3")
  void noReaderSeesAPartOfABatch(TestStore test) throws InterruptedException {
    int documents = 40;
    test.store().indexes(COLLECTION).value("round");
    round(test, documents, 0);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              try {
                for (int i = 1; i <= test.rounds(25); i++) {
                  round(test, documents, i);
                }
              } finally {
                done.set(true);
              }
            });
    writer.start();
    List<String> ids = List.copyOf(Stock.numbered(documents).keySet());
    int last = 0;
    do {
      List<Document<ObjectNode>> got = new ArrayList<>();
      test.docs().get(ids).forEach(found -> got.add(there(found)));
      last = sameRound(got, documents, last);
      last = sameRound(test.docs().find(where("round").ge(0)).documents(), documents, last);
      last = sameRound(test.docs().list(documents).documents(), documents, last);
      long whole = test.docs().count(where("round").eq(last));
      assertTrue(whole == documents || whole == 0, "a count of " + whole);
      assertEquals(
          1, test.user().changes(0, 1).changes().stream().map(Change::revision).distinct().count());
    } while (!done.get());
    writer.join();
    assertEquals(test.rounds(25), sameRound(test.docs().list(documents).documents(), documents, 0));
  }

  private static void round(TestStore test, int documents, int round) {
    WriteBatch batch = test.user().batch();
    Stock.numbered(documents)
        .forEach((id, body) -> batch.put(COLLECTION, id, body.put("round", round)));
    batch.commit();
  }

  private static int sameRound(List<Document<ObjectNode>> all, int documents, int atLeast) {
    assertEquals(documents, all.size());
    Set<Integer> rounds = new TreeSet<>();
    all.forEach(document -> rounds.add(document.value().get("round").intValue()));
    assertEquals(1, rounds.size(), () -> "rounds seen at once: " + rounds);
    int round = rounds.iterator().next();
    assertTrue(round >= atLeast, () -> round + " was read after " + atLeast);
    return round;
  }
}
