package dev.pagurus.bench;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The table of ratios: every path of ours beside sqlite-jdbc by hand, in one process. */
@Command(
    name = "sqlite",
    mixinStandardHelpOptions = true,
    description = "Measures the SQLite shell beside sqlite-jdbc by hand and prints ratios.")
final class SqliteBench implements Runnable {

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "63436",
      description = "How many documents (${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "How many laps of each side count (${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public void run() {
    List<Course> courses = options.courses();
    Records set = options.records(records);
    List<Figures> all = new ArrayList<>();
    options.inDirectory(
        place -> {
          try (Runner runner = options.runner(Engines.SQLITE, place, set, rounds)) {
            courses.forEach(course -> all.add(runner.run(course)));
          }
        });
    options.publish("sqlite", Report.ratios(Engines.SQLITE, set, rounds, Report.machine(), all));
  }
}
