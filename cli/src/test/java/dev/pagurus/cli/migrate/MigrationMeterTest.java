package dev.pagurus.cli.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Screen;
import dev.pagurus.migrator.MigrationProgress;
import dev.pagurus.migrator.Phase;
import dev.pagurus.migrator.WorkTimes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What shows while a store is moved. */
final class MigrationMeterTest {

  private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
  private static final Screen TERMINAL = new Screen(true, true, false, 200);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(Screen screen) {
    return new Console(new ByteArrayInputStream(new byte[0]), out, err, screen, Map.of());
  }

  /** 1,000 documents of 1 KiB of 100,000 every second. */
  private static MigrationProgress at(Phase phase, int second, boolean paused) {
    boolean verifies = phase == Phase.VERIFYING;
    long done = verifies ? 100_000 : second * 1_000L;
    return new MigrationProgress(
        phase,
        1,
        10,
        done,
        100_000,
        done * 1_024,
        100_000 * 1_024,
        0,
        verifies ? second * 2_000L : 0,
        3,
        Optional.of(NOW.minusSeconds(2)),
        Duration.ofSeconds(second),
        new WorkTimes(Duration.ofSeconds(1), Duration.ofSeconds(second + 2), Duration.ZERO),
        paused);
  }

  private List<String> shown(Screen screen, boolean json, List<MigrationProgress> all) {
    try (MigrationMeter meter =
        new MigrationMeter(console(screen), json, InstantSource.fixed(NOW))) {
      all.forEach(meter::at);
    }
    assertEquals("", out.toString(StandardCharsets.UTF_8), "results alone");
    String text = err.toString(StandardCharsets.UTF_8);
    return List.of(text.split(screen.terminalErr() ? "\r\u001b\\[K" : "\n", -1)).stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static List<MigrationProgress> seconds(Phase phase, int... seconds) {
    return IntStream.of(seconds).mapToObj(second -> at(phase, second, false)).toList();
  }

  @Test
  void aLineEveryFewSecondsWhereThereIsNoTerminal() {
    List<String> lines =
        shown(Screen.NONE, false, seconds(Phase.MOVING, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    assertEquals(
        List.of(
            "migrate: moving   1% 1,000/100,000 documents, 1,000.0 KiB/97.7 MiB, to go: unknown,"
                + " waits for the target, verified 0, set aside 3, checkpoint 2.0 s ago",
            "migrate: moving   6% 6,000/100,000 documents, 5.9 MiB/97.7 MiB, 1,000/s, to go: 94.0 s,"
                + " waits for the target, verified 0, set aside 3, checkpoint 2.0 s ago",
            "migrate: moving  11% 11,000/100,000 documents, 10.7 MiB/97.7 MiB, 1,000/s, to go: 89.0"
                + " s, waits for the target, verified 0, set aside 3, checkpoint 2.0 s ago"),
        lines);
  }

  @Test
  void aBarOnATerminalAndNothingInTheEnd() {
    List<String> shown = shown(TERMINAL, false, seconds(Phase.MOVING, 0, 1, 2, 50));
    assertEquals(3, shown.size());
    assertTrue(shown.get(2).startsWith("moving  50% [==========          ] 50,000/"), shown.get(2));
    assertTrue(err.toString(StandardCharsets.UTF_8).endsWith("\r\u001b[K"));
    assertTrue(
        shown(new Screen(true, true, false, 40), false, seconds(Phase.MOVING, 9)).stream()
            .allMatch(line -> line.length() < 200));
  }

  @Test
  void verificationHasItsOwnRate() {
    List<String> lines = shown(Screen.NONE, false, seconds(Phase.VERIFYING, 20, 21, 22, 25, 30));
    String last = lines.get(lines.size() - 1);
    assertTrue(last.contains("verifying  60% 60,000/100,000 documents, 2,000/s"), last);
    assertTrue(last.contains("to go: 20.0 s"), last);
  }

  @Test
  void linesOfJsonForPrograms() {
    List<String> lines = shown(Screen.NONE, true, seconds(Phase.MOVING, 0, 1, 6));
    JsonNode first = JsonMapper.shared().readTree(lines.get(0));
    assertTrue(first.required("toGoMillis").isNull(), "unknown rather than wrong");
    JsonNode json = JsonMapper.shared().readTree(lines.get(1));
    assertEquals("MOVING", json.required("phase").stringValue());
    assertEquals(6_000, json.required("documents").intValue());
    assertEquals(100_000, json.required("totalDocuments").intValue());
    assertEquals(6, json.required("percent").intValue());
    assertEquals(1_000, json.required("documentsPerSecond").intValue());
    assertEquals(94_000, json.required("toGoMillis").intValue());
    assertEquals("TARGET", json.required("bottleneck").stringValue());
    assertEquals(3, json.required("setAside").intValue());
    assertEquals("2026-11-21T19:59:58Z", json.required("lastCheckpoint").stringValue());
    assertFalse(json.required("paused").booleanValue());
  }

  @Test
  void whatIsPausedOrStallsHasNoTimeToGo() {
    List<String> paused =
        shown(
            Screen.NONE,
            false,
            IntStream.range(0, 8).mapToObj(second -> at(Phase.MOVING, second, true)).toList());
    assertTrue(paused.get(1).startsWith("migrate: paused"), paused.get(1));
    assertTrue(paused.get(1).contains("to go: unknown"), paused.get(1));
    SmoothRate rate = new SmoothRate();
    for (int second = 0; second < 5; second++) {
      rate.measure(Duration.ofSeconds(second), second * 100L);
    }
    assertEquals(Optional.of(Duration.ofSeconds(6)), rate.left(1_000));
    for (int second = 5; second < 16; second++) {
      rate.measure(Duration.ofSeconds(second), 400);
    }
    assertEquals(Optional.empty(), rate.left(1_000));
  }

  @Test
  void whatWasThereBeforeDoesNotMakeItFaster() {
    SmoothRate rate = new SmoothRate();
    for (int second = 0; second <= 4; second++) {
      rate.measure(Duration.ofSeconds(second), 1_000_000 + second * 10L);
    }
    assertEquals(Optional.of(Duration.ofSeconds(100)), rate.left(1_001_040));
    assertEquals(Optional.empty(), rate.left(7), "more is done than there is to do");
  }

  @Test
  void aRateThatChangesIsFollowedInTime() {
    SmoothRate rate = new SmoothRate();
    long done = 0;
    for (int second = 0; second <= 60; second++) {
      rate.measure(Duration.ofSeconds(second), done);
      done += second < 30 ? 1_000 : 100;
    }
    double now = rate.perSecond().orElseThrow();
    assertTrue(now > 100 && now < 150, () -> "it is " + now);
  }
}
