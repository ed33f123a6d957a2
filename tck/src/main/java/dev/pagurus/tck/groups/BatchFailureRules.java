package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.StoreException;
import dev.pagurus.WriteBatch;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Batches that fail: nothing of them stays. */
final class BatchFailureRules {

  /** One write that the state of {@link #prepare} does not allow. */
  private record Failure(ErrorCode code, String id, Consumer<WriteBatch> write) {}

  /** Every way in which a batch can fail at one of its writes. */
  private static final Map<String, Failure> FAILURES = failures();

  private static Map<String, Failure> failures() {
    Map<String, Failure> all = new LinkedHashMap<>();
    all.put(
        "create over a document",
        new Failure(
            ErrorCode.EXISTS, "taken", batch -> batch.create(COLLECTION, "taken", json("{}"))));
    all.put(
        "replace of nothing",
        new Failure(
            ErrorCode.CONFLICT, "none", batch -> batch.replace(COLLECTION, "none", json("{}"))));
    all.put(
        "replace of nothing at a revision",
        new Failure(
            ErrorCode.CONFLICT, "none", batch -> batch.replace(COLLECTION, "none", json("{}"), 1)));
    all.put(
        "replace of what was deleted",
        new Failure(
            ErrorCode.CONFLICT, "gone", batch -> batch.replace(COLLECTION, "gone", json("{}"), 2)));
    all.put(
        "replace at another revision",
        new Failure(
            ErrorCode.CONFLICT,
            "taken",
            batch -> batch.replace(COLLECTION, "taken", json("{}"), 2)));
    all.put(
        "delete at another revision",
        new Failure(ErrorCode.CONFLICT, "taken", batch -> batch.delete(COLLECTION, "taken", 99)));
    all.put(
        "delete of nothing at a revision",
        new Failure(ErrorCode.CONFLICT, "none", batch -> batch.delete(COLLECTION, "none", 1)));
    all.put(
        "a value that another document holds",
        new Failure(
            ErrorCode.UNIQUE_VIOLATION,
            "new",
            batch -> batch.put(COLLECTION, "new", json("{'mail':'taken'}"))));
    return all;
  }

  private static final Query[] PROBES = {
    where("n").ge(0),
    where("n").eq(1),
    where("mail").eq("taken"),
    where("mail").exists(),
    where("tags").contains("t"),
    where("text").matches("word"),
    Query.all().orderByDescending("n")
  };

  /** A user with documents in two collections, a deletion, and an index of every kind. */
  private static void prepare(TestStore test) {
    test.store().indexes(COLLECTION).value("n").unique("mail").array("tags").text("text");
    test.docs().create("taken", json("{'n':1,'mail':'taken','tags':['t','u'],'text':'a word'}"));
    test.docs().create("gone", json("{'n':2,'text':'word'}"));
    test.docs().delete("gone");
    test.docs(USER, "other").create("o", json("{'n':3}"));
    test.docs().create("last", json("{'n':4,'mail':'last','tags':['t']}"));
  }

  /** Writes that would leave their mark on everything there is. */
  private static List<Consumer<WriteBatch>> marks() {
    return List.of(
        batch ->
            batch.create(
                COLLECTION, "m1", json("{'n':9,'mail':'m1','tags':['t'],'text':'more words'}")),
        batch -> batch.put("other", "o", json("{'n':9}")),
        batch -> batch.delete(COLLECTION, "last"),
        batch -> batch.create("fresh", "m2", json("{'n':9}")),
        batch -> batch.delete(COLLECTION, "never"),
        batch -> batch.put(COLLECTION, "again", json("{'n':9,'tags':['t'],'text':'word'}")));
  }

  @Rule({"BATCH-2", "REV-3", "LIFE-4", "LIFE-5"})
  void aBatchThatFailsAnywhereChangesNothing(TestStore test) {
    prepare(test);
    Portrait before = Portrait.of(test.user(), COLLECTION, PROBES);
    Portrait other = Portrait.of(test.user(), "other");
    for (Map.Entry<String, Failure> each : FAILURES.entrySet()) {
      Failure failure = each.getValue();
      for (int place : List.of(0, 3, 6)) {
        WriteBatch batch = test.user().batch();
        List<Consumer<WriteBatch>> writes = new ArrayList<>(marks());
        writes.add(place, failure.write());
        writes.forEach(write -> write.accept(batch));
        failsAt(failure.code(), USER, COLLECTION, failure.id(), batch::commit);
        String what = each.getKey() + " at write " + place;
        assertEquals(before, Portrait.of(test.user(), COLLECTION, PROBES), what);
        assertEquals(other, Portrait.of(test.user(), "other"), what);
      }
    }
    test.reopen();
    assertEquals(before, Portrait.of(test.user(), COLLECTION, PROBES));
    assertEquals(before.info().orElseThrow().revision() + 1, writeMarks(test));
  }

  private static long writeMarks(TestStore test) {
    WriteBatch batch = test.user().batch();
    marks().subList(0, 4).forEach(write -> write.accept(batch));
    return batch.commit().revision();
  }

  @Rule({"BATCH-2", "INDEX-2"})
  void aBatchThatHoldsAValueTwiceChangesNothing(TestStore test) {
    prepare(test);
    Portrait before = Portrait.of(test.user(), COLLECTION, PROBES);
    WriteBatch batch = test.user().batch();
    marks().get(0).accept(batch);
    batch.put(COLLECTION, "twin1", json("{'mail':'twin'}")).delete(COLLECTION, "last");
    batch.put(COLLECTION, "twin2", json("{'mail':'twin'}"));
    StoreException error = fails(ErrorCode.UNIQUE_VIOLATION, batch::commit);
    assertEquals(Optional.of(COLLECTION), error.collection());
    assertTrue(Set.of("twin1", "twin2").contains(error.id().orElse("")));
    assertEquals(before, Portrait.of(test.user(), COLLECTION, PROBES));
  }

  @Rule({"BATCH-2", "REV-3"})
  void aBatchAtAnotherRevisionOfItsUserChangesNothing(TestStore test) {
    prepare(test);
    Portrait before = Portrait.of(test.user(), COLLECTION, PROBES);
    long now = test.user().revision();
    for (long wrong : new long[] {0, 1, now - 1, now + 1, Long.MAX_VALUE}) {
      WriteBatch batch = test.user().batch().expect(wrong);
      marks().get(0).accept(batch);
      StoreException error = fails(ErrorCode.CONFLICT, batch::commit);
      assertEquals(Optional.of(USER), error.user());
      assertEquals(Optional.empty(), error.id());
    }
    assertEquals(before, Portrait.of(test.user(), COLLECTION, PROBES));
    WriteBatch batch = test.user().batch().expect(now);
    marks().get(0).accept(batch);
    assertEquals(now + 1, batch.commit().revision());
  }

  @Rule({"BATCH-2", "REV-1", "USER-1"})
  void aFirstBatchThatFailsLeavesNoUser(TestStore test) {
    test.docs("bob", COLLECTION).create("a", json("{}"));
    WriteBatch batch =
        test.user().batch().create(COLLECTION, "a", json("{}")).replace("other", "b", json("{}"));
    failsAt(ErrorCode.CONFLICT, USER, "other", "b", batch::commit);
    fails(
        ErrorCode.CONFLICT,
        () -> test.user().batch().expect(1).create(COLLECTION, "a", json("{}")).commit());
    assertEquals(Optional.empty(), test.user().info());
    assertEquals(List.of(), test.user().collections());
    assertEquals(1, test.store().users(null, 10).size());
    assertEquals(
        1, test.user().batch().expect(0).create(COLLECTION, "a", json("{}")).commit().revision());
  }
}
