package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.SettingValues;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Users' files that are moved to other folders and volumes. */
final class MoveTest {

  private static final String USER = "12345678";

  @TempDir Path folder;

  private Path disk;

  @BeforeEach
  void makeStoreInItself() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    try (Store store = Store.open(locator() + "?digits=leading")) {
      put(store, USER);
    }
    String volumes = "[{\"name\":\"disk\",\"path\":\"" + disk + "\"}]";
    Store.builder(locator()).setting("volumes", volumes).open().close();
  }

  private String locator() {
    return "sharded-sqlite:" + folder.resolve("store");
  }

  private Store open() {
    return Store.open(locator());
  }

  private static ObjectNode body(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }

  private static long put(Store store, String user) {
    return store.user(user).collection("things").put("a", body(1)).revision();
  }

  private Path home(String path) {
    return folder.resolve("store/users").resolve(path);
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      Set<String> names = new TreeSet<>();
      all.filter(file -> file.toString().endsWith("5678.db") || file.toString().endsWith("678.db"))
          .forEach(file -> names.add(folder.relativize(file).toString()));
      return names;
    }
  }

  private static StoreException refused(ErrorCode code, Runnable call) {
    StoreException refused = assertThrows(StoreException.class, call::run);
    assertEquals(code, refused.code(), refused.getMessage());
    return refused;
  }

  private UserRow edit(UnaryOperator<UserRow> change) {
    Place place = new Place(folder.resolve("store"));
    ShardedSettings settings = ShardedSettings.of(SettingValues.defaults());
    try (Registry registry = Registry.open(place, settings, OpenRequest.Mode.MUST_EXIST)) {
      UserRow row = Objects.requireNonNull(registry.row(USER));
      UserRow changed = change.apply(row);
      return changed.equals(row) ? row : Objects.requireNonNull(registry.put(changed));
    }
  }

  @Test
  void aUserIsMovedWhileTheStoreServes() throws IOException {
    try (Store store = open()) {
      put(store, USER);
      assertTrue(store.place(USER, "disk"));
      assertEquals(Set.of("disk/1/23/45678.db"), files());
      assertEquals(3, put(store, USER));
      assertTrue(store.place(USER, "disk"), "it is there");
      assertTrue(store.place(USER, "home"));
      assertEquals(Set.of("store/users/1/23/45678.db"), files());
      assertEquals(4, put(store, USER));
      assertFalse(store.place("87654321", "disk"));
      refused(ErrorCode.INVALID, () -> store.place(USER, "nowhere"));
    }
    assertFalse(Files.exists(disk.resolve("1")), "empty folders go");
    assertNull(edit(row -> row).left());
  }

  @Test
  void aStreamThatStaysOpenKeepsItsUserWhereItIs() throws IOException {
    try (Store store = Store.open(locator() + "?busy-timeout=300ms")) {
      store.user(USER).collection("things").put("b", body(2));
      try (Rows rows = store.backend().scan(USER, "things", null)) {
        assertNotNull(rows.next());
        refused(ErrorCode.BUSY, () -> store.place(USER, "disk"));
        assertNotNull(rows.next());
      }
      assertTrue(store.place(USER, "disk"));
      assertEquals(Set.of("disk/1/23/45678.db"), files());
    }
  }

  @Test
  void anotherStoreThatHasTheUserOpenGivesWay() throws IOException {
    try (Store other = open();
        Store store = open()) {
      put(other, USER);
      assertTrue(store.place(USER, "disk"));
      assertEquals(3, put(other, USER));
      assertEquals(4, put(store, USER));
      assertTrue(other.place(USER, "home"));
      assertEquals(5, put(store, USER));
    }
    assertEquals(Set.of("store/users/1/23/45678.db"), files());
  }

  /** Where somebody who moved a user was killed. */
  enum KilledAfter {
    ANNOUNCING,
    HALF_A_COPY,
    COPYING,
    MOVING,
    REMOVING
  }

  @ParameterizedTest
  @EnumSource
  void whoIsKilledLeavesOneFileThatCountsAndTheOtherGoes(KilledAfter step) throws IOException {
    Spot to = new Spot("disk", "1/23/45678.db");
    Path source = home("1/23/45678.db");
    Path target = Files.createDirectories(disk.resolve("1/23")).resolve("45678.db");
    edit(row -> row.movedTo(row.spot(), to));
    if (step == KilledAfter.HALF_A_COPY) {
      Files.write(target.resolveSibling("_new-x"), new byte[100]);
    } else if (step != KilledAfter.ANNOUNCING) {
      Files.copy(source, target);
    }
    if (step.compareTo(KilledAfter.MOVING) >= 0) {
      edit(row -> row.movedTo(to, row.spot()));
    }
    if (step == KilledAfter.REMOVING) {
      Files.delete(source);
    }
    boolean moved = step.compareTo(KilledAfter.MOVING) >= 0;
    try (Store store = open()) {
      assertEquals(2, put(store, USER));
      assertEquals(Set.of(moved ? "disk/1/23/45678.db" : "store/users/1/23/45678.db"), files());
      assertTrue(store.place(USER, "disk"));
      assertEquals(3, put(store, USER));
    }
    assertEquals(Set.of("disk/1/23/45678.db"), files());
    assertNull(edit(row -> row).left());
  }

  @Test
  void whoIsDeletedLeavesNoSecondFile() throws IOException {
    Files.createDirectories(disk.resolve("1/23"));
    Files.copy(home("1/23/45678.db"), disk.resolve("1/23/45678.db"));
    edit(row -> row.movedTo(row.spot(), new Spot("disk", "1/23/45678.db")));
    try (Store store = open()) {
      assertTrue(store.user(USER).delete());
    }
    assertEquals(Set.of(), files());
  }

  @Test
  void aFileThatIsInTheWayIsNotOverwritten() throws IOException {
    Path way = Files.createDirectories(disk.resolve("1/23")).resolve("45678.db");
    Files.writeString(way, "precious");
    try (Store store = open()) {
      refused(ErrorCode.CORRUPT, () -> store.place(USER, "disk"));
      assertEquals(2, put(store, USER));
    }
    assertEquals("precious", Files.readString(way));
  }

  @Test
  void aVolumeIsEmptied() throws IOException {
    try (Store store = open()) {
      for (int i = 0; i < 20; i++) {
        put(store, Integer.toString(20_000_000 + i * 100_003));
      }
      assertEquals(20, databases(disk));
      store.drain("disk", "home", MoveTest::unexpected, Progress.NONE);
      assertEquals(0, databases(disk));
      assertEquals(21, databases(folder.resolve("store/users")));
      assertEquals(21, store.users().count());
      refused(
          ErrorCode.INVALID,
          () -> store.drain("disk", "nowhere", MoveTest::unexpected, Progress.NONE));
    }
  }

  private static long databases(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".db")).count();
    }
  }

  private static void unexpected(Finding finding) {
    throw new AssertionError(finding.toString());
  }

  @Test
  void foldersAreDeepenedWhileTheStoreServes() throws Exception {
    String locator = "sharded-sqlite:" + folder.resolve("deep");
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (Store store = Store.open(locator + "?digits=reversed&max-open=8");
        Store other = Store.open(locator + "?max-open=8")) {
      for (int i = 0; i < 30; i++) {
        put(store, Integer.toString(10_000_000 + i));
      }
      List<Future<Integer>> writers = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        int first = thread;
        Callable<Integer> work =
            () -> {
              int written = 0;
              while (!done.get() || written < 60) {
                String user = Integer.toString(10_000_000 + (written % 20) * 3 + first);
                (first == 0 ? other : store)
                    .user(user)
                    .collection("written")
                    .create(body(written++));
              }
              return written;
            };
        writers.add(threads.submit(work));
      }
      try {
        store.relayout("1/2/2", MoveTest::unexpected, Progress.NONE);
      } finally {
        done.set(true);
      }
      long written = 0;
      for (Future<Integer> writer : writers) {
        written += writer.get();
      }
      assertEquals(written, store.acrossUsers("written").count(Query.all()));
      assertEquals(0, store.statistics().get("relayout-under-way"));
    } finally {
      threads.shutdown();
    }
    try (Stream<Path> files = Files.walk(folder.resolve("deep/users"))) {
      files
          .filter(file -> file.toString().endsWith(".db"))
          .forEach(
              file ->
                  assertEquals(
                      3, folder.resolve("deep/users").relativize(file).getNameCount() - 1));
    }
  }

  @Test
  void aRelayoutThatWasCutShortGoesOn() throws IOException {
    try (Store store = open()) {
      for (int i = 0; i < 20; i++) {
        put(store, Integer.toString(20_000_000 + i * 100_003));
      }
      IllegalStateException cut =
          assertThrows(
              IllegalStateException.class,
              () ->
                  store.relayout(
                      "2/2",
                      MoveTest::unexpected,
                      (at, total) -> {
                        if (at == 10) {
                          throw new IllegalStateException("cut");
                        }
                      }));
      assertEquals("cut", cut.getMessage());
      assertEquals(1, store.statistics().get("relayout-under-way"));
      assertEquals(21, store.users().filter(user -> put(store, user.user()) == 2).count());
    }
    try (Store store = open()) {
      put(store, "77777777");
      store.relayout("2/2", MoveTest::unexpected, Progress.NONE);
      assertEquals(0, store.statistics().get("relayout-under-way"));
      assertEquals(22, store.users().filter(user -> put(store, user.user()) > 1).count());
    }
    assertTrue(Files.exists(home("12/34/5678.db")));
    assertTrue(Files.exists(disk.resolve("77/77/7777.db")));
    assertFalse(Files.exists(home("1")), "empty folders go");
  }

  @Test
  void aLayoutThatCannotBeIsRefusedAndNothingIsMoved() throws IOException {
    try (Store store = open()) {
      for (String fanOut : List.of("1/1", "1", "0", "x", "2/2/2/2")) {
        refused(
            ErrorCode.INVALID, () -> store.relayout(fanOut, MoveTest::unexpected, Progress.NONE));
      }
      assertEquals(Set.of("store/users/1/23/45678.db"), files());
      put(store, "12345679");
    }
    Path away = Files.move(home("1"), folder.resolve("away"));
    Files.createSymbolicLink(home("1"), away);
    try (Store store = open()) {
      StoreException links =
          refused(
              ErrorCode.INVALID, () -> store.relayout("2/2", MoveTest::unexpected, Progress.NONE));
      assertTrue(String.valueOf(links.getMessage()).contains("1/2/2"));
      store.relayout("1/2/2", MoveTest::unexpected, Progress.NONE);
    }
    assertTrue(Files.exists(away.resolve("23/45/678.db")), "it stays on its disk");
  }

  @Test
  void aKindOfStoreWithoutFoldersSaysSo() {
    try (Store store = Store.open("sqlite:" + folder.resolve("one.db"))) {
      refused(ErrorCode.INVALID, () -> store.place("alice", "disk"));
      refused(ErrorCode.INVALID, () -> store.relayout("2/2", MoveTest::unexpected, Progress.NONE));
      refused(ErrorCode.INVALID, () -> store.drain("a", "b", MoveTest::unexpected, Progress.NONE));
    }
  }
}
