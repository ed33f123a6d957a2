package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.SettingValues;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a store does for its users in the background. */
final class UpkeepTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  private String locator() {
    return "sharded-sqlite:" + folder.resolve("store");
  }

  private Store open(String settings) {
    return Store.open(locator() + settings);
  }

  private static ObjectNode body(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }

  private static long figure(Store store, String name) {
    return store.statistics().getOrDefault(name, -1L);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      assertTrue(Instant.now().isBefore(deadline), "it never happens");
      Thread.sleep(20);
    }
  }

  private Path file(String user) throws IOException {
    try (var files = Files.walk(folder.resolve("store/users"))) {
      return files.filter(file -> file.endsWith(user + ".db")).findFirst().orElseThrow();
    }
  }

  private static long number(Path file, String query) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.getLong(1);
    }
  }

  @Test
  void oldDeletionsAreForgottenAndRoomIsGivenBack() throws Exception {
    try (Store store = open("?upkeep=0s&durability=relaxed")) {
      for (String user : List.of("alice", "bob")) {
        for (int i = 0; i < 50; i++) {
          store.user(user).collection("things").put("n" + i, body(i).put("s", "x".repeat(9_000)));
        }
        for (int i = 1; i < 50; i++) {
          store.user(user).collection("things").delete("n" + i);
        }
      }
    }
    Path file = file("alice");
    long before = Files.size(file);
    assertEquals(49, number(file, "SELECT count(*) FROM tombstone"));
    try (Store store = open("?upkeep=200ms&feed-retention=0s")) {
      for (String user : List.of("alice", "bob")) {
        await(() -> number(file(user), "SELECT count(*) FROM tombstone") == 0);
      }
      StoreException truncated =
          assertThrows(StoreException.class, () -> store.user("alice").changes(1, 10));
      assertEquals(ErrorCode.HISTORY_TRUNCATED, truncated.code());
    }
    assertTrue(Files.size(file) < before / 2, "room is given back");
    try (Store store = open("?upkeep=0s")) {
      assertTrue(store.users().allMatch(user -> user.horizon() > 50), "the registry knows");
    }
  }

  @Test
  void anIndexThatWasNotBuiltToTheEndIsBuilt() throws Exception {
    try (Store store = open("?upkeep=0s")) {
      for (int i = 0; i < 5; i++) {
        store.user("user" + i).collection("things").put("a", body(i));
      }
    }
    IndexDefinition index =
        new IndexDefinition(IndexDefinition.Kind.VALUE, FieldPath.parseAll("n"));
    Place place = new Place(folder.resolve("store"));
    ShardedSettings settings = ShardedSettings.of(SettingValues.defaults());
    try (Registry registry = Registry.open(place, settings, OpenRequest.Mode.MUST_EXIST)) {
      registry.indexes().declare("things", now -> List.of(new Declared(index, false, 0)));
    }
    try (Store store = open("?upkeep=0s")) {
      assertEquals(List.of(), store.definitions());
    }
    try (Store store = open("?upkeep=200ms")) {
      await(() -> !store.definitions().isEmpty());
      await(() -> figure(store, "users-behind-indexes") == 0);
    }
    assertEquals(1, number(file("user3"), "SELECT count(*) FROM index_definition"));
  }

  @Test
  void whoCannotBeBroughtUpIsToldOfAndHoldsNobodyUp() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    try (Store store = open("?upkeep=0s&digits=leading")) {
      store.user("11111111").collection("things").put("a", body(1));
    }
    String volumes = "[{\"name\":\"disk\",\"path\":\"" + disk + "\"}]";
    try (Store store =
        Store.builder(locator()).setting("volumes", volumes).setting("upkeep", "0s").open()) {
      store.user("22222222").collection("things").put("a", body(1));
      store.user("22222222").collection("things").put("b", body(1));
    }
    Path away = Files.move(disk, folder.resolve("away"));
    try (Store store = open("?upkeep=0s")) {
      store
          .indexes("things")
          .declare(
              new IndexDefinition(IndexDefinition.Kind.UNIQUE, FieldPath.parseAll("n")),
              Progress.NONE);
      assertEquals(1, store.definitions().size());
      assertEquals(1, figure(store, "upkeep-failures"));
    }
    Files.move(away, disk);
    try (Store store = open("?upkeep=200ms")) {
      assertEquals(2, store.user("22222222").collection("things").count(), "it can be read");
      List<Finding> findings = new ArrayList<>();
      store.verify(findings::add, Progress.NONE);
      assertEquals(1, findings.size(), findings.toString());
      assertEquals("22222222", findings.get(0).user());
      assertTrue(store.user("22222222").collection("things").delete("b"));
      await(() -> figure(store, "upkeep-failures") == 0);
    }
    assertEquals(1, number(disk.resolve("2/22/22222.db"), "SELECT count(*) FROM index_definition"));
  }

  /** One user whose disk was away when an index was declared and the store compacted. */
  private void declareWithoutTheDiskOf(String user) throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String volumes = "[{\"name\":\"disk\",\"path\":\"" + disk + "\"}]";
    try (Store store =
        Store.builder(locator()).setting("volumes", volumes).setting("upkeep", "0s").open()) {
      store.user(user).collection("things").put("a", body(1));
    }
    Path away = Files.move(disk, folder.resolve("away"));
    try (Store store = open("?upkeep=0s")) {
      store.indexes("things").value("n");
      store.compact(Progress.NONE);
      assertEquals(1, figure(store, "upkeep-failures"));
    }
    Files.move(away, disk);
  }

  @Test
  void aCompactTriesAgainWhatFailed() throws Exception {
    declareWithoutTheDiskOf("alice");
    try (Store store = open("?upkeep=0s")) {
      List<Finding> findings = new ArrayList<>();
      store.verify(findings::add, Progress.NONE);
      assertTrue(findings.get(0).problem().contains("compact"), findings::toString);
      store.compact(Progress.NONE);
      assertEquals(0, figure(store, "upkeep-failures"));
      store.verify(
          found -> {
            throw new AssertionError(found);
          },
          Progress.NONE);
    }
  }

  @Test
  void whatFailedOfWhoIsWellSinceIsForgotten() throws Exception {
    try (Store store = open("?upkeep=200ms")) {
      store.user("alice").collection("things").put("a", body(1));
      store.indexes("things").value("n");
    }
    try (Store store = open("?upkeep=200ms")) {
      await(() -> figure(store, "upkeep-passed-users") == 1); // so that nothing is due of alice
    }
    ShardedSettings settings = ShardedSettings.of(SettingValues.defaults());
    Place place = new Place(folder.resolve("store"));
    try (Registry registry = Registry.open(place, settings, OpenRequest.Mode.MUST_EXIST)) {
      new Failures(registry).note("alice", new BackendException(ErrorCode.UNAVAILABLE, "away"));
    }
    try (Store store = open("?upkeep=200ms")) {
      await(() -> figure(store, "upkeep-failures") == 0);
    }
  }

  @Test
  void whatFailedOfWhoIsGoneIsForgotten() throws Exception {
    declareWithoutTheDiskOf("alice");
    try (Store store = open("?upkeep=0s")) {
      assertTrue(store.user("alice").delete());
    }
    try (Store store = open("?upkeep=200ms")) {
      await(() -> figure(store, "upkeep-failures") == 0);
    }
  }

  @Test
  void progressOfAnIndexCountsTheDocumentsOfAllUsers() {
    try (Store store = open("?upkeep=0s")) {
      for (int i = 0; i < 5; i++) {
        store.user("user" + i).collection("things").put("a", body(i));
      }
    }
    try (Store store = open("?upkeep=0s")) {
      List<Long> told = new ArrayList<>();
      store
          .indexes("things")
          .declare(
              new IndexDefinition(IndexDefinition.Kind.VALUE, FieldPath.parseAll("n")),
              (done, total) -> told.add(done));
      assertEquals(5, told.get(told.size() - 1));
      assertTrue(told.contains(3L), told::toString);
    }
  }

  @Test
  void aRoundGoesOnWhereItWas() {
    UpkeepRound begun = UpkeepRound.begin(1_000_000);
    UpkeepRound round = begun.pass("alice").pass("bob");
    assertEquals("bob", round.after());
    assertEquals(2, round.passed());
    assertFalse(round.ended());
    long next = round.end().nextMillis(Duration.ofSeconds(100));
    assertEquals(next, begun.nextMillis(Duration.ofSeconds(100)), "the same for all");
    assertTrue(next >= 1_090_000 && next <= 1_110_000);
  }

  @Test
  void upkeepHarmsNobodyWhoWritesMeanwhile() throws Exception {
    try (Store first = open("?upkeep=100ms");
        Store second = open("?upkeep=100ms")) {
      for (int i = 0; i < 20; i++) {
        second.user("user" + i).collection("things").put("a", body(i));
      }
      await(() -> figure(first, "upkeep-passed-users") >= 20);
    }
    try (Store store = open("?upkeep=0s")) {
      List<Finding> findings = new ArrayList<>();
      assertEquals(20, store.verify(findings::add, Progress.NONE));
      assertEquals(List.of(), findings);
    }
  }
}
