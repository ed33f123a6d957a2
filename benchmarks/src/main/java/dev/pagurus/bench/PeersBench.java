package dev.pagurus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Two shells beside the stores that one might pick instead, in one process. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description =
        "Measures sqlite: and file: beside Nitrite, MVStore, Xodus and RocksDB and prints ratios.")
final class PeersBench implements Runnable {

  private static final List<Engine> OURS = List.of(Engines.SQLITE.get(0), Engines.FILE.get(0));

  @Mixin private final BenchOptions options = new BenchOptions();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many documents (${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many laps of each side count (${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public void run() {
    List<Engine> peers = Peers.builtIn();
    if (peers.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "this was built without the peers; ./benchmarks/run peers builds with them");
    }
    List<Course> courses = options.courses(Courses.PEERS);
    List<Engine> engines = new ArrayList<>(OURS);
    engines.addAll(peers);
    Records set = options.records(records);
    List<Figures> all = new ArrayList<>();
    options.inDirectory(
        place -> {
          try (Runner runner = options.runner(engines, place, set, rounds)) {
            courses.forEach(course -> all.add(runner.run(course)));
          }
        });
    options.publish("peers", PeersReport.of(engines, OURS.size(), set, rounds, all));
  }
}
