package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Counts;
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
    footer = {
      "  pagurus verify sqlite:places.db",
      "  pagurus verify sqlite:places.db --json",
      "  pagurus verify sharded-sqlite:places --resume"
    })
final class VerifyCommand extends StoreCommand {

  @Option(names = "--json", description = "Damages as one JSON object a line.")
  private boolean json;

  @Option(
      names = "--resume",
      description =
          "Go on after the users that a verify which was cut short had checked, and print what it"
              + " had found; for sharded-sqlite:DIR, others begin anew.")
  private boolean resume;

  VerifyCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    Findings findings = new Findings(console(), json);
    try (Store store = open();
        Meter meter = new Meter(console(), "verify", "documents")) {
      long checked =
          resume
              ? store.resumeVerify(findings::print, meter)
              : store.verify(findings::print, meter);
      meter.end();
      String took = Spans.text(meter.elapsed());
      if (findings.count() == 0) {
        console()
            .note(
                Counts.of(checked, "document")
                    + (checked == 1 ? " is" : " are")
                    + " sound, "
                    + took);
        return ExitCode.DONE;
      }
      console()
          .fail(
              String.format(
                  Locale.ROOT,
                  "%s found among %s, %s; mend with: pagurus repair LOCATOR --quarantine DIR",
                  Counts.of(findings.count(), "damage"),
                  Counts.of(checked, "document"),
                  took));
      return ExitCode.NOT_WHOLE;
    }
  }
}
