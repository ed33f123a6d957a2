package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deepens the folders of a store. */
@Command(
    name = "relayout",
    header = "Deepen the folders of users, user by user, while the store serves.",
    description = {
      "For stores that lay users out in folders. It may be interrupted: each user is in one place or",
      "in the other, and the same command goes on. Users that cannot be moved now are printed; the",
      "exit code is then 3."
    },
    footer = "  pagurus relayout sharded-sqlite:places --fan-out 2/2")
final class RelayoutCommand extends StoreCommand {

  @Option(
      names = "--fan-out",
      required = true,
      paramLabel = "F",
      description = "How many digits each level of folders takes.")
  private String fanOut = "";

  @Option(names = "--json", description = "Who cannot be moved as one JSON object a line.")
  private boolean json;

  RelayoutCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    Findings findings = new Findings(console(), json);
    try (Store store = open();
        Meter meter = new Meter(console(), "relayout", "users")) {
      store.relayout(fanOut, findings::print, meter);
      meter.end();
      return moved(console(), findings, Spans.text(meter.elapsed()));
    }
  }

  static int moved(Console console, Findings findings, String took) {
    if (findings.count() == 0) {
      console.note("Everybody is in their place, " + took);
      return ExitCode.DONE;
    }
    console.fail(
        String.format(
            Locale.ROOT,
            "%,d users were not moved, %s; see to what was said of them, and give the command"
                + " again",
            findings.count(),
            took));
    return ExitCode.NOT_WHOLE;
  }
}
