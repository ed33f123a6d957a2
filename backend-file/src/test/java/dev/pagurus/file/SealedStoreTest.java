package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** A store of files that was moved. */
final class SealedStoreTest {

  @TempDir Path directory;

  private Path folder = Path.of("");
  private Path moved = Path.of("");

  @BeforeEach
  void seal() {
    folder = directory.resolve("store");
    moved = folder.resolve("moved.toml");
    try (Store store = Store.open("file:" + folder)) {
      store.user("alice").collection("notes").create("a", JsonNodeFactory.instance.objectNode());
      store.seal("sqlite:/data/new \"shell\".db");
    }
  }

  @Test
  @Rule("LIFE-4")
  void aFileThatAPersonCanReadSaysWhereTo() throws IOException {
    String text = Files.readString(moved);
    assertTrue(text.contains("moved-to = \"sqlite:/data/new \\\"shell\\\".db\""), text);
  }

  @Test
  @Rule("DUR-4")
  void aSealThatCannotBeReadIsDamage() throws IOException {
    for (String damaged : new String[] {"", "moved-to = 7", "moved-to = \"x"}) {
      Files.writeString(moved, damaged);
      StoreException e = assertThrows(StoreException.class, () -> Store.open("file:" + folder));
      assertEquals(ErrorCode.CORRUPT, e.code());
      assertTrue(String.valueOf(e.getMessage()).contains(moved.toString()), e.getMessage());
    }
    Files.writeString(moved, "moved-to = \"sqlite:x.db\"");
    try (Store store = Store.builder("file:" + folder).evenMoved().open()) {
      assertEquals(Optional.of("sqlite:x.db"), store.movedTo());
    }
  }

  @Test
  @Rule("LIFE-4")
  void handEditsAreNotTakenInByWatching() throws IOException {
    Path record;
    try (var files = Files.walk(folder.resolve("users"))) {
      record = files.filter(file -> file.endsWith("a.toml")).findFirst().orElseThrow();
    }
    Files.writeString(record, Files.readString(record) + "edited = true\n");
    try (Store store = Store.builder("file:" + folder + "?watch=true").evenMoved().open()) {
      assertEquals(1, store.user("alice").revision());
      assertEquals(1, store.verify(finding -> {}, Progress.NONE));
      store.unseal();
    }
    assertFalse(Files.exists(moved));
  }

  @Test
  @Rule("LIFE-4")
  void whoComesToWriteLetsASealerGoFirst() throws Exception {
    Layout layout = new Layout(directory.resolve("another"));
    Files.createDirectories(layout.root());
    Moved another = Moved.read(new Disk(layout.root()), layout);
    CountDownLatch writes = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    Thread writer =
        started(
            () ->
                another.changing(
                    () -> {
                      writes.countDown();
                      return await(written);
                    }));
    writes.await();
    Thread sealer = started(() -> another.seal("elsewhere:"));
    awaitWaiting(sealer);
    AtomicReference<ErrorCode> told = new AtomicReference<>();
    Thread next =
        started(
            () ->
                told.set(
                    assertThrows(BackendException.class, () -> another.changing(() -> true))
                        .code()));
    awaitWaiting(next);
    written.countDown();
    for (Thread thread : List.of(writer, sealer, next)) {
      thread.join();
    }
    assertEquals(ErrorCode.MOVED, told.get());
  }

  private static Thread started(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until it waits for a lock, or has got it and ended. */
  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }
}
