package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A user copied, renamed and moved as a whole. */
final class UserUnitRules {

  private static final String NEW = "a new name/\u00e9";

  /** What the user shows, as if it had the name. */
  private static Portrait portrait(UserStore user, String name) {
    Portrait shown =
        Portrait.of(
            user,
            COLLECTION,
            where("n").ge(1),
            where("mail").eq("x1"),
            where("tags").contains("t"),
            where("title").matches("crab"));
    Optional<UserInfo> renamed =
        shown
            .info()
            .map(
                info ->
                    new UserInfo(
                        name, info.revision(), info.documents(), info.bytes(), info.horizon()));
    return new Portrait(renamed, shown.collections(), shown.feed(), shown.found(), shown.counted());
  }

  private static void declare(Store store) {
    store.indexes(COLLECTION).value("n").unique("mail").array("tags").text("title");
  }

  private static UserStore fill(TestStore test) {
    declare(test.store());
    for (int i = 0; i < 5; i++) {
      String body = "{'n':" + i + ",'mail':'x" + i + "','tags':['t'],'title':'a crab'}";
      test.docs().create("d" + i, json(body));
      test.clock().advance(Duration.ofSeconds(1));
    }
    test.docs("alice", "other").create("o", json("{'n':7}"));
    test.docs().put("d1", json("{'n':11,'mail':'x1'}"));
    test.docs().delete("d2");
    test.docs("bob", COLLECTION).create("d1", json("{'n':1,'mail':'x1','title':'crab'}"));
    return test.user();
  }

  @Rule({"FEED-2", "FEED-4", "USER-1"})
  void aCopyIsEqual(TestStore test) {
    UserStore user = fill(test);
    Portrait expected = portrait(user, "alice");
    Portrait bob = portrait(test.user("bob"), "bob");
    Store other = test.another();
    declare(other);
    user.copyTo(test.user(NEW), Progress.NONE);
    user.copyTo(other.user("alice"), Progress.NONE);
    assertEquals(expected, portrait(test.user(NEW), "alice"));
    assertEquals(expected, portrait(other.user("alice"), "alice"));
    test.reopen();
    assertEquals(expected, portrait(test.user(NEW), "alice"));
    assertEquals(expected, portrait(test.user(), "alice"));
    assertEquals(9, test.docs(NEW, COLLECTION).put("d1", json("{'mail':'x9'}")).revision());
    assertTrue(test.user().delete());
    assertEquals(5, test.user(NEW).info().map(UserInfo::documents).orElse(0L));
    assertEquals(bob, portrait(test.user("bob"), "bob"));
  }

  @Rule({"FEED-2", "REV-1", "USER-2"})
  void aRenamedUserIsTheSame(TestStore test) {
    UserStore user = fill(test);
    Portrait expected = portrait(user, NEW);
    Portrait bob = portrait(test.user("bob"), "bob");
    assertEquals(NEW, user.rename(NEW).name());
    assertEquals(Optional.empty(), user.info());
    assertEquals(new Changes(List.of(), 0, false), user.changes(0, 10));
    assertEquals(0, test.docs().count());
    assertEquals(expected, portrait(test.user(NEW), NEW));
    test.reopen();
    assertEquals(expected, portrait(test.user(NEW), NEW));
    assertEquals(
        List.of(NEW, "bob"), test.store().users().map(UserInfo::user).toList(), "who is there");
    assertEquals(9, test.docs(NEW, COLLECTION).put("d1", json("{}")).revision());
    assertEquals(
        List.of(9L),
        test.user(NEW).changes(8, 10).changes().stream().map(Change::revision).toList());
    assertEquals(1, test.docs().create("d1", json("{}")).revision(), "the old name is new");
    assertEquals(bob, portrait(test.user("bob"), "bob"));
    List<Finding> findings = new ArrayList<>();
    test.store().verify(findings::add, Progress.NONE);
    assertEquals(List.of(), findings);
  }

  @Rule({"LIFE-4", "LIFE-5", "USER-1"})
  void whoIsThereIsNotWrittenOver(TestStore test) {
    UserStore user = fill(test);
    Portrait before = portrait(user, "alice");
    Portrait bob = portrait(test.user("bob"), "bob");
    fails(ErrorCode.EXISTS, () -> user.copyTo(test.user("bob"), Progress.NONE));
    fails(ErrorCode.EXISTS, () -> user.rename("bob"));
    fails(ErrorCode.EXISTS, () -> user.copyTo(user, Progress.NONE));
    fails(ErrorCode.EXISTS, () -> user.rename("alice"));
    fails(ErrorCode.INVALID, () -> user.rename(""));
    fails(ErrorCode.INVALID, () -> user.moveTo(test.user(NEW), Progress.NONE));
    fails(ErrorCode.NO_STORE, () -> test.user("nobody").copyTo(test.user(NEW), Progress.NONE));
    fails(ErrorCode.NO_STORE, () -> test.user("nobody").rename(NEW));
    Store other = test.another();
    other.user("alice").collection(COLLECTION).create("mine", json("{}"));
    fails(ErrorCode.EXISTS, () -> user.moveTo(other.user("alice"), Progress.NONE));
    fails(ErrorCode.NO_STORE, () -> test.user("nobody").moveTo(other.user("x"), Progress.NONE));
    assertEquals(before, portrait(user, "alice"));
    assertEquals(bob, portrait(test.user("bob"), "bob"));
    assertEquals(2, test.store().users().count());
    assertEquals(1, other.users().count());
  }

  @Rule({"FEED-2", "FEED-4", "USER-2"})
  void aMovedUserIsInTheOtherStoreOnly(TestStore test) {
    UserStore user = fill(test);
    Portrait expected = portrait(user, "alice");
    Store other = test.another();
    declare(other);
    user.moveTo(other.user("alice"), Progress.NONE);
    assertEquals(expected, portrait(other.user("alice"), "alice"));
    assertEquals(Optional.empty(), user.info());
    assertEquals(List.of("bob"), test.store().users().map(UserInfo::user).toList());
  }

  @Rule({"FEED-4", "USER-2"})
  void aMoveThatWasCutShortIsEnded(TestStore test) {
    UserStore user = fill(test);
    Portrait expected = portrait(user, "alice");
    Changes all = user.changes(0, 100);
    for (int told : List.of(1, all.changes().size() - 1, all.changes().size())) {
      Store other = test.another();
      declare(other);
      other.user("alice").replay(new Changes(all.changes().subList(0, told), 0, true));
      user.moveTo(other.user("alice"), Progress.NONE);
      assertEquals(expected, portrait(other.user("alice"), "alice"));
      assertEquals(Optional.empty(), user.info());
      other.user("alice").moveTo(user, Progress.NONE);
    }
    assertEquals(expected, portrait(user, "alice"));
  }

  @Rule({"REV-3", "USER-2"})
  void aDeletionMayDemandTheRevision(TestStore test) {
    UserStore user = fill(test);
    Portrait before = portrait(user, "alice");
    for (long wrong : List.of(0L, 7L, 9L)) {
      fails(ErrorCode.CONFLICT, () -> user.deleteAt(wrong));
    }
    fails(ErrorCode.CONFLICT, () -> test.user("nobody").deleteAt(1));
    assertFalse(test.user("nobody").deleteAt(0));
    assertEquals(before, portrait(user, "alice"));
    assertTrue(user.deleteAt(8));
    assertEquals(Optional.empty(), user.info());
  }
}
