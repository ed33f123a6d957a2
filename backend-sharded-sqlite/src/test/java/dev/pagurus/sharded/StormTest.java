package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.SettingValues;
import dev.pagurus.Store;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write to many users, and move them, are killed again and again. */
final class StormTest {

  private static final boolean SOAK = Boolean.getBoolean("pagurus.soak");
  private static final int USERS = SOAK ? 2_000 : 40;
  private static final int ROUNDS = SOAK ? 20 : 2;
  private static final int ACKNOWLEDGED_PER_ROUND = SOAK ? 5_000 : 100;
  private static final int MOVED_PER_ROUND = SOAK ? 500 : 15;

  @TempDir Path folder;

  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private Victim victim(String... arguments) throws IOException {
    return new Victim(folder.resolve("err"), this::hear, List.of(), arguments);
  }

  private synchronized void hear(String line) {
    String[] parts = line.split(" ", 3);
    if (parts[0].equals("ack")) {
      acknowledged.merge(parts[1], Long.parseLong(parts[2]), Math::max);
    } else if (parts[0].equals("error")) {
      complaints.add(line);
    }
  }

  @Test
  void whatWasAcknowledgedOutlivesKillsAndEachUserHasOneFile() throws Exception {
    String locator = "sharded-sqlite:" + folder.resolve("store") + "?max-open=16";
    String disk = Files.createDirectory(folder.resolve("disk")).toString();
    String volumes = "[{\"name\":\"disk\",\"path\":\"" + disk + "\"}]";
    Store.builder(locator).setting("volumes", volumes).open().close();
    for (int round = 0; round < ROUNDS; round++) {
      String seed = Integer.toString(round);
      Victim writer = victim("write", locator, Integer.toString(USERS), seed);
      Victim mover = victim("move", locator, Integer.toString(USERS), seed, Volumes.HOME, "disk");
      writer.await(ACKNOWLEDGED_PER_ROUND);
      mover.await(MOVED_PER_ROUND);
      (round % 2 == 0 ? mover : writer).close();
      (round % 2 == 0 ? writer : mover).close();
      check(locator);
    }
    assertEquals(List.of(), complaints);
  }

  private void check(String locator) throws IOException {
    List<Finding> findings = new ArrayList<>();
    try (Store store = Store.open(locator)) {
      acknowledged.forEach(
          (user, n) -> {
            long revision = store.user(user).revision();
            assertTrue(revision == n || revision == n + 1, user + ": " + n + ", " + revision);
            assertEquals(revision, store.user(user).collection("counts").count());
          });
      assertEquals(
          store.users().mapToLong(user -> user.documents()).sum(),
          store.verify(findings::add, Progress.NONE));
      assertTrue(store.users().count() >= acknowledged.size());
    }
    assertEquals(List.of(), findings);
    assertEquals(filesOfRows(), files(".db"), "each user has one file, and nobody has another");
    assertEquals(Set.of(), files("-wal"), "each log is in its file when nobody has it open");
  }

  private Set<Path> filesOfRows() {
    Set<Path> files = new TreeSet<>();
    Place place = new Place(folder.resolve("store"));
    ShardedSettings settings = ShardedSettings.of(SettingValues.defaults());
    try (Registry registry = Registry.open(place, settings, OpenRequest.Mode.MUST_EXIST)) {
      Volumes volumes = Volumes.open(place, registry, List.of());
      for (UserRow row : registry.users()) {
        assertNull(row.left(), row.user());
        Path file = volumes.file(row);
        if (row.made() || Files.exists(file)) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private Set<Path> files(String suffix) throws IOException {
    Set<Path> found = new TreeSet<>();
    for (Path root : List.of(folder.resolve("store/users"), folder.resolve("disk"))) {
      try (Stream<Path> all = Files.exists(root) ? Files.walk(root) : Stream.of()) {
        all.filter(file -> file.toString().endsWith(suffix)).forEach(found::add);
      }
    }
    return found;
  }
}
