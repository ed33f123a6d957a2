package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.KitClock;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.node.ObjectNode;

/** Revisions, times and conditions. */
final class RevisionRules {

  private static final Instant START = KitClock.START.truncatedTo(ChronoUnit.MICROS);

  @Rule("REV-1")
  void aNewUserIsAtRevisionZero(TestStore test) {
    assertEquals(0, test.user().revision());
    assertEquals(Optional.empty(), test.user().info());
    assertEquals(0, test.docs().count());
    assertEquals(List.of(), test.user().collections());
  }

  @Rule("REV-1")
  void everyCommitThatDoesSomethingTakesTheNextRevision(TestStore test) {
    assertEquals(1, test.docs().create("a", json("{}")).revision());
    assertEquals(2, test.docs().put("b", json("{}")).revision());
    assertEquals(3, test.docs().replace("a", json("{'n':1}")).revision());
    assertTrue(test.docs().delete("b"));
    assertEquals(4, test.user().revision());
    assertEquals(5, test.docs(USER, "other").create("a", json("{}")).revision());
    assertEquals(5, test.user().info().orElseThrow().revision());
  }

  @Rule("REV-1")
  void theSameBodyAgainTakesARevisionToo(TestStore test) {
    test.docs().put("a", json("{'n':1}"));
    assertEquals(2, test.docs().put("a", json("{'n':1}")).revision());
    assertEquals(2, there(test.docs().get("a")).revision());
    assertEquals(1, test.user().changes(1, 10).changes().size());
  }

  @Rule({"REV-1", "REV-2", "BATCH-2"})
  void aBatchTakesOneRevision(TestStore test) {
    test.docs().create("z", json("{}"));
    Commit commit =
        test.user()
            .batch()
            .create(COLLECTION, "a", json("{}"))
            .put("other", "b", json("{}"))
            .delete(COLLECTION, "z")
            .commit();
    assertEquals(2, commit.revision());
    assertEquals(2, there(test.docs().get("a")).revision());
    assertEquals(2, there(test.docs(USER, "other").get("b")).revision());
    assertEquals(2, test.user().revision());
  }

  @Rule({"REV-1", "CRUD-4"})
  void aBatchThatDoesNothingTakesNone(TestStore test) {
    assertEquals(0, test.user().batch().delete(COLLECTION, "a").commit().revision());
    test.docs().create("b", json("{}"));
    Commit commit = test.user().batch().delete(COLLECTION, "a").delete("other", "b").commit();
    assertEquals(1, commit.revision());
    assertEquals(
        List.of(false, false), commit.outcomes().stream().map(Commit.Outcome::existed).toList());
    assertEquals(1, test.user().revision());
  }

  @Rule({"REV-1", "USER-1"})
  void usersCountForThemselves(TestStore test) {
    test.docs().create("a", json("{}"));
    test.docs().create("b", json("{}"));
    assertEquals(1, test.docs("bob", COLLECTION).create("a", json("{}")).revision());
    assertEquals(2, test.user().revision());
  }

  @Rule("REV-2")
  void timesAreTheClocksInMicroseconds(TestStore test) {
    Document<ObjectNode> created = test.docs().create("a", json("{}"));
    assertEquals(START, created.createdAt());
    assertEquals(START, created.updatedAt());
    assertEquals(START, there(test.docs().get("a")).createdAt());
  }

  @Rule("REV-2")
  void createdAtStaysAndUpdatedAtMoves(TestStore test) {
    test.docs().create("a", json("{}"));
    test.clock().advance(Duration.ofSeconds(3));
    Document<ObjectNode> put = test.docs().put("a", json("{'n':1}"));
    assertEquals(START, put.createdAt());
    assertEquals(START.plusSeconds(3), put.updatedAt());
    test.clock().advance(Duration.ofSeconds(3));
    test.docs().patch("a", json("{'n':2}"));
    Document<ObjectNode> read = there(test.docs().get("a"));
    assertEquals(START, read.createdAt());
    assertEquals(START.plusSeconds(6), read.updatedAt());
  }

  @Rule("REV-2")
  void aDocumentCreatedAnewHasANewCreatedAt(TestStore test) {
    test.docs().create("a", json("{}"));
    test.docs().delete("a");
    test.clock().advance(Duration.ofSeconds(1));
    assertEquals(START.plusSeconds(1), test.docs().create("a", json("{}")).createdAt());
  }

  @Rule("REV-2")
  void timesDoNotRunBackwardsWithTheClock(TestStore test) {
    test.docs().create("a", json("{}"));
    test.clock().advance(Duration.ofHours(-1));
    Document<ObjectNode> later = test.docs().create("b", json("{}"));
    assertFalse(later.updatedAt().isBefore(START), "updatedAt ran backwards: " + later.updatedAt());
    assertFalse(later.createdAt().isAfter(later.updatedAt()));
    test.reopen();
    test.docs().put("a", json("{'n':1}"));
    assertFalse(there(test.docs().get("a")).updatedAt().isBefore(START));
    test.docs().delete("a");
    Instant deleted = test.user().changes(3, 10).changes().get(0).at();
    assertFalse(deleted.isBefore(START), "the feed ran backwards: " + deleted);
  }

  @Rule({"REV-2", "USER-1"})
  void anotherUsersTimesDoNotMatter(TestStore test) {
    test.docs().create("a", json("{}"));
    test.clock().advance(Duration.ofHours(-1));
    Instant earlier = START.minus(Duration.ofHours(1));
    assertEquals(earlier, test.docs("bob", COLLECTION).create("a", json("{}")).updatedAt());
  }

  @Rule("REV-3")
  void conditionsOfABatchAreAllChecked(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    for (Condition failing :
        List.of(Condition.ABSENT, Condition.atRevision(2), Condition.atRevision(Long.MAX_VALUE))) {
      refused(test, put("b", Condition.NONE), put("a", failing));
    }
    for (Condition failing : List.of(Condition.PRESENT, Condition.atRevision(1))) {
      refused(test, put("a", Condition.NONE), put("b", failing));
      refused(
          test, put("a", Condition.NONE), new Write.Delete(new Address(COLLECTION, "b"), failing));
    }
    Commit commit = commit(test, put("a", Condition.atRevision(1)), put("b", Condition.ABSENT));
    assertEquals(2, commit.revision());
    assertEquals(
        List.of(true, false), commit.outcomes().stream().map(Commit.Outcome::existed).toList());
  }

  private static Write put(String id, Condition condition) {
    return new Write.Put(new Address(COLLECTION, id), Body.parse("{\"n\":2}"), condition);
  }

  private static Commit commit(TestStore test, Write... writes) {
    return test.store().backend().commit(USER, Batch.of(writes));
  }

  /**
   * The second write of the two fails; the error must name it, and the first must not have
   * happened.
   */
  private static void refused(TestStore test, Write first, Write failing) {
    BackendException error =
        Assertions.assertThrows(BackendException.class, () -> commit(test, first, failing));
    ErrorCode code =
        failing.condition().kind() == Condition.Kind.ABSENT ? ErrorCode.EXISTS : ErrorCode.CONFLICT;
    assertEquals(code, error.code());
    assertEquals(failing.address(), error.address());
    assertEquals(1, test.user().revision());
    same(json("{'n':1}"), there(test.docs().get("a")).value());
    assertEquals(Optional.empty(), test.docs().get("b"));
  }

  @Rule("REV-3")
  void aBatchMayDemandTheUsersRevision(TestStore test) {
    test.user().batch().expect(0).create(COLLECTION, "a", json("{}")).commit();
    test.user().batch().expect(1).create(COLLECTION, "b", json("{}")).commit();
    for (long wrong : new long[] {0, 1, 3, Long.MAX_VALUE}) {
      fails(
          ErrorCode.CONFLICT,
          () -> test.user().batch().expect(wrong).create(COLLECTION, "c", json("{}")).commit());
    }
    assertEquals(2, test.user().revision());
    assertEquals(2, test.docs().count());
  }

  @Rule("REV-3")
  void aDemandOfAnEmptyBatchIsCheckedToo(TestStore test) {
    test.docs().create("a", json("{}"));
    assertEquals(1, test.user().batch().expect(1).commit().revision());
    fails(ErrorCode.CONFLICT, () -> test.user().batch().expect(0).commit());
    fails(ErrorCode.CONFLICT, () -> test.user("nobody").batch().expect(1).commit());
    assertEquals(Optional.empty(), test.user("nobody").info());
  }

  @Rule({"REV-3", "REV-4"})
  void aConditionTellsADocumentFromOneCreatedAnew(TestStore test) {
    long first = test.docs().create("a", json("{'n':1}")).revision();
    test.docs().delete("a");
    test.docs().create("a", json("{'n':1}"));
    failsAt(
        ErrorCode.CONFLICT,
        USER,
        COLLECTION,
        "a",
        () -> test.docs().replace("a", json("{}"), first));
    failsAt(ErrorCode.CONFLICT, USER, COLLECTION, "a", () -> test.docs().delete("a", first));
  }

  @Rule("REV-4")
  void revisionsAreNeverReused(TestStore test) {
    test.docs().create("a", json("{}"));
    test.docs().delete("a");
    assertEquals(3, test.docs().create("a", json("{}")).revision());
    assertEquals(3, there(test.docs().get("a")).revision());
    test.docs().delete("a");
    test.reopen();
    assertEquals(4, test.user().revision());
    assertEquals(5, test.docs().create("a", json("{}")).revision());
  }
}
