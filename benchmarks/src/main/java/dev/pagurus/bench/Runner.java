package dev.pagurus.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs courses on engines side by side: ours, raw, ours, raw, and so on, after a warm-up. */
final class Runner implements AutoCloseable {

  private static final int LEAST_UNITS = 16;

  private static final int MOST_UNITS = 200_000;

  /**
   * How long to measure.
   *
   * @param rounds how many laps each engine runs of each course after the warm-up
   * @param lap about how long a lap is to take where one can choose
   * @param warmUps how many whole laps of single calls do not count
   */
  record Pace(int rounds, Duration lap, int warmUps) {}

  private final List<Arena> arenas = new ArrayList<>();
  private final Records records;
  private final Pace pace;
  private final Consumer<String> log;
  private long fresh;
  private boolean loaded;

  /**
   * Makes a runner.
   *
   * @param directory where the stores go
   * @param log hears of progress
   */
  Runner(List<Engine> engines, Path directory, Records records, Pace pace, Consumer<String> log) {
    for (int i = 0; i < engines.size(); i++) {
      arenas.add(new Arena(engines.get(i), directory.resolve("side-" + i)));
    }
    this.records = records;
    this.pace = pace;
    this.log = log;
    this.fresh = records.count();
  }

  /** Runs a course. */
  Figures run(Course course) {
    load(course);
    int units = warmUp(course);
    List<List<Lap>> laps = new ArrayList<>();
    arenas.forEach(arena -> laps.add(new ArrayList<>()));
    for (int round = 0; round < pace.rounds(); round++) {
      List<List<Lap>> beside = round(course, units, true);
      for (int i = 0; i < beside.size(); i++) {
        laps.get(i).addAll(beside.get(i));
      }
    }
    Figures figures = new Figures(course, laps);
    log.accept(Report.line(figures));
    return figures;
  }

  /** Every course but the import needs a loaded store. */
  private void load(Course course) {
    if (!loaded && !(course instanceof ImportCourse)) {
      round(new ImportCourse(), 0);
    }
    loaded = true;
  }

  /** Runs laps that do not count, and finds out how many units a lap is to have. */
  private int warmUp(Course course) {
    int units = LEAST_UNITS;
    if (!course.scales()) {
      for (int i = 0; i < Math.min(1, pace.warmUps()); i++) {
        round(course, units);
      }
      return units;
    }
    while (units < MOST_UNITS) {
      long nanos = slowest(round(course, units));
      if (nanos >= pace.lap().toNanos() / 4) {
        units =
            (int)
                Math.max(
                    LEAST_UNITS,
                    Math.min(MOST_UNITS, units * (pace.lap().toNanos() / (double) nanos)));
        for (int i = 0; i < pace.warmUps(); i++) {
          round(course, units);
        }
        return units;
      }
      units = Math.min(MOST_UNITS, units * 4);
    }
    return units;
  }

  private static long slowest(List<List<Lap>> laps) {
    return laps.stream().flatMap(List::stream).mapToLong(Lap::nanos).max().orElseThrow();
  }

  private List<List<Lap>> round(Course course, int units) {
    return round(course, units, false);
  }

  /**
   * One lap of each side, none of a side that cannot do it; if it counts, none pays for what
   * another has thrown away.
   */
  private List<List<Lap>> round(Course course, int units, boolean counts) {
    List<List<Lap>> laps = new ArrayList<>();
    for (Arena arena : arenas) {
      if (!arena.engine().runs(course)) {
        laps.add(List.of());
        continue;
      }
      if (counts) {
        System.gc();
      }
      Lap lap = course.run(arena, records, fresh, units);
      laps.add(List.of(lap));
      requireSame(course, laps.get(0).get(0), lap, arena);
    }
    fresh += 100_000 + units;
    return laps;
  }

  private static void requireSame(Course course, Lap first, Lap lap, Arena arena) {
    if (first.digest() != lap.digest() || first.units() != lap.units()) {
      throw new IllegalStateException(
          course.name() + ": " + arena.engine().name() + " answers something else than ours");
    }
  }

  @Override
  public void close() {
    arenas.forEach(Arena::close);
  }
}
