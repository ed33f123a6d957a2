package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Counts;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes in what was changed by hand. */
@Command(
    name = "reindex",
    header = "Take in what was changed by hand, and build derived data anew where it is wrong.",
    description = {
      "For stores whose files may be edited, such as file:DIR: records that were edited, made or",
      "deleted by hand go into history, indexes and feed. What cannot be taken in is printed and",
      "left alone; the exit code is then 3. On other stores there is nothing to do."
    },
    footer = "  pagurus reindex file:places")
final class ReindexCommand extends StoreCommand {

  @Option(names = "--json", description = "What cannot be taken in as one JSON object a line.")
  private boolean json;

  ReindexCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    Findings findings = new Findings(console(), json);
    try (Store store = open();
        Meter meter = new Meter(console(), "reindex", "documents")) {
      long taken = store.reindex(findings::print, meter);
      meter.end();
      String done =
          Counts.of(taken, "change")
              + (taken == 1 ? " was" : " were")
              + " taken in, "
              + Spans.text(meter.elapsed());
      if (findings.count() == 0) {
        console().note(done);
        return ExitCode.DONE;
      }
      console()
          .fail(
              done
                  + "; "
                  + Counts.of(findings.count(), "record")
                  + " cannot be: mend by hand what is told above, or with:"
                  + " pagurus repair LOCATOR --quarantine DIR");
      return ExitCode.NOT_WHOLE;
    }
  }
}
