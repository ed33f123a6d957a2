package dev.pagurus.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where the measurements start: {@code ./benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures Pagurus beside what one would write by hand.",
    subcommands = {
      SqliteBench.class,
      FileBench.class,
      PeersBench.class,
      UsersBench.class,
      MigrateBench.class,
      GrowthBench.class,
      MemoryBench.class,
      SizesBench.class,
      CounterBench.class
    })
final class Bench {

  private Bench() {}

  /**
   * Runs a measurement.
   *
   * @param args its name and options
   */
  public static void main(String[] args) {
    System.exit(command().execute(args.length == 0 ? new String[] {"--help"} : args));
  }

  static CommandLine command() {
    CommandLine jmh = new CommandLine(new JmhBench());
    jmh.setUnmatchedOptionsArePositionalParams(true); // they are JMH's
    return new CommandLine(new Bench()).addSubcommand(jmh);
  }
}
