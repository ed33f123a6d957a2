package dev.pagurus.bench;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a course has shown.
 *
 * @param course the course
 * @param laps for each engine, in the order of the run, its laps: the n-th of one ran beside the
 *     n-th of another; none of an engine that cannot do it
 */
record Figures(Course course, List<List<Lap>> laps) {

  /** Quartiles of some numbers. */
  record Spread(double low, double median, double high) {

    static Spread of(DoubleStream numbers) {
      double[] sorted = numbers.sorted().toArray();
      return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double share) {
      double place = share * (sorted.length - 1);
      int below = (int) Math.floor(place);
      int above = (int) Math.ceil(place);
      return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
  }

  /** Whether an engine did it. */
  boolean has(int engine) {
    return !laps.get(engine).isEmpty();
  }

  /** The rate of the first engine in the rate of another, round by round. */
  Spread ratio(int engine) {
    return ratio(0, engine);
  }

  /** The rate of one engine in the rate of another, round by round. */
  Spread ratio(int engine, int other) {
    List<Lap> ours = laps.get(engine);
    List<Lap> others = laps.get(other);
    return Spread.of(
        IntStream.range(0, ours.size())
            .mapToDouble(i -> ours.get(i).perSecond() / others.get(i).perSecond()));
  }

  double perSecond(int engine) {
    return Spread.of(laps.get(engine).stream().mapToDouble(Lap::perSecond)).median();
  }

  double micros(int engine) {
    return Spread.of(laps.get(engine).stream().mapToDouble(Lap::micros)).median();
  }
}
