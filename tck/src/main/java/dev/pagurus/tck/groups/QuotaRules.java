package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.StoreException;
import dev.pagurus.UserStore;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Quotas, of backends that keep them; others refuse to. */
final class QuotaRules {

  private static final Quota TWO = Quota.NONE.withDocuments(2);

  /** Whether the backend keeps quotas; if not, it says so, and nothing is bounded. */
  private static boolean keeps(TestStore test) {
    test.docs().put("a", json("{'n':1}"));
    try {
      test.user().setQuota(TWO);
    } catch (StoreException e) {
      assertEquals(ErrorCode.INVALID, e.code());
      assertEquals(Quota.NONE, test.user().quota());
      test.note("the backend keeps no quotas");
      return false;
    }
    assertEquals(TWO, test.user().quota());
    return true;
  }

  @Rule({"LIFE-4", "LIFE-5", "BATCH-2"})
  void whatWouldBeTooMuchChangesNothing(TestStore test) {
    if (!keeps(test)) {
      return;
    }
    test.docs().put("b", json("{'n':2}"));
    test.docs("bob", COLLECTION).put("a", json("{}"));
    Portrait before = Portrait.of(test.user(), COLLECTION);
    fails(ErrorCode.FULL, () -> test.docs().put("c", json("{}")));
    fails(
        ErrorCode.FULL,
        () ->
            test.user()
                .batch()
                .put(COLLECTION, "c", json("{}"))
                .put("other", "d", json("{}"))
                .delete(COLLECTION, "a")
                .commit());
    assertEquals(before, Portrait.of(test.user(), COLLECTION));
    test.user().batch().put(COLLECTION, "c", json("{}")).delete(COLLECTION, "a").commit();
    test.docs().put("c", json("{'text':'as long as one likes'}"));
    assertEquals(2, test.docs().count());
    test.docs("bob", COLLECTION).put("b", json("{}"));
    test.docs("bob", COLLECTION).put("c", json("{}"));
    test.user().setQuota(Quota.NONE);
    test.docs().put("d", json("{}"));
    assertEquals(3, test.docs().count());
  }

  @Rule({"LIFE-4", "LIFE-5"})
  void bytesAreThoseOfTheBodies(TestStore test) {
    if (!keeps(test)) {
      return;
    }
    long has = test.user().info().map(UserInfo::bytes).orElse(0L);
    test.user().setQuota(Quota.NONE.withBytes(has + 2));
    test.docs().put("a", json("{'n':123}"));
    fails(ErrorCode.FULL, () -> test.docs().put("a", json("{'n':1234}")));
    fails(ErrorCode.FULL, () -> test.docs().put("b", json("{}")));
    test.docs().put("a", json("{'n':1}"));
    test.docs().put("b", json("{}"));
    assertEquals(has + 2, test.user().info().map(UserInfo::bytes).orElse(0L));
  }

  @Rule({"LIFE-5", "CRUD-4"})
  void whoHasTooMuchMayHaveLess(TestStore test) {
    if (!keeps(test)) {
      return;
    }
    test.docs().put("b", json("{'n':2}"));
    test.user().setQuota(Quota.NONE.withDocuments(0).withBytes(3));
    test.docs().put("a", json("{}"));
    fails(ErrorCode.FULL, () -> test.docs().put("a", json("{'n':1}")));
    assertTrue(test.docs().delete("a"));
    fails(ErrorCode.FULL, () -> test.docs().put("a", json("{}")));
    assertTrue(test.docs().delete("b"));
  }

  @Rule({"LIFE-4", "USER-2", "FEED-4"})
  void aQuotaIsTheUsersInItsStore(TestStore test) {
    if (!keeps(test)) {
      return;
    }
    fails(ErrorCode.NO_STORE, () -> test.user("nobody").setQuota(TWO));
    assertEquals(Quota.NONE, test.user("nobody").quota());
    test.user().copyTo(test.user("copy"), Progress.NONE);
    assertEquals(Quota.NONE, test.user("copy").quota());
    UserStore renamed = test.user().rename("renamed");
    assertEquals(TWO, renamed.quota());
    test.reopen();
    assertEquals(TWO, test.user("renamed").quota());
    test.user("copy").changes(0, 9).changes();
    test.docs("copy", "other").put("b", json("{}"));
    test.docs("copy", "other").put("c", json("{}"));
    test.user("renamed").replay(test.user("copy").changes(0, 9));
    assertEquals(2, test.docs("renamed", "other").count(), "a replay is not judged");
    fails(ErrorCode.FULL, () -> test.docs("renamed", "other").put("d", json("{}")));
    test.user("renamed").delete();
    test.docs("renamed", COLLECTION).put("a", json("{}"));
    assertEquals(Quota.NONE, test.user("renamed").quota());
  }

  @Rule({"LIFE-1", "LIFE-4"})
  void manyThreadsTogetherDoNotPassIt(TestStore test) throws Exception {
    if (!keeps(test)) {
      return;
    }
    test.user().setQuota(Quota.NONE.withDocuments(20));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        work.add(() -> putAll(test));
      }
      int put = 0;
      for (Future<Integer> done : threads.invokeAll(work)) {
        put += done.get();
      }
      assertEquals(19, put);
      assertEquals(20, test.docs().count());
    } finally {
      threads.shutdown();
    }
  }

  private static int putAll(TestStore test) {
    int put = 0;
    for (int i = 0; i < 12; i++) {
      try {
        test.docs().create(json("{}"));
        put++;
      } catch (StoreException e) {
        assertEquals(ErrorCode.FULL, e.code());
      }
    }
    return put;
  }
}
