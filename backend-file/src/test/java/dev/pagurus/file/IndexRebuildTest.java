package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.document.FieldPath;
import dev.pagurus.file.PowerFileSystem.Operation;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Opens a store whose index is gone, on a file system that holds up the making of another one for
 * as long as a test wants: what needs no index is served meanwhile, and everything is exact
 * afterwards.
 */
final class IndexRebuildTest {

  private static final int DOCUMENTS = 300;

  /** What is logged of a missing index is meant. */
  private static final Logger LOGGER = Logger.getLogger("dev.pagurus.file");

  private final PowerFileSystem files = new PowerFileSystem();
  private final Path folder = files.getPath("/store");

  /** The maker of the index stands before a record until this is open. */
  private final CountDownLatch gate = new CountDownLatch(1);

  private final CountDownLatch held = new CountDownLatch(1);

  @BeforeEach
  void make() throws IOException {
    LOGGER.setLevel(Level.SEVERE);
    try (Backend backend = open()) {
      define(backend, IndexDefinition.Kind.VALUE, "notes", "n");
      define(backend, IndexDefinition.Kind.UNIQUE, "tasks", "n");
      for (int i = 0; i < DOCUMENTS; i++) {
        put(backend, i, i);
      }
      backend.commit("alice", Batch.of(PowerStores.put("tasks", "t", 1, 0)));
      backend.commit("alice", Batch.of(PowerStores.delete("notes", id(7))));
    }
    UserRemoval.deleteTree(folder.resolve("index"));
    files.watch(this::hold);
  }

  @AfterEach
  void logAgain() {
    gate.countDown();
    LOGGER.setLevel(null);
  }

  private void hold(Operation operation, Path path) {
    boolean isMaker = Thread.currentThread().getName().equals("pagurus-file-index");
    if (isMaker && operation == Operation.OPEN && path.toString().endsWith("0.toml")) {
      held.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Backend open() {
    return PowerStores.open(folder, Durability.COMMIT);
  }

  private static void define(
      Backend backend, IndexDefinition.Kind kind, String collection, String path) {
    IndexDefinition index = new IndexDefinition(kind, List.of(FieldPath.of(path)));
    backend.define(new CollectionDefinition(collection, List.of(index)), Progress.NONE);
  }

  private static String id(int i) {
    return "d" + (1_000 + i);
  }

  private static void put(Backend backend, int i, int n) {
    backend.commit("alice", Batch.of(PowerStores.put("notes", id(i), n, 1)));
  }

  private static int got(Backend backend, int i) {
    StoredDocument document =
        backend.get("alice", List.of(new Address("notes", id(i)))).found().get(0);
    return document == null ? -1 : document.body().root().get("n").intValue();
  }

  private static List<String> rest(Rows rows) {
    List<String> ids = new ArrayList<>();
    for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
      ids.add(row.address().id() + "=" + row.body().root().get("n"));
    }
    return ids;
  }

  private static List<String> scan(Backend backend) {
    try (Rows rows = backend.scan("alice", "notes", null)) {
      return rest(rows);
    }
  }

  private static List<String> expected() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      if (i != 7) {
        ids.add(id(i) + "=" + i);
      }
    }
    return ids;
  }

  private static List<String> find(Backend backend, int n) {
    Filter filter =
        new Filter.Compare(
            FieldPath.of("n"), Filter.Operator.EQ, JsonNodeFactory.instance.numberNode(n));
    FindRequest request =
        new FindRequest("alice", "notes", filter, List.of(), null, OptionalInt.empty());
    try (Found found = backend.find(request)) {
      return rest(found.rows());
    }
  }

  private void awaitHeld() throws InterruptedException {
    held.await();
  }

  @Test
  void getsScansAndPutsGoOnWhileTheIndexIsMade() throws Exception {
    try (Backend backend = open()) {
      awaitHeld();
      assertEquals(5, got(backend, 5));
      assertEquals(-1, got(backend, 7));
      assertEquals(expected(), scan(backend));
      put(backend, 5, 500);
      put(backend, 7, 700);
      put(backend, DOCUMENTS, 800);
      backend.commit("alice", Batch.of(PowerStores.delete("notes", id(20))));
      backend.commit("bob", Batch.of(PowerStores.put("notes", "b", 1, 1)));
      assertEquals(500, got(backend, 5));
      assertEquals(700, got(backend, 7));
      assertEquals(-1, got(backend, 20));
      List<String> after = new ArrayList<>(expected());
      after.set(5, id(5) + "=500");
      after.add(7, id(7) + "=700");
      after.remove(20);
      after.add(id(DOCUMENTS) + "=800");
      assertEquals(after, scan(backend));
      CompletableFuture<List<String>> found =
          CompletableFuture.supplyAsync(() -> find(backend, 500));
      CompletableFuture<List<CollectionInfo>> counts =
          CompletableFuture.supplyAsync(() -> backend.collections("alice"));
      assertFalse(found.isDone(), "a find answers without an index");
      gate.countDown();
      assertEquals(List.of(id(5) + "=500"), found.get());
      assertEquals(
          List.of(DOCUMENTS, 1),
          counts.get().stream().map(info -> (int) info.documents()).toList());
      assertEquals(List.of(), find(backend, 5));
      assertEquals(List.of(), find(backend, 20));
      assertEquals(List.of(id(7) + "=700"), find(backend, 7_00));
      assertEquals(after, scan(backend));
      assertEquals(1, backend.collections("bob").get(0).documents());
      PowerStores.verify(backend);
      requireFeed(backend);
    }
    try (Backend again = open()) {
      assertEquals(List.of(id(5) + "=500"), find(again, 500));
      PowerStores.verify(again);
      requireFeed(again);
    }
  }

  private static void requireFeed(Backend backend) {
    List<Change> changes = backend.changes("alice", 0, 10_000).changes();
    assertEquals(DOCUMENTS + 2, changes.size());
    assertEquals(DOCUMENTS + 6, changes.get(changes.size() - 1).revision());
    assertTrue(changes.get(changes.size() - 1) instanceof Change.Deleted);
  }

  @Test
  void aScanStaysWithItsStateWhenTheIndexTakesOver() throws Exception {
    try (Backend backend = open()) {
      awaitHeld();
      try (Rows early = backend.scan("alice", "notes", null)) {
        List<String> seen = new ArrayList<>();
        seen.add(String.valueOf(rowOf(early)));
        put(backend, 100, 1); // while there is no index
        backend.commit("alice", Batch.of(PowerStores.delete("notes", id(101))));
        gate.countDown();
        assertEquals(List.of(id(100) + "=1", id(1) + "=1"), sorted(find(backend, 1)));
        put(backend, 200, 1); // while there is
        backend.commit("alice", Batch.of(PowerStores.delete("notes", id(201))));
        put(backend, 100, 2);
        backend.maintenance().compact(Progress.NONE);
        seen.addAll(rest(early));
        assertEquals(expected(), seen);
      }
    }
  }

  private static List<String> sorted(List<String> found) {
    List<String> sorted = new ArrayList<>(found);
    sorted.sort(Collections.reverseOrder());
    return sorted;
  }

  private static String rowOf(Rows rows) {
    StoredDocument row = rows.next();
    return row == null ? "" : row.address().id() + "=" + row.body().root().get("n");
  }

  @Test
  void aUniqueIndexIsJudgedWhenThereIsOne() throws Exception {
    try (Backend backend = open()) {
      awaitHeld();
      Write same = PowerStores.put("tasks", "u", 1, 0);
      CompletableFuture<ErrorCode> judged =
          CompletableFuture.supplyAsync(
              () ->
                  assertThrows(
                          BackendException.class, () -> backend.commit("alice", Batch.of(same)))
                      .code());
      put(backend, 1, 11);
      assertFalse(judged.isDone(), "judged without an index");
      gate.countDown();
      assertEquals(ErrorCode.UNIQUE_VIOLATION, judged.get());
    }
  }

  @Test
  void whoeverWaitsMayBeInterrupted() throws Exception {
    try (Backend backend = open()) {
      awaitHeld();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  find(backend, 1);
                } catch (BackendException e) {
                  thrown.set(Thread.currentThread().isInterrupted() ? e : null);
                }
              });
      waiting.start();
      waiting.interrupt();
      waiting.join();
      assertTrue(
          thrown.get() instanceof BackendException e && e.code() == ErrorCode.BUSY,
          () -> String.valueOf(thrown.get()));
      gate.countDown();
      assertEquals(List.of(id(1) + "=1"), find(backend, 1));
    }
  }

  @Test
  void closingGivesUpAndTheNextOpeningBeginsAgain() throws Exception {
    Backend backend = open();
    awaitHeld();
    put(backend, 5, 500);
    CompletableFuture<Object> found =
        CompletableFuture.supplyAsync(
            () -> assertThrows(BackendException.class, () -> find(backend, 500)).code());
    Thread closing = new Thread(backend::close);
    closing.start();
    assertEquals(ErrorCode.CLOSED, found.get());
    gate.countDown();
    closing.join();
    assertFalse(Files.exists(folder.resolve("index").resolve("segments_1")));
    try (Backend again = open()) {
      assertEquals(500, got(again, 5));
      assertEquals(List.of(id(5) + "=500"), find(again, 500));
      assertEquals(List.of(), find(again, 5));
      PowerStores.verify(again);
    }
  }

  @Test
  void whatAPersonEditedIsTakenInWithARevisionOfItsOwn() throws Exception {
    Path record = folder.resolve("users/alice/notes").resolve(id(3) + ".toml");
    Path found = Files.exists(record) ? record : bucketed(id(3) + ".toml");
    Files.writeString(found, Files.readString(found).replace("n = 3\n", "n = 333\n"));
    gate.countDown();
    try (Backend backend = open()) {
      assertEquals(List.of(id(3) + "=333"), find(backend, 333));
      long end = System.nanoTime() + 20_000_000_000L;
      while (backend.changes("alice", DOCUMENTS + 2, 10).changes().isEmpty()) {
        assertTrue(System.nanoTime() < end, "not taken in");
        Thread.sleep(10);
      }
      assertEquals(333, got(backend, 3));
      PowerStores.verify(backend);
    }
  }

  private Path bucketed(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    Fanout.visit(
        folder.resolve("users/alice/notes"),
        file -> {
          if (file.getFileName().toString().equals(name)) {
            found.add(file);
          }
        });
    return found.get(0);
  }

  @Test
  void whatFailsOnceIsToldAndTriedAgain() throws Exception {
    gate.countDown();
    List<Path> failed = new ArrayList<>();
    files.watch(
        (operation, path) -> {
          boolean isMaker = Thread.currentThread().getName().equals("pagurus-file-index");
          if (isMaker && failed.isEmpty() && path.toString().endsWith("0.toml")) {
            failed.add(path);
            throw new IOException("Input/output error");
          }
        });
    try (Backend backend = open()) {
      try {
        find(backend, 1);
      } catch (BackendException e) {
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
      }
      assertEquals(List.of(id(1) + "=1"), find(backend, 1));
      PowerStores.verify(backend);
    }
  }
}
