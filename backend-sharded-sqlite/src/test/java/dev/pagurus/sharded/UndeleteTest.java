package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.DeletedUser;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Deleted users, kept for a time and had back. */
final class UndeleteTest {

  @TempDir Path folder;

  private Instant now = Instant.parse("2025-11-21T08:00:00Z");

  private Path root() {
    return folder.resolve("store");
  }

  private Store open(String settings) {
    return Store.builder("sharded-sqlite:" + root() + settings).clock(() -> now).open();
  }

  private static ObjectNode body(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(root().resolve("users"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static void fails(ErrorCode code, Runnable call) {
    assertEquals(code, assertThrows(StoreException.class, call::run).code());
  }

  @Test
  void anUndeletedUserIsAsItWas() throws IOException {
    try (Store store = open("?undelete=30d")) {
      store.user("alice").collection("things").put("a", body(1));
      store.user("alice").collection("things").put("b", body(2));
      store.user("alice").collection("things").delete("a");
      store.user("alice").setQuota(Quota.NONE.withDocuments(9));
      Changes feed = store.user("alice").changes(0, 10);
      assertTrue(store.user("alice").delete());
      assertEquals(Optional.empty(), store.user("alice").info());
      assertEquals(
          List.of(new DeletedUser("alice", now, now.plus(Duration.ofDays(30)), 3, 1, 7)),
          store.deletedUsers());
      List<Finding> stray = new ArrayList<>();
      store.verify(stray::add, Progress.NONE);
      store.repair(folder.resolve("quarantine"), stray::add, Progress.NONE);
      assertEquals(List.of(), stray, "the copy is not taken for a stray");
      now = now.plus(Duration.ofDays(29));
      store.user("alice").undelete();
      assertEquals(feed, store.user("alice").changes(0, 10));
      assertEquals(9, store.user("alice").quota().documents().orElse(0));
      assertEquals(4, store.user("alice").collection("things").put("c", body(3)).revision());
      assertEquals(List.of(), store.deletedUsers());
      fails(ErrorCode.EXISTS, () -> store.user("alice").undelete());
      List<Finding> findings = new ArrayList<>();
      store.verify(findings::add, Progress.NONE);
      assertEquals(List.of(), findings);
    }
    assertEquals(List.of("alice.db"), files());
  }

  @Test
  void whoWasMadeMeanwhileIsNotWrittenOver() throws IOException {
    try (Store store = open("?undelete=30d")) {
      for (int n = 1; n <= 3; n++) {
        store.user("alice").collection("things").put("a", body(n));
        now = now.plusSeconds(1);
        if (n < 3) {
          assertTrue(store.user("alice").delete());
        }
      }
      fails(ErrorCode.EXISTS, () -> store.user("alice").undelete());
      assertEquals(3, valueOf(store));
      store.user("alice").rename("bob");
      store.user("alice").undelete();
      assertEquals(2, valueOf(store), "the newest");
      store.user("alice").rename("carol");
      store.user("alice").undelete();
      assertEquals(1, valueOf(store), "and the one before");
      fails(ErrorCode.NO_STORE, () -> store.user("dave").undelete());
    }
    assertEquals(List.of("alice.db", "bob.db", "carol.db"), files());
  }

  private static int valueOf(Store store) {
    return store.user("alice").collection("things").get("a").orElseThrow().value().get("n").asInt();
  }

  @Test
  void whenTheTimeIsOverNothingIsLeft() throws IOException {
    try (Store store = open("?undelete=1d")) {
      store.user("alice").collection("things").put("a", body(1));
      store.user("bob").collection("things").put("a", body(1));
      store.user("alice").delete();
      now = now.plus(Duration.ofHours(23));
      store.compact(Progress.NONE);
      assertEquals(1, store.deletedUsers().size());
      now = now.plus(Duration.ofHours(1));
      assertEquals(List.of(), store.deletedUsers());
      fails(ErrorCode.NO_STORE, () -> store.user("alice").undelete());
    }
    assertEquals(2, files().size());
    try (Store store = open("")) { // what was promised holds whatever the setting is now
      store.compact(Progress.NONE);
    }
    assertEquals(List.of("bob.db"), files());
  }

  @Test
  void whoIsPurgedIsGoneAtOnceAndSoIsWhoIsNotToBeKept() throws IOException {
    try (Store store = open("?undelete=1d")) {
      store.user("alice").collection("things").put("a", body(1));
      store.user("alice").delete();
      assertTrue(store.user("alice").purge());
      assertFalse(store.user("alice").purge());
      assertEquals(List.of(), store.deletedUsers());
    }
    assertEquals(List.of(), files());
    try (Store store = open("")) {
      store.user("alice").collection("things").put("a", body(1));
      store.user("alice").delete();
      fails(ErrorCode.NO_STORE, () -> store.user("alice").undelete());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void whatWasAcknowledgedBeforeIsInTheCopy() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Store store = open("?undelete=1d&durability=relaxed")) {
      for (int round = 0; round < 5; round++) {
        AtomicBoolean stop = new AtomicBoolean();
        store.user("alice").collection("things").put("a", body(0));
        Future<Integer> writer =
            threads.submit(
                () -> {
                  int written = 0;
                  while (!stop.get()) {
                    try {
                      store.user("alice").collection("things").replace("a", body(written));
                      written++;
                    } catch (StoreException e) {
                      assertEquals(ErrorCode.CONFLICT, e.code(), "it is gone");
                    }
                    Thread.sleep(1);
                  }
                  return written;
                });
        store.user("alice").delete();
        stop.set(true);
        int written = writer.get();
        store.user("alice").undelete();
        assertEquals(1 + written, store.user("alice").revision());
        store.user("alice").delete();
        store.user("alice").purge();
      }
    } finally {
      threads.shutdown();
    }
  }
}
