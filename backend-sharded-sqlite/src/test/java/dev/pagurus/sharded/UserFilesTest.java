package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Users' files on the disk: which there are, and how many are open. */
final class UserFilesTest {

  @TempDir Path folder;

  private Store open(String settings) {
    return Store.open("sharded-sqlite:" + folder.resolve("store") + settings);
  }

  private static ObjectNode body(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }

  private List<Path> databases() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store").resolve("users"))) {
      return files.filter(file -> file.toString().endsWith(".db")).toList();
    }
  }

  private static long openUsers(Store store) {
    return store.statistics().getOrDefault("open-users", -1L);
  }

  @Test
  void noMoreFilesAreOpenThanMayBe() throws Exception {
    int users = 60;
    try (Store store = open("?max-open=8")) {
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          int first = thread;
          work.add(
              () -> {
                for (int i = 0; i < users * 3; i++) {
                  String user = "user" + (i * 7 + first) % users;
                  store.user(user).collection("things").create(body(i));
                  assertTrue(openUsers(store) <= 8);
                }
                return true;
              });
        }
        for (Future<Boolean> done : threads.invokeAll(work)) {
          assertTrue(done.get());
        }
      } finally {
        threads.shutdown();
      }
      assertEquals(users, databases().size());
      assertEquals(users, store.users().count());
    }
    try (Store store = open("?max-open=8")) {
      assertEquals(4L * 3 * users, store.users().mapToLong(user -> user.documents()).sum());
      assertEquals(0, openUsers(store), "to list users at rest opens no file");
    }
  }

  @Test
  void aUsersFileHoldsThatUserAndNobodyElse() throws SQLException, IOException {
    try (Store store = open("?digits=leading")) {
      store.user("12345678").collection("things").put("a", body(1));
      store.user("12345679").collection("things").put("b", body(2));
    }
    Path file = folder.resolve("store/users/1/23/45678.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet row =
            connection.createStatement().executeQuery("SELECT user, id FROM documents")) {
      assertTrue(row.next());
      assertEquals("12345678", row.getString(1));
      assertEquals("a", row.getString(2));
      assertFalse(row.next());
    }
  }

  @Test
  void whoIsDeletedOrWasNeverThereHasNoFile() throws IOException {
    try (Store store = open("")) {
      store.user("alice").collection("things").put("a", body(1));
      store.user("bob").collection("things").put("a", body(1));
      StoreException refused =
          assertThrows(
              StoreException.class,
              () -> store.user("carol").collection("things").replace("a", body(1)));
      assertEquals(ErrorCode.CONFLICT, refused.code());
      assertFalse(store.user("carol").collection("things").delete("a"));
      assertTrue(store.user("alice").delete());
      assertEquals(1, databases().size());
      assertEquals(1, store.users().count());
      assertEquals(
          1, store.user("alice").collection("things").put("a", body(2)).revision(), "anew");
    }
  }

  @Test
  void aVolumeThatIsAwayTakesItsUsersWithItAndNobodyElse() throws IOException {
    Path volume = Files.createDirectories(folder.resolve("volume"));
    try (Store store = open("?digits=leading")) {
      store.user("22222222").collection("things").put("a", body(2));
    }
    Files.createSymbolicLink(folder.resolve("store/users/1"), volume);
    try (Store store = open("")) {
      store.user("11111111").collection("things").put("a", body(1));
    }
    assertTrue(Files.exists(volume.resolve("11/11111.db")));
    Path away = Files.move(volume, folder.resolve("away"));
    try (Store store = open("")) {
      StoreException missing =
          assertThrows(
              StoreException.class,
              () -> store.user("11111111").collection("things").put("a", body(3)));
      assertEquals(ErrorCode.UNAVAILABLE, missing.code());
      StoreException none =
          assertThrows(
              StoreException.class,
              () -> store.user("11911911").collection("things").put("a", body(3)));
      assertEquals(ErrorCode.UNAVAILABLE, none.code());
      assertTrue(store.user("22222222").collection("things").get("a").isPresent());
      assertEquals(2, store.user("22222222").collection("things").put("a", body(4)).revision());
    }
    Files.move(away, volume);
    try (Store store = open("")) {
      assertEquals(2, store.user("11111111").collection("things").put("a", body(3)).revision());
    }
  }

  @Test
  void leadingDigitsThatPileUsersUpAreRefused() {
    try (Store store = open("?digits=leading&durability=relaxed")) {
      int made = 0;
      StoreException refused = null;
      while (refused == null && made < 500) {
        try {
          store.user(Integer.toString(12300000 + made)).collection("things").put("a", body(1));
          made++;
        } catch (StoreException e) {
          refused = e;
        }
      }
      assertEquals(ErrorCode.INVALID, refused == null ? null : refused.code());
      assertEquals(166, made);
      assertEquals(made, store.users().count());
      store.user("12400000").collection("things").put("a", body(1));
    }
  }

  @Test
  void manyAtOnceDoNotFillAFolderOfLeadingDigitsFurther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Store store = open("?digits=leading&durability=relaxed")) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String user = Integer.toString(12300000 + i);
        all.add(threads.submit(() -> isTaken(store, user)));
      }
      int made = 0;
      for (Future<Boolean> one : all) {
        made += one.get() ? 1 : 0;
      }
      assertEquals(166, made);
      assertEquals(made, store.users().count());
    } finally {
      threads.shutdown();
    }
  }

  private static boolean isTaken(Store store, String user) {
    try {
      store.user(user).collection("things").put("a", body(1));
      return true;
    } catch (StoreException e) {
      assertEquals(ErrorCode.INVALID, e.code());
      return false;
    }
  }

  @Test
  void settingsOfTheLayoutAreFixedWhenTheStoreIsMade() {
    try (Store store = open("?digits=reversed&fan-out=2/2")) {
      store.user("12345678").collection("things").put("a", body(1));
    }
    try (Store store = open("?digits=hash")) {
      store.user("12345679").collection("things").put("a", body(1));
    }
    assertTrue(Files.exists(folder.resolve("store/users/87/65/12345678.db")));
    assertTrue(Files.exists(folder.resolve("store/users/97/65/12345679.db")));
  }

  @Test
  void statisticsTellTheFullestFolder() {
    try (Store store = open("?digits=reversed&fan-out=1")) {
      for (int i = 0; i < 5; i++) {
        store.user("10" + i + "7").collection("things").put("a", body(1));
      }
    }
    try (Store store = open("")) {
      Map<String, Long> figures = store.statistics();
      assertEquals(5, figures.get("fullest-folder-entries"));
      assertEquals(5, figures.get("documents"));
    }
  }
}
