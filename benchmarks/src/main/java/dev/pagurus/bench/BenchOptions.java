package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all measurements share. */
final class BenchOptions {

  /** For the compiler to see each side's code in its place. */
  private static final int WARM_UP_LAPS = 3;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Lines of JSON objects, plain or .gz, instead of the demo's places.")
  private @Nullable Path data;

  @Option(
      names = "--lap",
      paramLabel = "MILLIS",
      defaultValue = "500",
      description = "About how long a lap of single calls takes (${DEFAULT-VALUE}).")
  private long lapMillis;

  @Option(
      names = "--only",
      paramLabel = "PATH",
      split = ",",
      description = "Only these paths, such as get,put-1.")
  private @Nullable List<String> only;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where the stores go while they are measured (the system's temporary directory).")
  private @Nullable Path directory;

  @Option(
      names = "--sides",
      paramLabel = "N",
      defaultValue = "9",
      description = "How many sides at most: 1 for ours alone, 2 for ours and raw.")
  private int sides;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the report goes as well as to standard output.")
  private @Nullable Path out;

  /** As many sides as were asked for. */
  List<Engine> sides(List<Engine> engines) {
    return engines.subList(0, Math.max(1, Math.min(sides, engines.size())));
  }

  Records records(int count) {
    return data == null ? Records.demo(count) : Records.of(data, count);
  }

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description =
          "A document in which the report takes the place of an older one, between"
              + " <!-- NAME --> and <!-- /NAME -->.")
  private @Nullable Path into;

  /** The file given with {@code --data}. */
  @Nullable Path data() {
    return data;
  }

  /** What runs courses on engines side by side. */
  Runner runner(List<Engine> engines, Path place, Records records, int rounds) {
    Runner.Pace pace = new Runner.Pace(rounds, Duration.ofMillis(lapMillis), WARM_UP_LAPS);
    return new Runner(engines, place, records, pace, BenchOptions::tell);
  }

  /** Whether a path was asked for. */
  boolean wants(String name) {
    List<String> names = only;
    return names == null || names.contains(name);
  }

  /** The courses of a shell that were asked for. */
  List<Course> courses(Shell shell) {
    return courses(shell.courses());
  }

  /** Those that were asked for. */
  List<Course> courses(List<Course> all) {
    List<String> names = only;
    if (names == null) {
      return all;
    }
    List<String> known = all.stream().map(Course::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("there is no path " + name + "; there are " + known);
      }
    }
    return all.stream().filter(course -> names.contains(course.name())).toList();
  }

  /** Whether a path was asked for; all are, if none was named. */
  boolean isWanted(String path) {
    List<String> names = only;
    return names == null || names.contains(path);
  }

  /** Runs something in a directory that is gone afterwards. */
  void inDirectory(Consumer<Path> work) {
    try {
      Path made =
          directory == null
              ? Files.createTempDirectory("pagurus-bench")
              : Files.createTempDirectory(Files.createDirectories(directory), "bench");
      try {
        work.accept(made);
      } finally {
        delete(made);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Tells a person who waits. */
  static void tell(String line) {
    System.err.println(line);
  }

  /**
   * Prints a report.
   *
   * @param name which: of the place in a document that it goes to
   */
  void publish(String name, String report) {
    System.out.println(report);
    try {
      if (out != null) {
        Files.writeString(out, report);
      }
      if (into != null) {
        Files.writeString(into, Report.replaced(Files.readString(into), name, report));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report: " + e.getMessage(), e);
    }
  }
}
