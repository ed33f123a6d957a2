package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Files that are nobody's and rows that have none: verify tells, and repair mends. */
final class StrayFilesTest {

  @TempDir Path folder;

  private Path users;
  private Path disk;
  private Path quarantine;

  @BeforeEach
  void makeTwoUsersOnTwoVolumes() throws IOException {
    users = folder.resolve("store/users");
    quarantine = folder.resolve("quarantine");
    disk = Files.createDirectory(folder.resolve("disk"));
    try (Store store = Store.open(locator() + "?digits=leading")) {
      put(store, "11111111");
      put(store, "22222222");
    }
    String volumes = "[{\"name\":\"disk\",\"path\":\"" + disk + "\"}]";
    try (Store store = Store.builder(locator()).setting("volumes", volumes).open()) {
      put(store, "33333333");
    }
  }

  private String locator() {
    return "sharded-sqlite:" + folder.resolve("store");
  }

  private static long put(Store store, String user) {
    return store
        .user(user)
        .collection("things")
        .put("a", JsonNodeFactory.instance.objectNode())
        .revision();
  }

  private List<Finding> verify() {
    List<Finding> findings = new ArrayList<>();
    try (Store store = Store.open(locator())) {
      store.verify(findings::add, Progress.NONE);
    }
    return findings;
  }

  private List<Finding> repair() {
    List<Finding> findings = new ArrayList<>();
    try (Store store = Store.open(locator())) {
      store.repair(quarantine, findings::add, Progress.NONE);
    }
    return findings;
  }

  /** What is told of users who cannot be mended, and of what else is. */
  private List<Finding> repairButFor(int users) {
    List<Finding> findings = new ArrayList<>();
    try (Store store = Store.open(locator())) {
      StoreException e =
          assertThrows(
              StoreException.class, () -> store.repair(quarantine, findings::add, Progress.NONE));
      assertEquals(ErrorCode.CORRUPT, e.code());
      assertTrue(e.toString().contains("not mended: " + users + " of the users"), e::toString);
    }
    return findings;
  }

  private static void assertTells(List<Finding> findings, String... words) {
    assertEquals(words.length, findings.size(), findings.toString());
    for (String word : words) {
      assertTrue(
          findings.stream().anyMatch(finding -> finding.problem().contains(word)),
          () -> word + " in " + findings);
    }
  }

  private long aside() throws IOException {
    try (Stream<Path> files = Files.exists(quarantine) ? Files.list(quarantine) : Stream.of()) {
      return files.count();
    }
  }

  /** Nobody's fault, but whoever repairs must be told what is left to do. */
  @Test
  void aFileThatIsNoDatabaseIsLeftAndToldWithWhatToDo() throws IOException {
    Path file = users.resolve("1/11/11111.db");
    Files.writeString(file, "somebody's text");
    assertTells(
        repairButFor(1), "Nothing was done about it. If the file is lost for good, move it away");
    assertEquals("somebody's text", Files.readString(file));
    Files.delete(file);
    assertTells(repair(), "the user is forgotten");
    try (Store store = Store.open(locator())) {
      assertEquals(1, put(store, "11111111"));
    }
  }

  @Test
  void aFileThatWasCutOffTakesOnlyItsUserAway() throws IOException {
    Files.write(users.resolve("1/11/11111.db"), new byte[0]);
    try (Store store = Store.open(locator())) {
      StoreException refused = assertThrows(StoreException.class, () -> put(store, "11111111"));
      assertEquals(ErrorCode.CORRUPT, refused.code());
      assertTrue(String.valueOf(refused.getMessage()).contains("is empty"), refused::toString);
      var found = store.acrossUsers("things").find(Query.all());
      assertEquals(2, found.documents().size());
      assertEquals(1, found.damaged().size());
      assertEquals("11111111", found.damaged().get(0).user().orElse(""));
      StoreException backup =
          assertThrows(
              StoreException.class, () -> store.backup(folder.resolve("copy"), Progress.NONE));
      assertTrue(
          String.valueOf(backup.getMessage()).contains("the user \"11111111\""), backup::toString);
    }
    assertTells(repairButFor(1), "is empty, and held a user: restore it from a backup");
  }

  /** A bare name has no parent that could be made sure of on the disk. */
  @Test
  void aBackupGoesToABareName() throws IOException {
    Path copy = Path.of("backup-" + UUID.randomUUID());
    try (Store store = Store.open(locator())) {
      store.backup(copy, Progress.NONE);
      Store.restore(copy, "sharded-sqlite:" + folder.resolve("restored"));
    } finally {
      try (Stream<Path> files = Files.walk(copy)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    try (Store restored = Store.open("sharded-sqlite:" + folder.resolve("restored"))) {
      assertEquals(3, restored.users().count());
    }
  }

  @Test
  void aStoreThatIsWholeHasNone() throws IOException {
    assertEquals(List.of(), verify());
    assertEquals(List.of(), repair());
    assertEquals(0, aside());
  }

  @Test
  void filesThatNoRowNamesAreSetAside() throws IOException {
    Path stray = users.resolve("1/11/99999.db");
    Files.copy(users.resolve("1/11/11111.db"), stray);
    Path other = Files.createDirectories(disk.resolve("8/88")).resolve("88888.db-wal");
    Files.write(other, new byte[10]);
    Path part = Files.write(disk.resolve("8/_new-1"), new byte[10]);
    Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    Path young = Files.write(disk.resolve("8/_new-2"), new byte[10]);
    assertTells(verify(), "99999.db is no user's", "88888.db-wal is no", "_new-1 is a part");
    assertTrue(Files.exists(stray) && Files.exists(other) && Files.exists(part));
    assertTells(repair(), "set aside " + stray, "set aside " + other, "removed " + part);
    assertFalse(Files.exists(stray) || Files.exists(other) || Files.exists(part));
    assertTrue(Files.exists(young), "somebody may be writing it");
    assertEquals(2, aside());
    assertTrue(Files.exists(quarantine.resolve("stray-home-1-11-99999.db")));
    assertEquals(List.of(), verify());
    try (Store store = Store.open(locator())) {
      assertEquals(3, store.users().count());
    }
  }

  @Test
  void rowsWhoseFileIsLostAreSetAside() throws IOException {
    Files.delete(users.resolve("1/11/11111.db"));
    Files.delete(disk.resolve("3/33/33333.db"));
    assertTells(verify(), "11111.db", "33333.db");
    try (Store store = Store.open(locator())) {
      StoreException lost = assertThrows(StoreException.class, () -> put(store, "33333333"));
      assertEquals(ErrorCode.CORRUPT, lost.code(), "its volume is there");
    }
    assertTells(repair(), "11111.db is lost", "33333.db is lost");
    assertEquals(2, aside());
    assertEquals(List.of(), verify());
    try (Store store = Store.open(locator())) {
      assertEquals(1, store.users().count());
      assertEquals(1, put(store, "33333333"), "anew");
      assertEquals(2, put(store, "22222222"));
    }
  }

  @Test
  void whoseDiskIsAwayIsNotForgotten() throws IOException {
    Path away = Files.move(disk, folder.resolve("away"));
    Path first = Files.move(users.resolve("1"), folder.resolve("first"));
    Files.createDirectory(users.resolve("1")); // what a disk leaves that was mounted there
    assertTells(verify(), "the volume disk is not at", "the volume disk is not at", "11111.db");
    assertEquals(3, repairButFor(2).stream().map(Finding::problem).distinct().count() + 1);
    Files.delete(users.resolve("1"));
    Files.move(first, users.resolve("1"));
    Files.move(away, disk);
    assertEquals(List.of(), verify());
    assertEquals(0, aside());
  }

  @Test
  void aSecondFileTakesThePlaceOfOneThatIsLost() throws IOException {
    Path second = Files.createDirectories(disk.resolve("1/11")).resolve("11111.db");
    Files.move(users.resolve("1/11/11111.db"), second);
    Place place = new Place(folder.resolve("store"));
    ShardedSettings settings = ShardedSettings.of(SettingValues.defaults());
    try (Registry registry = Registry.open(place, settings, OpenRequest.Mode.MUST_EXIST)) {
      UserRow row = Objects.requireNonNull(registry.row("11111111"));
      registry.put(row.movedTo(row.spot(), new Spot("disk", "1/11/11111.db")));
    }
    assertTells(repair(), "took its place");
    try (Store store = Store.open(locator())) {
      assertEquals(2, put(store, "11111111"));
    }
  }

  @Test
  void aFileOfANewerFormatTakesOnlyItsUserAway() throws Exception {
    Path newer = users.resolve("1/11/11111.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + newer);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version=99");
    }
    try (Store store = Store.open(locator())) {
      StoreException refused = assertThrows(StoreException.class, () -> put(store, "11111111"));
      assertEquals(ErrorCode.FOREIGN, refused.code());
      assertTrue(String.valueOf(refused.getMessage()).contains("format 99"));
      assertEquals(3, store.users().count());
      assertEquals(2, put(store, "22222222"));
    }
    assertTells(verify(), "format 99");
  }
}
