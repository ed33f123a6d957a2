package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.UserStore;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Traits.Sharing;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** Stores that are sealed as moved, of backends that keep seals; others refuse to. */
final class SealRules {

  private static final String TO = "elsewhere:shelf 7/\u00e5?a=b&c='\"";

  private static final IndexDefinition INDEX =
      new IndexDefinition(IndexDefinition.Kind.VALUE, List.of(FieldPath.of("n")));

  /** Whether the backend keeps seals, and then the store is sealed; if not, it says so. */
  private static boolean seals(TestStore test) {
    try {
      test.store().seal(TO);
      return true;
    } catch (StoreException e) {
      assertEquals(ErrorCode.INVALID, e.code());
      assertEquals(Optional.empty(), test.store().movedTo());
      test.note("the backend keeps no seals");
      return false;
    }
  }

  private static void fill(TestStore test) {
    test.store().indexes(COLLECTION).value("n");
    test.docs().create("a", json("{'n':1}"));
    test.docs().create("b", json("{'n':2}"));
    test.docs().delete("b");
    test.docs("bob", "other").put("c", json("{'n':3}"));
  }

  private static List<Portrait> portraits(Store store) {
    return List.of(
        Portrait.of(store.user(USER), COLLECTION), Portrait.of(store.user("bob"), "other"));
  }

  private static Store openMoved(TestStore test) {
    Locator locator =
        new Locator(test.spec().provider(), test.spec().location(), test.spec().settings());
    return Store.builder(locator.toString()).evenMoved().clock(test.clock()).open();
  }

  private static void isMoved(Executable call) {
    RuntimeException error = assertThrows(RuntimeException.class, call);
    assertEquals(ErrorCode.MOVED, code(error), error::toString);
    String said = String.valueOf(error.getMessage());
    assertTrue(said.contains(TO), "where to is not told: " + said);
  }

  /** Calls that a store does not have go to the backend behind its contract. */
  private static @Nullable ErrorCode code(RuntimeException error) {
    if (error instanceof BackendException e) {
      return e.code();
    }
    return error instanceof StoreException e ? e.code() : null;
  }

  /** All that changes something. */
  private static List<Executable> writes(Store store) {
    UserStore user = store.user(USER);
    DocumentCollection<ObjectNode> docs = user.collection(COLLECTION);
    Changes page = user.changes(0, 10);
    return List.of(
        () -> docs.put("a", json("{'n':7}")),
        () -> docs.create("new", json("{}")),
        () -> docs.delete("a"),
        () -> user.batch().put(COLLECTION, "d", json("{}")).commit(),
        () -> store.user("new").collection(COLLECTION).create("a", json("{}")),
        () -> store.backend().replay("copy", page),
        user::delete,
        () -> store.indexes(COLLECTION).value("m"),
        () -> store.indexes(COLLECTION).drop(INDEX));
  }

  @Rule({"LIFE-4", "LIFE-5"})
  void whoSealsAStoreIsDoneWithIt(TestStore test) {
    fill(test);
    List<Portrait> before = portraits(test.store());
    List<Executable> writes = writes(test.store());
    if (!seals(test)) {
      return;
    }
    writes.forEach(SealRules::isMoved);
    isMoved(() -> test.docs().get("a"));
    isMoved(() -> test.docs().find(Query.all()));
    isMoved(() -> test.docs().stream().count());
    isMoved(() -> test.user().changes(0, 10));
    isMoved(() -> test.store().users(null, 1));
    isMoved(() -> test.store().verify(finding -> {}, Progress.NONE));
    assertEquals(Optional.of(TO), test.store().movedTo());
    test.store().unseal();
    assertEquals(Optional.empty(), test.store().movedTo());
    assertEquals(before, portraits(test.store()));
    test.docs().create("d", json("{}"));
    assertEquals(4, test.user().revision());
  }

  @Rule({"LIFE-4", "LIFE-5", "DUR-1"})
  void aSealOutlivesTheProcessAndGoesWithWhoTakesItOff(TestStore test) {
    fill(test);
    List<Portrait> before = portraits(test.store());
    if (!seals(test)) {
      return;
    }
    test.closeStore();
    isMoved(test::store);
    isMoved(test::store);
    try (Store moved = openMoved(test)) {
      assertEquals(Optional.of(TO), moved.movedTo());
      assertEquals(before, portraits(moved));
      writes(moved).forEach(SealRules::isMoved);
      assertEquals(before, portraits(moved));
      moved.unseal();
      assertEquals(Optional.empty(), moved.movedTo());
      moved.user(USER).collection(COLLECTION).create("d", json("{}"));
    }
    assertEquals(4, test.user().revision());
    test.docs().create("e", json("{}"));
  }

  @Rule({"LIFE-4", "LIFE-5"})
  void aStoreIsSealedWithOnePlace(TestStore test) {
    test.docs().create("a", json("{}"));
    for (String bad : List.of("", " ", "a\nb", "\ud83e", "x".repeat(4_097))) {
      fails(ErrorCode.INVALID, () -> test.store().seal(bad));
    }
    test.docs().create("b", json("{}"));
    test.store().unseal();
    if (!seals(test)) {
      return;
    }
    test.store().seal(TO);
    isMoved(() -> test.store().seal("another:place"));
    assertEquals(Optional.of(TO), test.store().movedTo());
    test.store().unseal();
    test.store().unseal();
    for (String odd : List.of("7", "007", "1e5", "null", "x".repeat(4_096))) {
      test.store().seal(odd);
      assertEquals(Optional.of(odd), test.store().movedTo());
      test.store().unseal();
    }
    test.docs().create("c", json("{}"));
  }

  @Rule("LIFE-4")
  void whoOnlyReadsLearnsItSoon(TestStore test) throws InterruptedException {
    fill(test);
    if (test.traits().sharing() == Sharing.ONE_PROCESS) {
      return; // nobody else has it open
    }
    Store reader = test.open(test.spec(), test.clock());
    reader.user(USER).collection(COLLECTION).get("a");
    if (!seals(test)) {
      return;
    }
    boolean moved = false;
    for (int i = 0; i < 1_000 && !moved; i++) {
      Thread.sleep(10);
      moved = isRefused(() -> reader.user(USER).collection(COLLECTION).get("a"));
    }
    assertTrue(moved, "a reader is never told that the store was moved");
    isMoved(() -> reader.user("bob").collection("other").count());
    test.store().unseal();
    reader.user(USER).collection(COLLECTION).get("a");
  }

  private static boolean isRefused(Runnable call) {
    try {
      call.run();
      return false;
    } catch (StoreException e) {
      return e.code() == ErrorCode.MOVED;
    }
  }

  @Rule({"LIFE-4", "LIFE-5", "BATCH-2"})
  void whatIsAcknowledgedWhileAStoreIsSealedIsThereAndNothingElse(TestStore test)
      throws InterruptedException {
    test.docs("w0", COLLECTION).create("first", json("{}"));
    Store writer = test.store();
    boolean shared = test.traits().sharing() != Sharing.ONE_PROCESS;
    Store sealer = shared ? test.open(test.spec(), test.clock()) : writer;
    AtomicInteger acknowledged = new AtomicInteger();
    CountDownLatch warm = new CountDownLatch(30);
    List<RuntimeException> ends = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String user = "w" + i;
      threads.add(
          new Thread(
              () -> {
                try {
                  for (int n = 0; n < 100_000; n++) {
                    writer.user(user).collection(COLLECTION).create("d" + n, json("{}"));
                    acknowledged.incrementAndGet();
                    warm.countDown();
                  }
                } catch (RuntimeException e) {
                  synchronized (ends) {
                    ends.add(e);
                  }
                }
              }));
    }
    threads.forEach(Thread::start);
    warm.await();
    try {
      sealer.seal(TO);
    } catch (StoreException e) {
      assertEquals(ErrorCode.INVALID, e.code());
      writer.close();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(threads.size(), ends.size(), "writers that were stopped");
    if (ends.stream().allMatch(end -> code(end) == ErrorCode.CLOSED)) {
      return; // it keeps no seals
    }
    for (RuntimeException end : ends) {
      assertEquals(ErrorCode.MOVED, code(end), end::toString);
    }
    isMoved(() -> writer.user("w1").collection(COLLECTION).create("late", json("{}")));
    isMoved(() -> writer.user("w1").collection(COLLECTION).get("d0"));
    isMoved(() -> writer.user("new").collection(COLLECTION).create("late", json("{}")));
    sealer.unseal();
    assertEquals(acknowledged.get() + 1, sealer.acrossUsers(COLLECTION).count(Query.all()));
    sealer.user("w1").collection(COLLECTION).create("again", json("{}"));
    sealer.user("w2").collection(COLLECTION).create("again", json("{}"));
  }
}
