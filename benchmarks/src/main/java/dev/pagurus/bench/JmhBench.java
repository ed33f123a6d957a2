package dev.pagurus.bench;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Single calls under JMH, with JMH's own options. */
@Command(
    name = "jmh",
    description = "Measures single calls with JMH; what follows are JMH's own options (-h tells).")
final class JmhBench implements Runnable {

  @Parameters(arity = "0..*", description = "For JMH, such as: StoreCalls.get -p side=ours -f 2")
  private List<String> arguments = List.of();

  List<String> arguments() {
    return arguments;
  }

  @Override
  public void run() {
    try {
      Main.main(arguments.toArray(String[]::new));
    } catch (IOException e) {
      throw new IllegalStateException("JMH: " + e.getMessage(), e);
    }
  }
}
