package dev.pagurus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Peers answer as ours does, document by document, also after they were closed. */
final class PeersTest {

  private static final Records RECORDS = Records.demo(300);

  static Stream<Engine> peers() {
    return Peers.builtIn().stream();
  }

  @ParameterizedTest
  @MethodSource("peers")
  void aPeerAnswersAsOursDoes(Engine peer, @TempDir Path directory) throws Exception {
    Path own = Files.createDirectory(directory.resolve("ours"));
    Path other = Files.createDirectory(directory.resolve("peer"));
    Engine ours = Engines.SQLITE.get(0);
    fill(ours, own);
    fill(peer, other);
    try (Side expected = ours.open(own, false);
        Side actual = peer.open(other, true)) {
      assertEquals(expected.count(), actual.count());
      for (int i = 0; i < 20; i++) {
        assertEquals(expected.get(RECORDS.id(i)), actual.get(RECORDS.id(i)));
      }
      assertEquals(all(expected), all(actual));
      if (peer.runs(course("find-50"))) {
        assertEquals(expected.ward(RECORDS.ward(3)), actual.ward(RECORDS.ward(3)));
        assertFalse(actual.titled(RECORDS.word(5)).isEmpty());
        assertEquals(expected.titled(RECORDS.word(5)), actual.titled(RECORDS.word(5)));
      }
    }
  }

  private static void fill(Engine engine, Path directory) {
    try (Side side = engine.open(directory, false)) {
      side.importBatch(LongStream.range(0, RECORDS.count()).mapToObj(RECORDS::get).toList());
      side.put(RECORDS.get(10_000));
      side.put(new Sample(RECORDS.id(7), RECORDS.get(8).document())); // over one that is there
    }
  }

  private static List<JsonNode> all(Side side) {
    List<JsonNode> trees = new ArrayList<>();
    side.scanTrees(trees::add);
    return trees;
  }

  private static Course course(String name) {
    return Courses.PEERS.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyPathIsReportedAndHasAPeer(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.md");
    int code =
        Bench.command()
            .execute("peers", "--records=100", "--rounds=1", "--lap=1", "--out=" + report);
    assertEquals(0, code);
    String told = Files.readString(report);
    Set<String> names = new HashSet<>();
    for (Course course : Courses.PEERS) {
      assertTrue(names.add(course.name()));
      assertTrue(told.contains("| " + course.name() + " | `file:` |"), told);
      assertTrue(peers().anyMatch(peer -> peer.runs(course)), course.name());
    }
    peers().forEach(peer -> assertTrue(told.contains("| " + peer.name() + " |"), told));
  }
}
