package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Processes that are killed while they rename and copy users. */
final class KilledUnitsTest {

  private static final int DOCUMENTS = 40;
  private static final int KILLS = Boolean.getBoolean("pagurus.soak") ? 60 : 3;

  @TempDir Path folder;

  private final Random random = new Random(7);

  /** The process that is killed. */
  static final class Renamer {

    private Renamer() {}

    public static void main(String[] args) {
      try (Store store = Store.open("sharded-sqlite:" + args[0] + "?undelete=9d")) {
        for (int i = 0; ; i++) {
          String name = store.user("alice").info().isPresent() ? "alice" : "bob";
          store.user(name).rename(name.equals("alice") ? "bob" : "alice");
          store.user("copy").delete();
          store.user("dave").delete();
          if (store.user("dave").info().isEmpty()) {
            store.user("dave").undelete();
          }
          store.user("carol").copyTo(store.user("copy"), Progress.NONE);
          System.out.println(i);
        }
      }
    }
  }

  @Test
  void aUserIsAlwaysWholeUnderOneName() throws Exception {
    Path root = folder.resolve("store");
    try (Store store = Store.open("sharded-sqlite:" + root)) {
      for (String user : List.of("alice", "carol", "dave")) {
        for (int i = 0; i < DOCUMENTS; i++) {
          store
              .user(user)
              .collection("things")
              .put("d" + i, JsonNodeFactory.instance.objectNode().put("n", i));
        }
      }
    }
    for (int kill = 0; kill < KILLS; kill++) {
      killInTheMidst(root);
      look(root);
    }
  }

  private void killInTheMidst(Path root) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Renamer.class.getName(),
                root.toString())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i <= random.nextInt(3); i++) {
        assertTrue(out.readLine() != null, () -> err());
      }
      Thread.sleep(random.nextInt(40));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private String err() {
    try {
      return Files.readString(folder.resolve("err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void look(Path root) throws IOException {
    List<String> users;
    try (Store store = Store.open("sharded-sqlite:" + root)) {
      if (store.user("dave").info().isEmpty()) {
        store.user("dave").undelete();
      }
      store.user("copy").purge();
      users = store.users().map(UserInfo::user).toList();
      assertEquals(1, users.stream().filter(List.of("alice", "bob")::contains).count(), "" + users);
      assertTrue(users.contains("carol") && users.contains("dave"), "" + users);
      for (String user : users) {
        assertEquals(DOCUMENTS, store.user(user).collection("things").count(), user);
        assertEquals(DOCUMENTS, store.user(user).changes(0, 100).changes().size(), user);
      }
      List<Finding> findings = new ArrayList<>();
      assertEquals((long) DOCUMENTS * users.size(), store.verify(findings::add, Progress.NONE));
      assertEquals(List.of(), findings);
    }
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root.resolve("users"))) {
      all.filter(Files::isRegularFile)
          .forEach(file -> files.add(Objects.requireNonNull(file.getFileName()).toString()));
    }
    assertEquals(
        users.stream().map(user -> user + ".db").sorted().toList(),
        files.stream().sorted().toList(),
        "nothing is left of what was not ended");
  }
}
