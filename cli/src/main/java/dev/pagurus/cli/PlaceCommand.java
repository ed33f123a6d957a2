package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves users between volumes. */
@Command(
    name = "place",
    header = "Move a user, or everybody, to another volume, while the store serves.",
    description = {
      "For stores that spread users over disks. To empty a volume may be interrupted, and the same",
      "command goes on. Users that cannot be moved now are printed; the exit code is then 3."
    },
    customSynopsis = "pagurus place LOCATOR (USER | --all-of VOLUME) --volume VOLUME [options]",
    footer = {
      "  pagurus place sharded-sqlite:places alice --volume ssd2",
      "  pagurus place sharded-sqlite:places --all-of ssd1 --volume ssd2"
    })
final class PlaceCommand extends StoreCommand {

  @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "The user.")
  private @Nullable String user;

  @Option(
      names = "--all-of",
      paramLabel = "VOLUME",
      description = "Everybody on this volume, in the place of USER.")
  private @Nullable String from;

  @Option(
      names = "--volume",
      required = true,
      paramLabel = "VOLUME",
      description = "Where to: a name from pagurus.toml, or home for the store's own folder.")
  private String volume = "";

  @Option(names = "--json", description = "Who cannot be moved as one JSON object a line.")
  private boolean json;

  PlaceCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    if ((user == null) == (from == null)) {
      throw new Failure(ExitCode.WRONG_USE, "name a user, or with --all-of a volume, and not both");
    }
    try (Store store = open()) {
      return user != null ? placeOne(store, user) : placeAll(store, String.valueOf(from));
    }
  }

  private int placeOne(Store store, String name) {
    if (!store.place(name, volume)) {
      throw new Failure(ExitCode.NOT_FOUND, "there is no user \"" + name + "\"");
    }
    console().note("user \"" + name + "\": is on the volume " + volume);
    return ExitCode.DONE;
  }

  private int placeAll(Store store, String source) {
    Findings findings = new Findings(console(), json);
    try (Meter meter = new Meter(console(), "place", "users")) {
      store.drain(source, volume, findings::print, meter);
      meter.end();
      return RelayoutCommand.moved(console(), findings, Spans.text(meter.elapsed()));
    }
  }
}
