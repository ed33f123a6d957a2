package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.IndexRules.index;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.UserStore;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.KitClock;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.TestStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** What fails halfway: calls that are refused, and code of the application that throws. */
final class FaultRules {

  /** Everything still works: a commit, every kind of read, and an opening. */
  static void assertWorks(TestStore test) {
    ObjectNode body = json("{'n':77}");
    test.docs("checker", COLLECTION).put("check", body);
    for (int opening = 0; opening < 2; opening++) {
      same(body, there(test.docs("checker", COLLECTION).get("check")).value());
      assertEquals(List.of("check"), found(test.docs("checker", COLLECTION), where("n").eq(77)));
      assertEquals(1, test.docs("checker", COLLECTION).count());
      assertEquals(1, test.user("checker").changes(0, 10).changes().size());
      test.reopen();
    }
    assertTrue(test.user("checker").delete());
  }

  @Rule({"LIFE-5", "REV-3"})
  void aCommitAfterARefusedOneIsWhole(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    for (int i = 0; i < 20; i++) {
      failsAt(
          ErrorCode.EXISTS, USER, COLLECTION, "a", () -> test.docs().create("a", json("{'n':2}")));
    }
    test.docs().create("b", json("{'n':3}"));
    assertEquals(2, test.user().revision());
    same(json("{'n':1}"), there(test.docs().get("a")).value());
  }

  @Rule("LIFE-4")
  void errorsNameTheAddressAndTheOperation(TestStore test) {
    test.store().indexes(COLLECTION).unique("u");
    test.docs().create("a", json("{'u':1}"));
    Map<ErrorCode, List<Executable>> calls = new LinkedHashMap<>();
    calls.put(
        ErrorCode.EXISTS,
        List.of(
            () -> test.docs().create("a", json("{}")),
            () -> test.user().batch().create(COLLECTION, "a", json("{}")).commit(),
            () ->
                test.user().transaction(tx -> tx.collection(COLLECTION).create("a", json("{}")))));
    calls.put(
        ErrorCode.CONFLICT,
        List.of(
            () -> test.docs().replace("b", json("{}")),
            () -> test.docs().replace("a", json("{}"), 7),
            () -> test.docs().delete("a", 7),
            () -> test.docs().patch("b", json("{}")),
            () -> test.docs().update("b", body -> body),
            () -> test.user().batch().delete(COLLECTION, "b", 1).commit()));
    calls.put(
        ErrorCode.UNIQUE_VIOLATION,
        List.of(
            () -> test.docs().create("b", json("{'u':1}")),
            () -> test.user().batch().put(COLLECTION, "b", json("{'u':1}")).commit()));
    calls.put(
        ErrorCode.INVALID,
        List.of(
            () -> test.docs().put("a", json("{}").put("d", Double.NaN)),
            () -> test.docs().replace("a", json("{}"), -1)));
    calls.forEach(
        (code, all) ->
            all.forEach(
                call -> {
                  StoreException error = fails(code, call);
                  assertEquals(Optional.of(USER), error.user());
                  assertEquals(Optional.of(COLLECTION), error.collection());
                  assertTrue(List.of("a", "b").contains(error.id().orElse("none")));
                  assertFalse(error.operation().isBlank());
                  assertNotNull(error.getMessage());
                }));
    assertEquals(1, test.user().revision());
    for (ErrorCode code :
        List.of(ErrorCode.EXISTS, ErrorCode.CONFLICT, ErrorCode.UNIQUE_VIOLATION)) {
      assertEquals(ErrorCode.NextMove.READ_AGAIN, code.nextMove());
    }
    assertNotNull(
        fails(ErrorCode.EXISTS, () -> test.docs().create("a", json("{}"))).getCause(),
        "the cause is kept");
  }

  @Rule({"LIFE-5", "CRUD-3"})
  void whatAnUpdateThrowsComesOut(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    Portrait before = Portrait.of(test.user(), COLLECTION);
    for (Throwable thrown :
        List.of(
            new IllegalArgumentException("own"),
            new IllegalStateException("own"),
            new StackOverflowError("own"),
            new OutOfMemoryError("own"),
            new AssertionError("own"))) {
      assertSame(
          thrown,
          assertThrows(Throwable.class, () -> test.docs().update("a", body -> sneak(thrown))));
    }
    assertEquals(before, Portrait.of(test.user(), COLLECTION));
    assertWorks(test);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // to throw any of them
  private static <R, E extends Throwable> R sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /**
   * What comes out of progress or findings that throw is left open, but not what is left behind.
   */
  @Rule({"LIFE-5", "INDEX-3"})
  void progressThatThrowsDoesNoHarm(TestStore test) {
    Map<String, ObjectNode> bodies = Stock.numbered(1_100);
    bodies.values().forEach(body -> body.put("t", "word").putArray("l").add(1));
    Stock.put(test.user(), COLLECTION, bodies);
    Portrait before = Portrait.of(test.user(), COLLECTION, where("n").lt(10));
    Progress throwing =
        (done, total) -> {
          throw new IllegalStateException("own");
        };
    for (IndexDefinition one :
        List.of(
            index(Kind.VALUE, "n"),
            index(Kind.UNIQUE, "n"),
            index(Kind.ARRAY, "l"),
            index(Kind.TEXT, "t"))) {
      attempt(() -> test.store().indexes(COLLECTION).declare(one, throwing));
      assertEquals(before, Portrait.of(test.user(), COLLECTION, where("n").lt(10)));
      test.store().indexes(COLLECTION).declare(one, Progress.NONE);
      assertTrue(test.store().indexes(COLLECTION).list().contains(one));
    }
    attempt(() -> test.store().verify(finding -> {}, throwing));
    attempt(() -> test.store().compact(throwing));
    attempt(() -> test.store().backup(test.directory().resolve("backup"), throwing));
    assertEquals(before, Portrait.of(test.user(), COLLECTION, where("n").lt(10)));
    assertEquals(1_100, test.docs().count(where("t").matches("word")));
    assertEquals(1_100, test.docs().count(where("l").contains(1)));
    fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().put("new", json("{'n':5}")));
    assertEquals(1_100, test.store().verify(finding -> {}, Progress.NONE));
    assertWorks(test);
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException thrownThrough) {
      assertNotNull(thrownThrough);
    }
  }

  @Rule({"LIFE-5", "LIFE-1"})
  void answersThatAreLeftHalfReadHoldNobodyUp(TestStore test) {
    test.store().indexes(COLLECTION).value("n");
    Stock.put(test.user(), COLLECTION, Stock.numbered(300));
    List<Iterator<Document<ObjectNode>>> open = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Query query = i % 2 == 0 ? Query.all() : Query.all().orderByDescending("n");
      // Never closed, and not read to its end: careless, but no reason to hang or run dry.
      Iterator<Document<ObjectNode>> rows = test.docs().stream(query).iterator();
      rows.next();
      open.add(rows);
      assertThrows(
          IllegalStateException.class,
          () ->
              test.docs().stream()
                  .forEach(
                      document -> {
                        throw new IllegalStateException("own");
                      }));
    }
    test.docs().put("new", json("{'n':-1}"));
    assertEquals(301, test.docs().count());
    assertEquals(120, open.stream().map(Iterator::next).count());
    assertWorks(test);
  }

  /** The clock is the application's code that a backend calls in the midst of a commit. */
  @Rule({"LIFE-1", "LIFE-5", "BATCH-2"})
  void whatDiesInOnesCommitIsNobodyElses(TestStore test) throws Exception {
    StoreSpec spec = test.anotherSpec();
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean armed = new AtomicBoolean();
    InstantSource clock =
        () -> {
          int call = calls.incrementAndGet();
          if (armed.get() && call % 7 == 0) {
            if (call % 2 == 0) {
              throw new StackOverflowError("clock");
            }
            throw new ClockFailure();
          }
          return KitClock.START;
        };
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (Store store = test.open(spec, clock)) {
      DocumentCollection<ObjectNode> docs = store.user(USER).collection(COLLECTION);
      docs.create("first", json("{}"));
      acknowledged.add("first");
      armed.set(true);
      Crew.run(4, thread -> createSome(docs, thread + "-", test.rounds(40), acknowledged));
      armed.set(false);
      docs.create("last", json("{}"));
      acknowledged.add("last");
      requireJust(acknowledged, store);
    }
    try (Store store = test.open(spec, clock)) {
      requireJust(acknowledged, store);
    }
  }

  private static final class ClockFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static void createSome(
      DocumentCollection<ObjectNode> docs, String prefix, int count, Set<String> acknowledged) {
    for (int i = 0; i < count; i++) {
      try {
        docs.create(prefix + i, json("{}"));
      } catch (StoreException | ClockFailure | StackOverflowError e) {
        continue;
      }
      acknowledged.add(prefix + i);
    }
  }

  private static void requireJust(Set<String> ids, Store store) {
    UserStore user = store.user(USER);
    Set<String> there = new HashSet<>();
    user.collection(COLLECTION).find(Query.all()).forEach(document -> there.add(document.id()));
    assertEquals(ids, there);
    assertEquals(ids.size(), user.revision());
    assertEquals(ids.size(), user.collection(COLLECTION).count());
  }

  @Rule({"LIFE-1", "BATCH-4", "BATCH-3"})
  void codeInsideACallMayCallAgain(TestStore test) {
    Stock.put(test.user(), COLLECTION, Stock.numbered(20));
    try (Stream<Document<ObjectNode>> stream = test.docs().stream()) {
      stream.forEach(
          document -> {
            test.docs().put(document.id() + "x", document.value());
            test.docs(USER, "copy").put(document.id(), document.value());
            assertEquals(document.value(), there(test.docs().get(document.id())).value());
          });
    }
    assertEquals(20, test.docs(USER, "copy").count());
    assertEquals(40, test.docs().count());
    test.docs()
        .update(
            "0000",
            body -> {
              test.docs("bob", COLLECTION).put("inner", body);
              test.user("bob").transaction(tx -> tx.collection(COLLECTION).put("tx", body));
              test.docs(USER, "copy").delete("0000");
              return body.put("n", test.docs().count());
            });
    same(json("{'n':40}"), there(test.docs().get("0000")).value());
    assertEquals(2, test.docs("bob", COLLECTION).count());
    test.user()
        .transaction(
            outer -> {
              long count = outer.collection(COLLECTION).count(Query.all());
              test.user("bob").transaction(inner -> inner.collection(COLLECTION).delete("inner"));
              outer.collection("log").put("l", json("{}").put("n", count));
            });
    same(json("{'n':40}"), there(test.docs(USER, "log").get("l")).value());
    test.store().verify(finding -> {}, (done, total) -> assertEquals(40, test.docs().count()));
  }
}
