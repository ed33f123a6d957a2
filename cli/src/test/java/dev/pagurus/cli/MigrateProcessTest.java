package dev.pagurus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A move as a process that is stopped and killed. */
final class MigrateProcessTest extends Processes {

  private static final String RATE = "1MiB";

  /** So many that a move at the rate takes more than a second. */
  private static final int DOCUMENTS = 4_000;

  private String target() {
    return "sqlite:" + directory().resolve("target.db");
  }

  private Process begin(String... more) throws Exception {
    String[] arguments = {"migrate", "run", store(), target(), "--max-rate", RATE};
    Process move = start(List.of(), concat(arguments, more));
    Path log = directory().resolve("target.db-wal");
    while (move.isAlive() && !(Files.exists(log) && Files.size(log) > 500_000)) {
      Thread.sleep(20);
    }
    assertTrue(move.isAlive(), this::err);
    return move;
  }

  private static String[] concat(String[] one, String... other) {
    return java.util.stream.Stream.of(one, other)
        .flatMap(java.util.stream.Stream::of)
        .toArray(String[]::new);
  }

  private void requireSame() {
    assertEquals(0, Shell.run("migrate", "verify", store(), target()).code());
    assertEquals(Shell.run("export", store()).out(), Shell.run("export", target()).out());
  }

  @Test
  void aMoveThatIsStoppedGoesOn() throws Exception {
    assumeTrue(File.separatorChar == '/');
    fill(DOCUMENTS, 400);
    Process move = begin();
    terminate(move);
    assertEquals(143, code(move), this::err);
    assertTrue(err().contains("the same command again goes on"), this::err);
    assertTrue(Shell.run("migrate", "status", store(), target()).out().startsWith("under way"));
    assertEquals(5, Shell.run("migrate", "run", store(), target(), "--user", "u").code());
    Shell.Result rest = Shell.run("migrate", "run", store(), target(), "--json");
    assertEquals(0, rest.code(), rest::err);
    long moved = rest.json().get(0).required("movedDocuments").longValue();
    assertTrue(moved < DOCUMENTS, moved + " were moved again");
    requireSame();
  }

  @Test
  void aSwitchIsEndedHoweverOftenItIsKilled() throws Exception {
    fill(DOCUMENTS, 400);
    Path config = directory().resolve("pagurus.toml");
    Files.writeString(config, "locator = \"sqlite:store.db\" # ours\n");
    Process move = begin("--switch", config.toString());
    move.destroyForcibly().waitFor();
    for (int round = 0; round < 2; round++) {
      Process again =
          start(List.of(), "migrate", "run", store(), target(), "--switch", config.toString());
      again.waitFor(700 + round * 300, TimeUnit.MILLISECONDS);
      again.destroyForcibly().waitFor();
      String text = Files.readString(config);
      assertTrue(
          text.equals("locator = \"sqlite:store.db\" # ours\n")
              || text.equals("locator = \"sqlite:target.db\" # ours\n"),
          text);
    }
    Shell.Result last =
        Shell.run("migrate", "run", store(), target(), "--switch", config.toString());
    assertEquals(0, last.code(), last::err);
    assertEquals("locator = \"sqlite:target.db\" # ours\n", Files.readString(config));
    assertEquals(5, Shell.run("count", store(), "u", "c").code());
    assertEquals(0, Shell.run("migrate", "verify", store(), target()).code());
  }

  @Test
  void aTargetWithoutRoomIsToldAndWithRoomTheMoveGoesOn() throws Exception {
    assumeTrue(File.separatorChar == '/');
    fill(3_000, 4_000);
    ProcessBuilder move = builder(List.of(), "migrate", "run", store(), target());
    // No file may grow beyond some MiB (4 or 8, by the shell), as if the disk were full.
    move.command().addAll(0, List.of("sh", "-c", "ulimit -f 8192 && exec \"$@\"", "sh"));
    assertTrue(List.of(1, 75).contains(code(move.start())), this::err);
    assertTrue(err().contains("the target") && err().contains("target.db"), this::err);
    assertEquals(0, code(start(List.of(), "migrate", "run", store(), target())), this::err);
    requireSame();
  }

  @Test
  void aMoveWaitsForAsLongAsAFileIsThere() throws Exception {
    fill(100, 10);
    Path pause = Files.createFile(directory().resolve("pause"));
    Process move =
        start(List.of(), "migrate", "run", store(), target(), "--pause-file", pause.toString());
    assertTrue(!move.waitFor(1_500, TimeUnit.MILLISECONDS), "it waits");
    Files.delete(pause);
    assertEquals(0, code(move), this::err);
    requireSame();
  }
}
