package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import picocli.CommandLine.Command;

/** Gives back room. */
@Command(
    name = "compact",
    header = "Forget old deletions and give back room.",
    description = {
      "Deletions older than the store's feed retention leave the feed; who has not read them by",
      "then must read everything anew."
    },
    footer = "  pagurus compact sqlite:places.db")
final class CompactCommand extends StoreCommand {

  CompactCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open();
        Meter meter = new Meter(console(), "compact", "steps")) {
      store.compact(meter);
      meter.end();
      console().note("Compacted, " + Spans.text(meter.elapsed()));
    }
    return ExitCode.DONE;
  }
}
