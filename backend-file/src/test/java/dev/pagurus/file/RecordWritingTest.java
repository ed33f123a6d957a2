package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.file.PowerFileSystem.Operation;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many write records at once, each those of its own commits. */
@Tag("DUR-1")
@Tag("QUERY-6")
final class RecordWritingTest {

  private static final Pattern REVISION = Pattern.compile("(?m)^revision = (\\d+)$");

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Thread start(String name, Runnable action) {
    Thread thread = new Thread(action, name);
    thread.setUncaughtExceptionHandler((died, why) -> failures.add(why));
    thread.start();
    return thread;
  }

  private void requireEnded(Thread... threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  private static void commit(Backend backend, Write... writes) {
    backend.commit("alice", Batch.of(writes));
  }

  private static StoredDocument get(Backend backend, String id) {
    StoredDocument found = backend.get("alice", List.of(new Address("notes", id))).found().get(0);
    assertNotNull(found, id);
    return found;
  }

  /** The revision that a record tells; its file is there. */
  private static long revision(Path store, String id) throws IOException {
    Matcher told =
        REVISION.matcher(Files.readString(store.resolve("users/alice/notes/" + id + ".toml")));
    assertTrue(told.find());
    return Long.parseLong(told.group(1));
  }

  /** A store in which the thread "slow" does not get on with writing a record until it may. */
  private static final class Slow {
    private final PowerFileSystem files = new PowerFileSystem();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final Path folder = files.getPath("/store");
    private final Backend backend = PowerStores.open(folder, Durability.COMMIT);

    Slow() {
      commit(backend, PowerStores.put("notes", "first", 1, 1));
      files.watch(
          (operation, path) -> {
            if (Thread.currentThread().getName().equals("slow")
                && operation == Operation.WRITE
                && path.startsWith("/store/users")) {
              reached.countDown();
              awaitQuietly(free);
            }
          });
    }

    private static void awaitQuietly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void awaitState(Thread thread, Thread.State state) {
    while (thread.getState() != state) {
      assertTrue(thread.isAlive(), "it ended without waiting");
      Thread.onSpinWait();
    }
  }

  @Test
  void othersCommitWhileARecordIsWritten() throws Exception {
    Slow store = new Slow();
    Thread slow = start("slow", () -> commit(store.backend, PowerStores.put("notes", "a", 2, 1)));
    store.reached.await();
    commit(store.backend, PowerStores.put("notes", "b", 3, 1));
    assertEquals(3, revision(store.folder, "b"));
    assertEquals(2, get(store.backend, "a").revision(), "it is in the journal, and seen");
    assertFalse(Files.exists(store.folder.resolve("users/alice/notes/a.toml")));
    store.free.countDown();
    requireEnded(slow);
    assertEquals(2, revision(store.folder, "a"));
    store.backend.close();
  }

  @Test
  void aCheckpointWaitsForRecordsThatAreBeingWritten() throws Exception {
    Slow store = new Slow();
    Thread slow = start("slow", () -> commit(store.backend, PowerStores.put("notes", "a", 2, 1)));
    store.reached.await();
    Thread checkpoint = start("other", () -> store.backend.maintenance().compact(Progress.NONE));
    awaitState(checkpoint, Thread.State.WAITING);
    try (Backend cut = reopened(store, PowerMedium.Loss.EVERYTHING)) {
      assertEquals(2, get(cut, "a").revision(), "the journal still has it");
    }
    store.free.countDown();
    requireEnded(slow, checkpoint);
    try (Backend cut = reopened(store, PowerMedium.Loss.EVERYTHING)) {
      assertEquals(2, get(cut, "a").revision());
      PowerStores.verify(cut);
    }
    store.backend.close();
  }

  private static Backend reopened(Slow store, PowerMedium.Loss loss) {
    return PowerStores.open(
        store.files.cut(loss, new Random(1)).getPath("/store"), Durability.COMMIT);
  }

  @Test
  void whatWasCommittedLastIsInTheFileLast() throws Exception {
    Slow store = new Slow();
    Thread slow = start("slow", () -> commit(store.backend, PowerStores.put("notes", "a", 2, 1)));
    store.reached.await();
    Thread later = start("later", () -> commit(store.backend, PowerStores.put("notes", "a", 3, 1)));
    awaitState(later, Thread.State.BLOCKED);
    assertEquals(3, get(store.backend, "a").revision());
    store.free.countDown();
    requireEnded(slow, later);
    assertEquals(3, revision(store.folder, "a"));
    PowerStores.verify(store.backend);
    store.backend.close();
  }

  @Test
  void whatIsAcknowledgedIsInItsFile(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("store");
    Backend backend = PowerStores.open(store, Durability.COMMIT);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int own = i;
      threads.add(start("t" + i, () -> live(backend, store, own)));
    }
    requireEnded(threads.toArray(Thread[]::new));
    PowerStores.verify(backend);
    for (int i = 0; i < 3; i++) {
      assertEquals(get(backend, "d" + i).revision(), revision(store, "d" + i));
    }
    backend.close();
  }

  /** Few documents of all, and one that comes and goes. */
  private static void live(Backend backend, Path store, int own) {
    Random random = new Random(own);
    try {
      for (int n = 0; n < 60; n++) {
        String id = "d" + random.nextInt(3);
        Write write = PowerStores.put("notes", id, n, 1 + random.nextInt(20));
        Write other =
            random.nextBoolean()
                ? PowerStores.put("tasks", "x", n, 1)
                : PowerStores.delete("tasks", "x");
        long made = backend.commit("alice", Batch.of(write, other)).revision();
        long told = revision(store, id);
        assertTrue(told >= made, () -> id + " at " + told + " after " + made);
        assertTrue(get(backend, id).revision() >= made);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
