package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.file.PowerFileSystem.Operation;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A commit that dies, of whatever and wherever it is, was not made: nothing of it is in the
 * journal, in files, or served. Those that share a force of the journal with it are made.
 */
final class CommitsTest {

  private static final UUID STORE = UUID.fromString("00000000-0000-0000-0000-000000000001");

  @TempDir private Path folder;

  private SearchIndex index;
  private Generations generations;
  private Users users;
  private Planner planner;
  private Records records;
  private Journal journal;
  private Commits commits;

  @BeforeEach
  void open() throws IOException {
    Disk disk = new Disk(folder);
    Path top = Files.createDirectory(folder.resolve("users"));
    Path segments = Files.createDirectory(folder.resolve("journal"));
    index = SearchIndex.create(folder.resolve("index"));
    generations = new Generations(index.refresh(), Map.of());
    users = new Users(generations);
    records = new Records(disk, new Places(disk, top, ".toml", new Dirt()), new RecordToml());
    Definitions definitions = Definitions.open(disk, folder.resolve("indexes.toml"));
    RecordWriter writer = new RecordWriter(records, true);
    planner =
        new Planner(
            generations, records, new Uniqueness(definitions), writer, InstantSource.system());
    journal = Journal.start(disk, segments, STORE, true, new TreeMap<>(), 0);
    commits = new Commits(planner, writer, journal, generations);
  }

  @AfterEach
  void close() throws IOException {
    generations.close();
    index.close();
    journal.close();
  }

  private static Batch batch(String id) {
    return Batch.of(PowerStores.put("notes", id, 1, 1));
  }

  private Judging put(String id) {
    return (planner, planned) -> planned.add(plan(planner, id));
  }

  private Planned plan(Planner planner, String id) {
    Planned planned = planner.plan(users.findOrMake("alice"), batch(id)).planned();
    assertNotNull(planned);
    return planned;
  }

  private Judging dying(String id, Error error) {
    return (planner, planned) -> {
      planned.add(plan(planner, id));
      throw error;
    };
  }

  private static DocKey key(String id) {
    return new DocKey("alice", "notes", id);
  }

  private List<String> journaled() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Map.Entry<Long, Path> segment :
        JournalSegment.list(folder.resolve("journal")).entrySet()) {
      JournalSegment.read(
          segment.getValue(),
          segment.getKey(),
          STORE,
          0,
          (position, entry) ->
              ((JournalEntry.Changed) entry)
                  .changes()
                  .forEach(change -> ids.add(change.address().id())));
    }
    return ids;
  }

  private void requireJust(String... ids) throws IOException {
    assertEquals(List.of(ids), journaled());
    assertEquals(ids.length, users.findOrMake("alice").published().revision());
    assertEquals(ids.length, users.findOrMake("alice").planned().revision());
    assertEquals(ids.length, generations.current().growing().size());
    for (String id : ids) {
      assertTrue(records.isThere(key(id)), id);
    }
  }

  @Test
  void whatDiesWhileItIsJudgedWasNotMade() throws IOException {
    StackOverflowError error = new StackOverflowError("deep");
    assertSame(
        error, assertThrows(StackOverflowError.class, () -> commits.run(1, dying("a", error))));
    requireJust();
    assertFalse(records.isThere(key("a")));
    commits.run(1, put("b"));
    requireJust("b");
  }

  @Test
  void whatDiesInAGroupIsNobodyElses() throws Exception {
    CountDownLatch queued = new CountDownLatch(1);
    Map<String, Throwable> died = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    threads.add(
        start(
            "a",
            died,
            (planner, planned) -> {
              awaitQuietly(queued);
              put("a").judge(planner, planned);
            }));
    awaitParked(threads.get(0));
    List<Judging> wishes =
        List.of(put("b"), dying("c", new AssertionError("bad")), put("d"), put("e"));
    for (int i = 0; i < wishes.size(); i++) {
      threads.add(start("bcde".substring(i, i + 1), died, wishes.get(i)));
      awaitParked(threads.get(i + 1));
    }
    queued.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    requireJust("a", "b", "d", "e");
    assertEquals(List.of("c"), List.copyOf(died.keySet()));
    died.forEach(
        (name, told) -> {
          assertEquals(ErrorCode.UNAVAILABLE, ((BackendException) told).code());
          assertTrue(told.getCause() instanceof AssertionError);
        });
  }

  private Thread start(String name, Map<String, Throwable> died, Judging wish) {
    Thread thread =
        new Thread(
            () -> {
              try {
                commits.run(1, wish);
              } catch (RuntimeException | Error e) {
                died.put(name, e);
              }
            },
            name);
    thread.start();
    return thread;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aStoreThatHasStoppedTakesInNothing() throws IOException {
    commits.run(1, put("a"));
    commits.stop(new OutOfMemoryError("none left"));
    BackendException refused = assertThrows(BackendException.class, () -> commits.run(1, put("b")));
    assertEquals(ErrorCode.UNAVAILABLE, refused.code());
    assertThrows(BackendException.class, () -> commits.exclusively(() -> null));
    requireJust("a");
    commits.shut();
  }

  /** A checkpoint that waits until nobody writes does not come on a busy day. */
  @Test
  void whoWantsNoCommitUnderWayHasATurnAmongThoseWhoCommit() throws InterruptedException {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger made = new AtomicInteger();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = "w" + i;
      writers.add(
          new Thread(
              () -> {
                while (!enough.get()) {
                  commits.run(1, put(name));
                  made.incrementAndGet();
                }
              }));
    }
    writers.forEach(Thread::start);
    int soon = 0;
    int turns = 20;
    try {
      for (int i = 0; i < turns; i++) {
        int before = made.get();
        int within = commits.exclusively(() -> made.get() - before);
        soon += within <= 4 * writers.size() ? 1 : 0;
        awaitMore(made, 2 * writers.size());
      }
    } finally {
      enough.set(true);
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertTrue(soon >= turns / 2, soon + " of " + turns + " turns came soon");
    commits.shut();
  }

  private static void awaitMore(AtomicInteger made, int more) {
    for (int from = made.get(); made.get() < from + more; ) {
      Thread.onSpinWait();
    }
  }

  /** A store on a file system that dies once. */
  private static final class Dying {
    private final PowerFileSystem files = new PowerFileSystem();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final Backend backend;

    Dying(Operation operation, String in) {
      files.watch(
          (done, path) -> {
            if (done == operation
                && path.startsWith("/store/" + in)
                && armed.compareAndSet(true, false)) {
              throw new OutOfMemoryError("none left");
            }
          });
      backend = PowerStores.open(files.getPath("/store"), Durability.COMMIT);
      backend.commit("alice", batch("first"));
      armed.set(true);
    }

    static @Nullable StoredDocument get(Backend backend, String id) {
      return backend.get("alice", List.of(new Address("notes", id))).found().get(0);
    }

    /** What is there after the process has ended. */
    Backend reopened() {
      return PowerStores.open(
          files.cut(PowerMedium.Loss.NOTHING, new java.util.Random(1)).getPath("/store"),
          Durability.COMMIT);
    }
  }

  @Test
  void whatDiesWithAllOfItInTheJournalIsTakenBack() {
    Dying store = new Dying(Operation.FORCE, "journal");
    assertThrows(OutOfMemoryError.class, () -> store.backend.commit("alice", batch("a")));
    assertNull(Dying.get(store.backend, "a"));
    store.backend.commit("alice", batch("b"));
    assertNotNull(Dying.get(store.backend, "b"));
    try (Backend again = store.reopened()) {
      assertNull(Dying.get(again, "a"));
      assertNotNull(Dying.get(again, "b"));
      PowerStores.verify(again);
    }
    store.backend.close();
  }

  @Test
  void whatDiesWhileARecordIsWrittenIsInTheJournalAndServed() {
    Dying store = new Dying(Operation.WRITE, "users");
    store.backend.commit("alice", batch("a"));
    assertNotNull(Dying.get(store.backend, "a"));
    store.backend.maintenance().compact(Progress.NONE); // and the record is written
    PowerStores.verify(store.backend);
    store.backend.close();
    try (Backend again = store.reopened()) {
      assertNotNull(Dying.get(again, "a"));
      PowerStores.verify(again);
    }
  }

  @Test
  void whatCannotEvenBeToldIsServed() {
    Dying store = new Dying(Operation.WRITE, "users");
    Logger logger = Logger.getLogger(RecordWriter.class.getName());
    Handler handler = new DyingHandler();
    logger.addHandler(handler);
    try {
      store.backend.commit("alice", batch("a"));
    } finally {
      logger.removeHandler(handler);
    }
    assertNotNull(Dying.get(store.backend, "a"));
    store.backend.commit("alice", batch("b"));
    store.backend.close(); // and the record is written
    try (Backend again = store.reopened()) {
      assertNotNull(Dying.get(again, "a"));
      assertNotNull(Dying.get(again, "b"));
      PowerStores.verify(again);
    }
  }

  @Test
  void whatIsInTheJournalAndCannotBePublishedStopsTheStore() throws IOException {
    BackendException unknown =
        assertThrows(BackendException.class, () -> commits.run(1, this::unpublishable));
    assertEquals(ErrorCode.OUTCOME_UNKNOWN, unknown.code());
    assertEquals(List.of("a"), journaled());
    assertEquals(0, users.findOrMake("alice").published().revision());
    assertFalse(records.isThere(key("a")));
    BackendException refused = assertThrows(BackendException.class, () -> commits.run(1, put("b")));
    assertEquals(ErrorCode.UNAVAILABLE, refused.code());
    commits.shut(); // waits for nobody
  }

  @SuppressWarnings("NullAway") // a key that nothing can be kept under
  private void unpublishable(Planner judge, List<Planned> planned) {
    Planned whole = plan(judge, "a");
    Planned.Step step = whole.steps().get(0);
    planned.add(
        new Planned(
            whole.user(),
            whole.before(),
            whole.after(),
            List.of(new Planned.Step(null, step.version(), step.existed()))));
  }

  private static final class DyingHandler extends Handler {

    @Override
    public void publish(LogRecord told) {
      throw new OutOfMemoryError("none left to tell it");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
