package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.load.Exporter;
import dev.pagurus.document.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints everything. */
@Command(
    name = "export",
    header = "Print documents as lines of JSON, with revisions and times.",
    description = {
      "Lines are ordered by user, collection and id; import --native takes them back bit for bit.",
      "The store may be written to meanwhile: each collection of a user is printed as of one moment.",
      "A damaged document is named on standard error and the others are printed; the exit code is",
      "then 3. So is a user who cannot be read, say because a disk is away: 75 then, 3 if damaged."
    },
    footer = {
      "  pagurus export sqlite:places.db > places.jsonl",
      "  pagurus export sqlite:places.db --user NO --collection places | jq -c .document",
      "  pagurus export sqlite:places.db | gzip > places.jsonl.gz"
    })
final class ExportCommand extends StoreCommand {

  @Option(names = "--user", paramLabel = "USER", description = "Only this user.")
  private @Nullable String user;

  @Option(names = "--collection", paramLabel = "C", description = "Only this collection.")
  private @Nullable String collection;

  ExportCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    if (collection != null) {
      Names.requireCollection(collection);
    }
    try (Store store = open();
        Meter meter = new Meter(console(), "export", "documents")) {
      Exporter exporter = new Exporter(store, console().out()::line, console()::fail, meter);
      if (user == null) {
        exporter.exportAll(collection);
      } else {
        exporter.exportUser(user, collection);
      }
      console().out().flush();
      if (user != null && store.user(user).info().isEmpty()) {
        console().warn("there is no user " + Names.quote(user));
      }
      return exporter.damaged() == 0 ? ExitCode.DONE : ExitCode.NOT_WHOLE;
    }
  }
}
