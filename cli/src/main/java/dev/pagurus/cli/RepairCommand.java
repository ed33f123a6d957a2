package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Counts;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mends a store. */
@Command(
    name = "repair",
    header = "Set damaged documents aside and build anew what is derived.",
    description = {
      "Prints everything that was set aside or mended, and what could not be; the exit code",
      "is then 3. Back the store up before."
    },
    footer = "  pagurus repair sqlite:places.db --quarantine damaged/")
final class RepairCommand extends StoreCommand {

  @Option(
      names = "--quarantine",
      paramLabel = "DIR",
      required = true,
      description = "Takes one file for each document set aside; made if need be.")
  private Path quarantine = Path.of("");

  @Option(names = "--json", description = "What was done as one JSON object a line.")
  private boolean json;

  RepairCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    Findings findings = new Findings(console(), json);
    try (Store store = open();
        Meter meter = new Meter(console(), "repair", "documents")) {
      store.repair(quarantine, findings::print, meter);
      meter.end();
      console()
          .note(
              findings.count() == 0
                  ? "There was nothing to repair."
                  : Counts.of(findings.count(), "finding")
                      + " told above, "
                      + Spans.text(meter.elapsed())
                      + (Files.isDirectory(quarantine)
                          ? ". What was set aside is in " + quarantine
                          : ""));
    }
    return ExitCode.DONE;
  }
}
