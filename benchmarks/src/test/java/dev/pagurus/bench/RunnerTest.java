package dev.pagurus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every path runs on every side, small, and the report tells of it; nothing is timed here. */
final class RunnerTest {

  private static final Runner.Pace ONCE = new Runner.Pace(1, Duration.ofMillis(1), 0);

  @ParameterizedTest
  @EnumSource
  void everyPathRunsAndIsReported(Shell shell, @TempDir Path directory) {
    List<Engine> engines = shell.engines().subList(0, 2);
    List<Course> courses = shell.courses();
    Records records = Records.demo(100);
    List<Figures> all = new ArrayList<>();
    List<String> told = new ArrayList<>();
    try (Runner runner = new Runner(engines, directory, records, ONCE, told::add)) {
      courses.forEach(course -> all.add(runner.run(course)));
    }
    assertEquals(courses.size(), told.size());
    String report = Report.ratios(engines, records, 1, Report.machine(shell), all);
    for (Course course : courses) {
      assertTrue(report.contains("| " + course.name() + " |"), course.name());
    }
    assertTrue(report.contains("100 documents of 7"), report);
    String growth = GrowthReport.of(engines, List.of(100, 200), 1, "", List.of(all, all));
    assertEquals(courses.size(), growth.lines().filter(l -> l.endsWith("| 1.0 |")).count());
  }

  @Test
  void aSideThatAnswersSomethingElseEndsTheRun(@TempDir Path directory) {
    Course odd =
        new WholeCourse(
            "odd",
            "counts in RawSide only",
            OptionalDouble.empty(),
            (side, digest) -> side instanceof RawSide ? side.count() : 0);
    try (Runner runner =
        new Runner(Engines.SQLITE, directory, Records.demo(50), ONCE, line -> {})) {
      assertThrows(IllegalStateException.class, () -> runner.run(odd));
    }
  }

  @Test
  void ratiosAreOfRatesRoundByRound() {
    Course course = Courses.SQLITE.get(0);
    List<Lap> ours = List.of(new Lap(10, 1_000, 0), new Lap(10, 4_000, 0), new Lap(10, 2_000, 0));
    List<Lap> raw = List.of(new Lap(10, 500, 0), new Lap(10, 4_000, 0), new Lap(10, 4_000, 0));
    Figures figures = new Figures(course, List.of(ours, raw));
    assertEquals(new Figures.Spread(0.75, 1, 1.5), figures.ratio(1));
    assertEquals(5_000_000, figures.perSecond(0));
    assertEquals(0.2, figures.micros(0), 1e-9);
    assertEquals(new Figures.Spread(2, 3, 4), Figures.Spread.of(DoubleStream.of(5, 1, 3, 2, 4)));
  }
}
