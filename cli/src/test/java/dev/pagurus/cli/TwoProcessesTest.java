package dev.pagurus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command beside another process: locks, strangers, feeds that are followed, signals. */
final class TwoProcessesTest extends Processes {

  @Test
  void whoWaitsTooLongForAWriterIsToldToTryAgain() throws Exception {
    fill(10, 10);
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      Process put = start(List.of(), "put", store() + "?busy-timeout=200ms", "u", "c", "x", "{}");
      assertEquals(75, code(put), this::err);
      assertTrue(err().startsWith("pagurus: ") && err().contains("try again"), err());
      assertEquals("10\n", outOf("count", store(), "u", "c"), "readers do not wait");
      statement.execute("ROLLBACK");
    }
    assertEquals(0, code(start(List.of(), "put", store(), "u", "c", "x", "{}")), this::err);
  }

  @Test
  void whoWaitsLongEnoughGetsItsTurn() throws Exception {
    fill(10, 10);
    Process put;
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      put = start(List.of(), "put", store() + "?busy-timeout=5m", "u", "c", "x", "{}");
      Thread.sleep(1_500);
      assertTrue(put.isAlive(), this::err);
      statement.execute("COMMIT");
    }
    assertEquals(0, code(put), this::err);
  }

  @ParameterizedTest
  @CsvSource({
    "PRAGMA user_version = 99, stats",
    "PRAGMA user_version = 99, put",
    "PRAGMA application_id = 1, stats",
    "PRAGMA application_id = 1, import"
  })
  void aNewerOrForeignFileIsRefusedUntouched(String change, String command) throws Exception {
    fill(10, 10);
    Path file = directory().resolve("store.db");
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute(change);
      statement.execute("PRAGMA journal_mode = DELETE");
    }
    byte[] before = Files.readAllBytes(file);
    String fill = directory().resolve("fill.jsonl").toString();
    Process refused =
        switch (command) {
          case "put" -> start(List.of(), "put", store(), "u", "c", "x", "{}");
          case "import" ->
              start(List.of(), "import", store(), fill, "--collection", "c", "--user", "u");
          default -> start(List.of(), command, store());
        };
    assertEquals(5, code(refused), this::err);
    assertFalse(err().contains("\tat "), err());
    assertTrue(err().contains("store.db"), err());
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aFeedIsFollowedUntilASignal(String signal) throws Exception {
    fill(1, 10);
    Process follow = interruptible("changes", store(), "u", "--follow", "--json").start();
    try (BufferedReader lines = follow.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(String.valueOf(lines.readLine()).contains("\"d0\""));
      for (int i = 0; i < 3; i++) {
        // Another process commits; the line comes while the feed is followed.
        outOf("put", store(), "u", "c", "later" + i, "{}", "--json");
        assertTrue(String.valueOf(lines.readLine()).contains("\"later" + i + "\""));
      }
      outOf("delete", store(), "u", "c", "later1");
      assertTrue(String.valueOf(lines.readLine()).contains("\"deletedAt\""));
      signal(follow, signal);
      assertEquals(signal.equals("INT") ? 130 : 143, code(follow));
      assertEquals(null, lines.readLine(), "nothing more, and nothing in halves");
    }
  }

  @Test
  void aFeedEndsAtItsLimit() throws Exception {
    fill(1, 10);
    assertEquals(
        1, outOf("changes", store(), "u", "--follow", "--limit", "1", "--json").lines().count());
  }

  @Test
  void anImportThatWasInterruptedGoesOn() throws Exception {
    int lines = 60_000;
    Path file = directory().resolve("in.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < lines; i++) {
        out.write("{\"id\":\"d" + i + "\",\"user\":\"u" + i % 7 + "\",\"n\":" + i + "}\n");
      }
    }
    String[] load = {
      "import",
      store(),
      file.toString(),
      "--collection",
      "c",
      "--user-field",
      "user",
      "--id-field",
      "id"
    };
    Process first = interruptible(load).start();
    awaitDocuments();
    signal(first, "INT");
    int code = code(first);
    String said = err();
    long count = Long.parseLong(outOf("count", store(), "--all-users", "c").strip());
    if (code == 130) { // else it was faster than the signal
      String told =
          said.replaceAll("(?s).*interrupted\\. ([0-9,]+) documents.*", "$1").replace(",", "");
      assertEquals(Long.toString(count), told, "what is told is what is there");
    } else {
      assertEquals(0, code, said);
    }
    assertEquals(0, code(start(List.of(), load)), this::err);
    assertEquals(lines + "\n", outOf("count", store(), "--all-users", "c"));
  }

  @Test
  void aKilledImportGoesOn() throws Exception {
    fill(30_000, 100);
    Path file = directory().resolve("fill.jsonl");
    String other = "sqlite:" + directory().resolve("other.db");
    String[] load = {
      "import", other, file.toString(), "--collection", "c", "--user", "u", "--id-field", "id"
    };
    Process first = start(List.of(), load);
    while (first.isAlive() && !Files.exists(directory().resolve("other.db-wal"))) {
      Thread.sleep(10);
    }
    first.destroyForcibly().waitFor();
    assertEquals(0, code(start(List.of(), load)), this::err);
    assertEquals("30000\n", outOf("count", other, "u", "c"));
    assertEquals(0, code(start(List.of(), "verify", other)), this::err);
  }

  @Test
  void aCopyThatDoesNotFitIsNoCopy() throws Exception {
    assumeTrue(File.separatorChar == '/');
    fill(6_000, 2_000);
    Path copy = directory().resolve("copy.db");
    // No file may grow beyond 8 MiB, as if the disk were full; the store has 12.
    ProcessBuilder backup = builder(List.of(), "backup", store(), copy.toString());
    backup.command().addAll(0, List.of("sh", "-c", "ulimit -f 16384 && exec \"$@\"", "sh"));
    assertTrue(List.of(1, 75).contains(code(backup.start())), this::err);
    assertTrue(err().contains("copy.db"), err());
    assertFalse(Files.exists(copy));
    assertEquals(0, code(start(List.of(), "backup", store(), copy.toString())), this::err);
    assertEquals("6000\n", outOf("count", "sqlite:" + copy, "u", "c"));
  }

  private void awaitDocuments() throws Exception {
    Path log = directory().resolve("store.db-wal");
    for (int i = 0; i < 1_000 && !(Files.exists(log) && Files.size(log) > 500_000); i++) {
      Thread.sleep(10);
    }
  }

  /** A process that was started in the background ignores SIGINT, and so do those it starts. */
  private ProcessBuilder interruptible(String... arguments) throws Exception {
    Process probe = new ProcessBuilder("env", "--default-signal=INT", "true").start();
    assumeTrue(probe.waitFor() == 0, "env cannot give signals back their meaning");
    ProcessBuilder builder = builder(List.of(), arguments);
    builder.command().addAll(0, List.of("env", "--default-signal=INT"));
    return builder;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory().resolve("store.db"));
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, pid).start().waitFor());
  }
}
