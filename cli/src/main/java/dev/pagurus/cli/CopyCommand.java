package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a user. */
@Command(
    name = "copy",
    header = "Copy a user, with revisions, times and history, while the store is in use.",
    description = "The copy must not be there yet (else exit code 1).",
    footer = {
      "  pagurus copy sqlite:places.db NO NO-2025",
      "  pagurus copy sqlite:places.db NO NO --to sharded-sqlite:places"
    })
final class CopyCommand extends StoreCommand {

  @Parameters(index = "1", paramLabel = "USER", description = "Who is copied.")
  private String user = "";

  @Parameters(index = "2", paramLabel = "NEW", description = "The name of the copy.")
  private String copy = "";

  @Option(
      names = "--to",
      paramLabel = "LOCATOR",
      description = "Into this store, which is made if it is not there.")
  private @Nullable String target;

  CopyCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open();
        Meter meter = new Meter(console(), "copy", "documents")) {
      if (target == null) {
        store.user(user).copyTo(store.user(copy), meter);
      } else {
        try (Store other = Stores.openOrCreate(target)) {
          store.user(user).copyTo(other.user(copy), meter);
        }
      }
      meter.end();
      console()
          .note(
              "user \"" + user + "\": copied to \"" + copy + "\", " + Spans.text(meter.elapsed()));
    }
    return ExitCode.DONE;
  }
}
