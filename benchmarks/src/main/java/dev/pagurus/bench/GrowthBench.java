package dev.pagurus.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How each path grows with the number of documents. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = "Measures each path at several sizes and prints how its time grows.")
final class GrowthBench implements Runnable {

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--shell",
      defaultValue = "SQLITE",
      description = "Which: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Shell shell = Shell.SQLITE;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "10000,100000",
      description = "How many documents, in growing order (${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many laps of each side count (${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public void run() {
    List<Engine> engines = options.sides(shell.engines().subList(0, 2));
    List<Course> courses = options.courses(shell);
    Records records = options.records(0);
    List<List<Figures>> all = new ArrayList<>();
    options.inDirectory(
        place -> {
          List<Runner> runners = new ArrayList<>();
          for (int size : sizes) {
            Path own = place.resolve("of-" + size);
            runners.add(options.runner(engines, own, records.resized(size), rounds));
            all.add(new ArrayList<>());
          }
          // Path by path through all sizes, so that an hour's weather meets all of them.
          for (Course course : courses) {
            for (int i = 0; i < runners.size(); i++) {
              all.get(i).add(runners.get(i).run(course));
            }
          }
          runners.forEach(Runner::close);
        });
    String label = shell == Shell.SQLITE ? "growth" : "growth-file";
    options.publish(label, GrowthReport.of(engines, sizes, rounds, Report.machine(shell), all));
  }
}
