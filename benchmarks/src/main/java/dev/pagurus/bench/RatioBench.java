package dev.pagurus.bench;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A table of ratios: every path of ours beside what one writes by hand, in one process. */
abstract class RatioBench implements Runnable {

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

  private final Shell shell;

  RatioBench(Shell shell) {
    this.shell = shell;
  }

  /** The engines, ours first. */
  abstract List<Engine> engines();

  /** The name of the report's place in a document. */
  abstract String label();

  @Override
  public void run() {
    List<Course> courses = options.courses(shell);
    List<Engine> engines = options.sides(engines());
    Records set = options.records(records);
    List<Figures> all = new ArrayList<>();
    options.inDirectory(
        place -> {
          try (Runner runner = options.runner(engines, place, set, rounds)) {
            courses.forEach(course -> all.add(runner.run(course)));
          }
        });
    options.publish(label(), Report.ratios(engines, set, rounds, Report.machine(shell), all));
  }
}
