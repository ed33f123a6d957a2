package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Users whose names would escape, collide or be no files' names. */
final class HostileUsersTest {

  private static final List<String> USERS =
      List.of(
          ".",
          "..",
          "../../etc/passwd",
          "/etc/passwd",
          "a/b",
          "a\\b",
          "C:\\x",
          "CON",
          "con",
          "con.db",
          "x.",
          "x",
          "X",
          " x",
          "x ",
          "%2e%2e",
          "volume.json",
          "_new-1",
          "registry.db",
          "x.db-wal",
          "?digits=leading",
          "file:x?mode=memory",
          "' OR 1=1 --",
          "\u00e9",
          "e\u0301",
          "\ud83d\ude00",
          "\u202e",
          "x".repeat(255),
          "\u20ac".repeat(85));

  @TempDir Path folder;

  @Test
  void eachHasAFileOfItsOwnWhereverItIsMoved() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String locator = "sharded-sqlite:" + folder.resolve("store");
    String volumes = "[{\"name\":\"disk\",\"path\":\"" + disk + "\"}]";
    try (Store store = Store.open(locator)) {
      USERS.forEach(user -> put(store, user));
    }
    assertEquals(USERS.size(), databases(folder.resolve("store/users")));
    try (Store store = Store.builder(locator).setting("volumes", volumes).open()) {
      for (String user : USERS) {
        assertTrue(store.place(user, "disk"));
        put(store, user);
      }
      assertEquals(USERS.size(), databases(disk));
      store.relayout("1/2/2", HostileUsersTest::unexpected, Progress.NONE);
      for (String user : USERS) {
        assertEquals(3, put(store, user), user);
      }
      assertEquals(USERS.size(), store.verify(HostileUsersTest::unexpected, Progress.NONE));
      assertEquals(USERS.size(), databases(disk));
      for (String user : USERS) {
        assertTrue(store.user(user).delete());
      }
    }
    assertEquals(0, databases(disk));
    try (Stream<Path> there = Files.list(folder)) {
      assertEquals(2, there.count(), "nothing is beside the store and the disk");
    }
  }

  private static void unexpected(Finding finding) {
    throw new AssertionError(finding.toString());
  }

  private static long put(Store store, String user) {
    return store
        .user(user)
        .collection("things")
        .put("a", JsonNodeFactory.instance.objectNode().put("user", user))
        .revision();
  }

  /** Counts them as a file system would that does not know capitals. */
  private static long databases(Path root) throws IOException {
    Set<String> names = new TreeSet<>();
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(file -> file.toString().endsWith(".db")).forEach(paths::add);
    }
    for (Path path : paths) {
      names.add(path.toString().toLowerCase(Locale.ROOT));
      assertTrue(Objects.requireNonNull(path.getFileName()).toString().length() < 100);
    }
    return names.size();
  }
}
