package dev.pagurus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All sides do the same: what they answer is compared, document by document. */
final class SidesTest {

  private static final Records RECORDS = Records.demo(600);

  private static final long NEW = 10_000;

  /** A question and whether it may be answered by nothing. */
  private record Question(String name, Function<Side, List<JsonNode>> ask) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question("get", side -> gets(side)),
          new Question("ward", side -> side.ward(RECORDS.ward(3))),
          new Question("population", side -> side.fromPopulation(Records.MOST_PEOPLE / 3)),
          new Question("down", side -> side.downFromPopulation(Records.MOST_PEOPLE / 3)),
          new Question("often", side -> side.titled(RECORDS.oftenWord())),
          new Question("title", side -> side.titled(RECORDS.word(5))),
          new Question("scan", SidesTest::all),
          new Question("new ward", side -> side.ward("alone-" + NEW)));

  @TestFactory
  Stream<DynamicTest> everySideAnswersAsOursDoes(@TempDir Path directory) throws IOException {
    List<Side> sides = new ArrayList<>();
    List<Engine> engines = new ArrayList<>(Engines.SQLITE);
    engines.addAll(Engines.FILE);
    engines.addAll(Engines.FILE_JSON);
    for (Engine engine : engines) {
      Path own = Files.createDirectory(directory.resolve("side-" + sides.size()));
      sides.add(filled(engine.open(own, false)));
    }
    return Stream.concat(
        QUESTIONS.stream()
            .map(question -> dynamicTest(question.name(), () -> requireSame(sides, question))),
        Stream.of(
            dynamicTest("counts", () -> requireSameCounts(sides)),
            dynamicTest("close", () -> sides.forEach(Side::close))));
  }

  private static Side filled(Side side) {
    side.importBatch(LongStream.range(0, RECORDS.count()).mapToObj(RECORDS::get).toList());
    Sample alone = RECORDS.get(NEW);
    alone.document().put("ward", "alone-" + NEW);
    side.put(alone);
    side.put(new Sample(RECORDS.id(7), RECORDS.get(8).document())); // over one that is there
    return side;
  }

  private static void requireSame(List<Side> sides, Question question) {
    List<JsonNode> ours = question.ask().apply(sides.get(0));
    assertFalse(ours.isEmpty());
    for (Side side : sides.subList(1, sides.size())) {
      assertEquals(ours, question.ask().apply(side));
    }
  }

  private static List<JsonNode> gets(Side side) {
    return LongStream.range(0, 20).mapToObj(i -> side.get(RECORDS.id(i))).toList();
  }

  private static List<JsonNode> all(Side side) {
    List<JsonNode> trees = new ArrayList<>();
    assertEquals(RECORDS.count() + 1, side.scanTrees(trees::add));
    List<JsonNode> parsed = new ArrayList<>();
    side.scan(body -> parsed.add(JsonMapper.shared().readTree(body)));
    assertEquals(trees, parsed);
    return trees;
  }

  private static void requireSameCounts(List<Side> sides) throws IOException {
    long many = sides.get(0).countFromPopulation(Records.MOST_PEOPLE / 2);
    assertTrue(many > 0 && many < RECORDS.count());
    for (Side side : sides) {
      assertEquals(RECORDS.count() + 1, side.count());
      assertEquals(RECORDS.count() + 1, side.verify());
      assertEquals(many, side.countFromPopulation(Records.MOST_PEOPLE / 2));
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      assertEquals(RECORDS.count() + 1, side.export(lines));
      assertEquals(RECORDS.count() + 1, lines.toString(StandardCharsets.UTF_8).lines().count());
    }
  }

  @Test
  void anAnswerHasTheSameSizeInRecordSetsOfAnySize(@TempDir Path directory) {
    try (Side side = filled(Engines.SQLITE.get(1).open(directory, false))) {
      assertEquals(Records.PER_WARD, side.ward(RECORDS.ward(11)).size());
      assertEquals(20, side.titled(RECORDS.word(11)).size());
    }
  }

  @Test
  void recordsAreAlwaysTheSameAndAllDifferent() {
    List<Sample> once = LongStream.range(0, 6_000).mapToObj(RECORDS::get).toList();
    List<Sample> again = LongStream.range(0, 6_000).mapToObj(Records.demo(600)::get).toList();
    assertEquals(once, again);
    assertEquals(6_000, once.stream().map(Sample::id).distinct().count());
    double bytes =
        once.stream()
            .mapToInt(sample -> JsonMapper.shared().writeValueAsBytes(sample.document()).length)
            .average()
            .orElseThrow();
    assertEquals(750, bytes, 5);
  }
}
