package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.SettingValues;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.UserStore;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.UserInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Users' files copied and renamed as a whole. */
final class UserCopiesTest {

  @TempDir Path folder;

  private Path root() {
    return folder.resolve("store");
  }

  private Store open(String settings) {
    return Store.open("sharded-sqlite:" + root() + settings);
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

  private static void requireSound(Store store) {
    List<Finding> findings = new ArrayList<>();
    store.verify(findings::add, Progress.NONE);
    assertEquals(List.of(), findings);
  }

  @Test
  void aRenamedUserHasOneFileUnderItsNewName() throws IOException {
    try (Store store = open("")) {
      store.user("alice").collection("things").put("a", body(1));
      store.user("alice").rename("bob");
    }
    assertEquals(List.of("bob.db"), files());
    try (Store store = open("")) {
      assertEquals(List.of("bob"), store.users().map(UserInfo::user).toList());
      requireSound(store);
    }
  }

  @Test
  void aLayoutThatCannotPlaceTheNewNameRefusesIt() throws IOException {
    try (Store store = open("?digits=leading")) {
      store.user("12345678").collection("things").put("a", body(1));
      StoreException refused =
          assertThrows(StoreException.class, () -> store.user("12345678").rename("bob"));
      assertEquals(ErrorCode.INVALID, refused.code());
      assertEquals(1, store.user("12345678").revision());
    }
    assertEquals(List.of("45678.db"), files());
  }

  /** Two stores on one folder are to the locks what two processes are. */
  @Test
  void whomAnotherProcessIsReadingIsNotRenamedButCopied() {
    try (Store store = open("?busy-timeout=100ms");
        Store other = open("")) {
      other.user("alice").collection("things").put("a", body(1));
      other.user("alice").collection("things").put("b", body(1));
      try (Rows rows = other.backend().scan("alice", "things", null)) {
        assertEquals(2, rows.revision());
        StoreException busy =
            assertThrows(StoreException.class, () -> store.user("alice").rename("bob"));
        assertEquals(ErrorCode.BUSY, busy.code());
        store.user("alice").copyTo(store.user("bob"), Progress.NONE);
      }
      assertEquals(2, other.user("bob").collection("things").count());
      assertEquals(3, other.user("alice").collection("things").put("a", body(2)).revision());
    }
  }

  @Test
  void whatIsWrittenWhileAUserIsRenamedIsNotLost() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Store store = open("?durability=relaxed")) {
      AtomicBoolean stop = new AtomicBoolean();
      store.user("alice").collection("things").put("first", body(0));
      List<Future<Integer>> writers = new ArrayList<>();
      for (String name : List.of("alice", "bob")) {
        writers.add(
            threads.submit(
                () -> {
                  int written = 0;
                  while (!stop.get()) {
                    try {
                      store.user(name).collection("things").replace("first", body(written));
                      written++;
                    } catch (StoreException e) {
                      assertEquals(ErrorCode.CONFLICT, e.code(), "it is not there");
                    }
                  }
                  return written;
                }));
      }
      for (int i = 0; i < 10; i++) {
        store.user("alice").rename("bob");
        store.user("bob").rename("alice");
      }
      stop.set(true);
      int written = writers.get(0).get() + writers.get(1).get();
      assertEquals(1 + written, store.user("alice").revision());
      assertEquals(1, store.users().count());
      requireSound(store);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aCopyIsOfOneState() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Store store = open("?durability=relaxed")) {
      AtomicBoolean stop = new AtomicBoolean();
      UserStore alice = store.user("alice");
      alice.batch().put("things", "a", body(0)).put("things", "b", body(0)).commit();
      Future<Boolean> writer =
          threads.submit(
              () -> {
                for (int n = 1; !stop.get(); n++) {
                  alice.batch().put("things", "a", body(n)).put("things", "b", body(n)).commit();
                }
                return true;
              });
      for (int i = 0; i < 10; i++) {
        UserStore copy = store.user("copy" + i);
        alice.copyTo(copy, Progress.NONE);
        assertEquals(
            copy.collection("things").get("a").orElseThrow().value(),
            copy.collection("things").get("b").orElseThrow().value());
      }
      stop.set(true);
      assertTrue(writer.get());
      requireSound(store);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aFileThatACrashLeftIsRemovedAndNobodyIsGivenIt() throws IOException {
    Path left;
    try (Store store = open("")) {
      store.user("alice").collection("things").put("a", body(1));
      store.user("bob").collection("things").put("a", body(1));
      left = leave("bob");
      store.user("bob").delete();
    }
    assertFalse(Files.exists(left));
    note("bob", left);
    try (Store store = open("")) {
      assertFalse(Files.exists(left), "at the opening");
      note("bob", left);
      assertEquals(1, store.user("bob").collection("things").put("b", body(2)).revision());
      assertEquals(1, store.user("bob").collection("things").count());
      note("carol", root().resolve("users").resolve(pathOf("carol")));
      store.user("alice").copyTo(store.user("carol"), Progress.NONE);
      assertEquals(1, store.user("carol").collection("things").count());
      requireSound(store);
    }
    assertEquals(List.of("alice.db", "bob.db", "carol.db"), files());
  }

  /** As a copy leaves it that is killed in the midst of writing. */
  @Test
  void whatACopyLeftHalfWrittenGoesWithItsJournal() throws IOException {
    try (Store store = open("")) {
      store.user("alice").collection("things").put("a", body(1));
    }
    Path file = leave("bob");
    note("bob", file);
    Files.move(file, file.resolveSibling(file.getFileName() + ".part"));
    Files.write(file.resolveSibling(file.getFileName() + ".part-journal"), new byte[600]);
    try (Store store = open("")) {
      requireSound(store);
    }
    assertEquals(List.of("alice.db"), files());
  }

  private Path leave(String user) {
    return root().resolve("users").resolve(pathOf(user));
  }

  private static String pathOf(String user) {
    return UserLayout.of("hash", "1/2").pathOf(user);
  }

  /** As a copy leaves it that is killed before its last step: a note, and a whole file. */
  private void note(String user, Path file) throws IOException {
    Place place = new Place(root());
    ShardedSettings settings = ShardedSettings.of(SettingValues.defaults());
    try (Registry registry = Registry.open(place, settings, OpenRequest.Mode.MUST_EXIST)) {
      registry.noteLoose(UserRow.begun(user, Volumes.HOME, pathOf(user)));
    }
    Files.createDirectories(file.resolveSibling("."));
    Files.copy(root().resolve("users").resolve(pathOf("alice")), file);
  }
}
