package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks a store. */
@Command(
    name = "verify",
    header = "Check everything that is stored; change nothing.",
    description = {
      "Prints every damage with its address; the exit code is then 3. The store may be in use."
    },
    footer = {"  pagurus verify sqlite:places.db", "  pagurus verify sqlite:places.db --json"})
final class VerifyCommand extends StoreCommand {

  @Option(names = "--json", description = "Damages as one JSON object a line.")
  private boolean json;

  VerifyCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    Findings findings = new Findings(console(), json);
    try (Store store = open();
        Meter meter = new Meter(console(), "verify", "documents")) {
      long checked = store.verify(findings::print, meter);
      meter.end();
      String took = Spans.text(meter.elapsed());
      if (findings.count() == 0) {
        console().note(String.format(Locale.ROOT, "%,d documents are sound, %s", checked, took));
        return ExitCode.DONE;
      }
      console()
          .fail(
              String.format(
                  Locale.ROOT,
                  "%,d damages found among %,d documents, %s; mend with:"
                      + " pagurus repair LOCATOR --quarantine DIR",
                  findings.count(),
                  checked,
                  took));
      return ExitCode.NOT_WHOLE;
    }
  }
}
