package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreConfig;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Disks that the configuration names: who lies where, and what it means that one is away. */
final class VolumesTest {

  @TempDir Path folder;

  private Path disk1;
  private Path disk2;

  @BeforeEach
  void mount() throws IOException {
    disk1 = Files.createDirectory(folder.resolve("disk1"));
    disk2 = Files.createDirectory(folder.resolve("disk2"));
  }

  private Store open(String... volumes) throws IOException {
    StringBuilder toml =
        new StringBuilder("locator = \"sharded-sqlite:store\"\ndigits = \"leading\"\n");
    for (String volume : volumes) {
      toml.append("[[volumes]]\nname = \"%s\"\npath = \"%s\"\n".formatted(volume, volume));
    }
    Path file = Files.writeString(folder.resolve("pagurus.toml"), toml);
    return Store.builder(StoreConfig.read(file, Map.of())).open();
  }

  private Store openAsItIs() {
    return Store.open("sharded-sqlite:" + folder.resolve("store"));
  }

  private static ObjectNode body(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }

  private static long put(Store store, String user) {
    return store.user(user).collection("things").put("a", body(1)).revision();
  }

  private static StoreException refused(ErrorCode code, Executable call) {
    StoreException refused = assertThrows(StoreException.class, call);
    assertEquals(code, refused.code(), refused.getMessage());
    return refused;
  }

  private static long entries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void firstFoldersAreDealtOutToTheVolumes() throws IOException {
    try (Store store = open("disk1", "disk2")) {
      put(store, "12345678");
      put(store, "42345678");
      put(store, "52345678");
      put(store, "92345678");
    }
    assertTrue(Files.exists(disk1.resolve("1/23/45678.db")));
    assertTrue(Files.exists(disk1.resolve("4/23/45678.db")));
    assertTrue(Files.exists(disk2.resolve("5/23/45678.db")));
    assertTrue(Files.exists(disk2.resolve("9/23/45678.db")));
    assertFalse(Files.exists(folder.resolve("store/users")));
    try (Store store = openAsItIs()) {
      assertEquals(2, put(store, "92345678"), "without a configuration they are found as well");
      assertEquals(1, put(store, "91111111"));
    }
    assertTrue(Files.exists(disk2.resolve("9/11/11111.db")));
  }

  @Test
  void aVolumeThatIsAwayTakesItsUsersWithItAndNobodyElse() throws IOException {
    try (Store store = open("disk1", "disk2")) {
      put(store, "12345678");
      put(store, "92345678");
    }
    Path away = folder.resolve("away");
    Files.move(disk2, away);
    for (boolean emptyFolderIsLeft : new boolean[] {false, true}) {
      if (emptyFolderIsLeft) {
        Files.createDirectory(disk2); // as a disk leaves it that is not mounted
      }
      try (Store store = open("disk1", "disk2")) {
        StoreException old = refused(ErrorCode.UNAVAILABLE, () -> put(store, "92345678"));
        String told = String.valueOf(old.getMessage());
        assertTrue(told.contains("the volume disk2 is not at"), told);
        refused(ErrorCode.UNAVAILABLE, () -> store.user("92345678").collection("things").get("a"));
        refused(ErrorCode.UNAVAILABLE, () -> put(store, "98888888"));
        refused(ErrorCode.UNAVAILABLE, () -> store.user("92345678").delete());
        assertTrue(store.user("12345678").collection("things").get("a").isPresent());
        put(store, "12345678");
        put(store, "13333333");
        assertTrue(store.users().anyMatch(user -> user.user().equals("92345678")));
      }
    }
    assertEquals(0, entries(disk2), "nothing is made where the disk was");
    Files.delete(disk2);
    Files.move(away, disk2);
    try (Store store = open("disk1", "disk2")) {
      assertEquals(2, put(store, "92345678"));
    }
  }

  @Test
  void aDiskMayBeMountedElsewhereButNoOtherDiskInItsPlace() throws IOException {
    try (Store store = open("disk1", "disk2")) {
      put(store, "12345678");
      put(store, "92345678");
    }
    Path swapped = folder.resolve("swapped");
    Files.move(disk1, swapped);
    Files.move(disk2, disk1);
    Files.move(swapped, disk2);
    try (Store store = open("disk1", "disk2")) {
      refused(ErrorCode.UNAVAILABLE, () -> put(store, "12345678"));
      refused(ErrorCode.UNAVAILABLE, () -> put(store, "92345678"));
    }
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(disk1, elsewhere);
    String volumes = "[{\"name\":\"disk2\",\"path\":\"" + elsewhere + "\"}]";
    String locator = "sharded-sqlite:" + folder.resolve("store");
    try (Store store = Store.builder(locator).setting("volumes", volumes).open()) {
      assertEquals(2, put(store, "92345678"));
      assertEquals(1, put(store, "11111111"), "disk1 takes no new users any more");
    }
    assertTrue(Files.exists(elsewhere.resolve("1/11/11111.db")));
  }

  @Test
  void whoLiesInTheStoreItselfStaysThere() throws IOException {
    try (Store store = open()) {
      put(store, "12345678");
    }
    try (Store store = open("disk1")) {
      assertEquals(2, put(store, "12345678"));
      put(store, "12345679");
      assertEquals(2, store.users().count());
    }
    assertTrue(Files.exists(folder.resolve("store/users/1/23/45678.db")));
    assertTrue(Files.exists(disk1.resolve("1/23/45679.db")));
  }

  @Test
  void whatIsNoVolumeOfThisStoreIsRefusedUntouched() throws IOException {
    refused(ErrorCode.INVALID, () -> open("nowhere"));
    refused(ErrorCode.INVALID, () -> open("home"));
    Path stranger = Files.writeString(disk1.resolve("diary.txt"), "dear diary");
    refused(ErrorCode.FOREIGN, () -> open("disk1"));
    assertEquals(1, entries(disk1));
    Files.delete(stranger);
    open("disk1").close();
    String locator = "sharded-sqlite:" + folder.resolve("other");
    String volumes = "[{\"name\":\"disk1\",\"path\":\"" + disk1 + "\"}]";
    refused(ErrorCode.FOREIGN, () -> Store.builder(locator).setting("volumes", volumes).open());
    refused(ErrorCode.INVALID, () -> Store.builder(locator).setting("volumes", "[{}]").open());
  }

  @Test
  void aBackupHoldsTheUsersOfAllVolumes() throws IOException {
    Path copy = folder.resolve("copy");
    try (Store store = open("disk1", "disk2")) {
      put(store, "12345678");
      put(store, "92345678");
      store.backup(copy, (done, total) -> {});
    }
    try (Store store = Store.open("sharded-sqlite:" + copy)) {
      assertEquals(2, put(store, "92345678"));
      put(store, "33333333");
    }
    assertTrue(Files.exists(copy.resolve("users/3/33/33333.db")), "with the layout of the store");
  }
}
