package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.UserStore;
import dev.pagurus.query.Query;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import dev.pagurus.tck.stage.Unexercised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Calls that are cut short: by closing, by interrupts, by files that cannot be written. */
final class InterruptionRules {

  /** What a thread learned of its commits. */
  private static final class Diary {

    final Set<String> acknowledged = Collections.synchronizedSet(new HashSet<>());
    final Set<String> denied = Collections.synchronizedSet(new HashSet<>());
    final List<Throwable> surprises = Collections.synchronizedList(new ArrayList<>());

    /** Commits two documents together; an error tells whether they can be there. */
    void commit(UserStore user, String id, Predicate<ErrorCode> allowed) {
      try {
        user.batch()
            .create(COLLECTION, id, json("{'n':1}"))
            .create("other", id, json("{'n':1}"))
            .commit();
        acknowledged.add(id);
      } catch (StoreException e) {
        if (!allowed.test(e.code())) {
          surprises.add(e);
        } else if (e.code() != ErrorCode.OUTCOME_UNKNOWN) {
          denied.add(id);
        }
      } catch (RuntimeException | Error e) {
        surprises.add(e);
      }
    }

    void assertTrueOf(UserStore user) {
      assertEquals(List.of(), surprises);
      Set<String> there = ids(user, COLLECTION);
      assertEquals(there, ids(user, "other"), "no half of a batch");
      assertTrue(there.containsAll(acknowledged), "what was acknowledged is there");
      assertTrue(Collections.disjoint(there, denied), "what was denied is not");
      assertEquals(there.size(), user.revision());
      assertEquals(there.size() * 2, user.changes(0, Integer.MAX_VALUE).changes().size());
      assertEquals(there.size(), user.collection(COLLECTION).count(where("n").eq(1)));
    }

    private static Set<String> ids(UserStore user, String collection) {
      return new HashSet<>(Stock.found(user.collection(collection), Query.all()));
    }
  }

  @Rule({"LIFE-1", "LIFE-4", "LIFE-5"})
  void closingWhileOthersWorkIsClean(TestStore test) throws InterruptedException {
    test.store().indexes(COLLECTION).value("n");
    for (int round = 0; round < test.rounds(3); round++) {
      Store store = test.store();
      Diary diary = new Diary();
      UserStore user = store.user("user" + round);
      CountDownLatch busy = new CountDownLatch(4);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int number = t;
        threads.add(new Thread(() -> workUntilClosed(user, diary, busy, number)));
      }
      threads.forEach(Thread::start);
      busy.await();
      test.closeStore();
      for (Thread thread : threads) {
        thread.join();
      }
      test.reopen();
      diary.assertTrueOf(test.user("user" + round));
      assertTrue(diary.acknowledged.size() >= 2);
    }
  }

  private static void workUntilClosed(
      UserStore user, Diary diary, CountDownLatch busy, int number) {
    boolean closed = false;
    for (int i = 0; !closed; i++) {
      if (number < 2) {
        String id = number + "-" + i;
        diary.commit(
            user, id, code -> code == ErrorCode.CLOSED || code == ErrorCode.OUTCOME_UNKNOWN);
        closed = !diary.acknowledged.contains(id);
      } else {
        closed = !reads(user, diary);
      }
      if (i == 0) {
        busy.countDown();
      }
    }
  }

  /** Whether the store is still open. */
  private static boolean reads(UserStore user, Diary diary) {
    try {
      user.collection(COLLECTION).get("0-0");
      user.collection(COLLECTION).find(where("n").eq(1).orderByDescending("n").limit(5));
      user.collection(COLLECTION).count();
      user.changes(0, 3);
      try (Stream<?> stream = user.collection(COLLECTION).stream()) {
        assertTrue(stream.count() >= 0);
      }
      return true;
    } catch (StoreException e) {
      if (e.code() != ErrorCode.CLOSED) {
        diary.surprises.add(e);
      }
    } catch (RuntimeException | Error e) {
      diary.surprises.add(e);
    }
    return false;
  }

  @Rule({"LIFE-1", "LIFE-5"})
  void aThreadThatIsInterruptedHarmsNobody(TestStore test) throws InterruptedException {
    test.store().indexes(COLLECTION).value("n").text("t");
    Diary diary = new Diary();
    Thread interrupted =
        new Thread(
            () -> {
              for (int i = 0; i < 20; i++) {
                Thread.currentThread().interrupt();
                diary.commit(test.user(), "i" + i, code -> true);
                Thread.currentThread().interrupt();
                attempt(() -> test.docs().get("i0"));
                attempt(() -> test.docs().find(where("n").eq(1)));
                attempt(() -> test.docs().count());
                attempt(() -> test.user().changes(0, 5));
                attempt(() -> test.store().users(null, 5));
                attempt(() -> test.store().indexes(COLLECTION).array("l"));
              }
            });
    interrupted.start();
    interrupted.join();
    diary.commit(test.user(), "after", code -> false);
    diary.assertTrueOf(test.user());
    FaultRules.assertWorks(test);
    diary.assertTrueOf(test.user());
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (StoreException refused) {
      assertTrue(refused.code() != ErrorCode.CORRUPT, "an interrupt damages nothing");
    }
  }

  @Rule({"LIFE-1", "LIFE-5", "BATCH-2"})
  void interruptsAtAnyMomentHarmNobody(TestStore test) throws InterruptedException {
    test.store();
    Diary diary = new Diary();
    AtomicBoolean done = new AtomicBoolean();
    Thread victim =
        new Thread(
            () -> {
              for (int i = 0; i < test.rounds(150); i++) {
                diary.commit(test.user(), "v" + i, code -> true);
                attempt(() -> test.docs().find(where("n").eq(1).limit(3)));
              }
              done.set(true);
            });
    Thread bystander =
        new Thread(
            () -> {
              for (int i = 0; !done.get() && i < test.rounds(2_000); i++) {
                diary.commit(test.user(), "b" + i, code -> false);
              }
            });
    victim.start();
    bystander.start();
    while (!done.get()) {
      victim.interrupt();
      Thread.sleep(1);
    }
    victim.join();
    bystander.join();
    diary.commit(test.user(), "after", code -> false);
    diary.assertTrueOf(test.user());
    FaultRules.assertWorks(test);
    diary.assertTrueOf(test.user());
  }

  /**
   * The files are taken away from under a closed store, as an operator may do by mistake; they are
   * given back before anything else is asked.
   */
  @NeedsDisk
  @Rule({"LIFE-4", "LIFE-5"})
  void filesThatCannotBeWrittenAreNoReasonToLoseAny(TestStore test) throws IOException {
    Diary diary = new Diary();
    for (int i = 0; i < 5; i++) {
      diary.commit(test.user(), "before" + i, code -> false);
    }
    test.closeStore();
    setWritable(test.directory(), false);
    try {
      requireRefused(test.directory());
      for (int i = 0; i < 3; i++) {
        diary.commit(test.user(), "during" + i, code -> code != ErrorCode.CORRUPT);
      }
      test.closeStore();
    } catch (StoreException | BackendException refusedToOpen) {
      test.note("opening was refused");
    } finally {
      setWritable(test.directory(), true);
    }
    diary.assertTrueOf(test.user(USER));
    diary.commit(test.user(), "after", code -> false);
    FaultRules.assertWorks(test);
    diary.assertTrueOf(test.user());
  }

  private static void setWritable(Path directory, boolean writable) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        path.toFile().setWritable(writable, true);
      }
    }
  }

  private static void requireRefused(Path directory) {
    if (Directories.files(directory).isEmpty()) {
      throw new Unexercised("the store keeps nothing in the test's directory");
    }
    Path probe = directory.resolve("probe");
    try {
      Files.writeString(probe, "x");
      Files.delete(probe);
    } catch (IOException refused) {
      return;
    }
    throw new Unexercised(
        "this user may write to what is read-only: run the kit as another user than root");
  }
}
