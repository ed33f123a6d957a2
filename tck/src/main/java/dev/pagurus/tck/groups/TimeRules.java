package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Times and revisions after what is easily forgotten: deletions, openings, writes of the same. */
final class TimeRules {

  private static Instant lastTime(TestStore test) {
    long revision = test.user().revision();
    return test.user().changes(revision - 1, 1).changes().get(0).at();
  }

  @Rule({"REV-2", "REV-1"})
  void aDeletionHoldsTheTimeToo(TestStore test) {
    test.docs().create("a", json("{}"));
    test.docs().create("b", json("{}"));
    test.clock().advance(Duration.ofHours(1));
    test.docs().delete("a");
    Instant deleted = lastTime(test);
    test.clock().advance(Duration.ofHours(-2));
    for (Document<ObjectNode> written :
        List.of(
            test.docs().put("b", json("{'n':1}")),
            test.docs().create("a", json("{}")),
            there(test.docs().get("a")))) {
      assertEquals(deleted, written.updatedAt(), "the time of " + written.id());
    }
    test.docs().delete("b");
    assertEquals(deleted, lastTime(test));
  }

  @Rule("REV-2")
  void openingAnewDoesNotMatterToTime(TestStore test) {
    test.clock().advance(Duration.ofDays(1));
    test.docs().create("a", json("{}"));
    Instant written = lastTime(test);
    test.clock().advance(Duration.ofDays(-2));
    test.reopen();
    assertEquals(written, test.docs().put("a", json("{'n':1}")).updatedAt());
    test.docs().delete("a");
    test.reopen();
    assertEquals(written, test.docs().create("a", json("{}")).createdAt());
    assertEquals(4, test.user().revision());
  }

  @Rule({"REV-2", "REV-1"})
  void writingTheSameMovesTheTime(TestStore test) {
    Document<ObjectNode> first = test.docs().create("a", json("{'n':1}"));
    for (int i = 2; i < 6; i++) {
      test.clock().advance(Duration.ofMinutes(1));
      Document<ObjectNode> again =
          i % 2 == 0
              ? test.docs().put("a", json("{'n':1}"))
              : test.docs().patch("a", json("{'n':1.0}"));
      Instant now = first.createdAt().plus(Duration.ofMinutes(i - 1));
      assertEquals(now, again.updatedAt());
      assertEquals(again, there(test.docs().get("a")));
      assertEquals(first.createdAt(), again.createdAt());
      assertEquals(i, again.revision());
    }
  }

  @Rule({"REV-3", "REV-4", "CRUD-3"})
  void whatIsGoneIsAtNoRevision(TestStore test) {
    long last = test.docs().create("a", json("{}")).revision();
    test.docs().delete("a");
    long gone = test.user().revision();
    for (long revision : new long[] {last, gone}) {
      fails(ErrorCode.CONFLICT, () -> test.docs().replace("a", json("{}"), revision));
      fails(ErrorCode.CONFLICT, () -> test.docs().delete("a", revision));
      fails(
          ErrorCode.CONFLICT,
          () ->
              test.user()
                  .batch()
                  .put(COLLECTION, "b", json("{}"))
                  .replace(COLLECTION, "a", json("{}"), revision)
                  .commit());
    }
    fails(ErrorCode.CONFLICT, () -> test.docs().replace("a", json("{}")));
    assertEquals(gone, test.user().revision());
    assertEquals(0, test.docs().count());
    test.docs().create("a", json("{}"));
    fails(ErrorCode.CONFLICT, () -> test.docs().delete("a", last));
    assertTrue(test.docs().delete("a", test.user().revision()));
    assertFalse(test.docs().delete("a"));
  }

  /** Whatever a commit answers is what is read afterwards. */
  @Rule({"REV-1", "REV-2", "CRUD-4"})
  void aCommitAnswersWhatIsRead(TestStore test) {
    test.docs().create("old", json("{}"));
    test.docs().create("gone", json("{}"));
    for (int round = 0; round < 4; round++) {
      test.clock().advance(Duration.ofSeconds(1));
      String id = "new" + round;
      Commit commit =
          test.user()
              .batch()
              .put(COLLECTION, id, json("{}"))
              .put(COLLECTION, "old", json("{}").put("n", round))
              .delete(COLLECTION, "gone")
              .delete(COLLECTION, "never")
              .commit();
      assertEquals(3 + round, commit.revision());
      assertEquals(commit.revision(), test.user().revision());
      List<String> ids = List.of(id, "old");
      for (int i = 0; i < ids.size(); i++) {
        Document<ObjectNode> read = there(test.docs().get(ids.get(i)));
        assertEquals(commit.revision(), read.revision());
        assertEquals(commit.outcomes().get(i).createdAt(), read.createdAt());
        assertEquals(commit.outcomes().get(i).updatedAt(), read.updatedAt());
      }
      List<Boolean> existed = List.of(false, true, round == 0, false);
      assertEquals(existed, commit.outcomes().stream().map(Commit.Outcome::existed).toList());
    }
  }
}
