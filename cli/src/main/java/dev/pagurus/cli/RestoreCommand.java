package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a backup back. */
@Command(
    name = "restore",
    header = "Make a store, or one user, from a backup.",
    description = {
      "A store is restored where there is none; a user, under any name, into a store that does not",
      "have it, or with --replace over the one that is there, to go back to where it was."
    },
    footer = {
      "  pagurus restore sqlite:places.db places-backup.db",
      "  pagurus restore sqlite:places.db norway.user.gz --user NO",
      "  pagurus restore sqlite:places.db norway.user.gz --user NO --replace"
    })
final class RestoreCommand extends StoreCommand {

  @Parameters(index = "1", paramLabel = "FILE", description = "What backup wrote.")
  private Path backup = Path.of("");

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Make this user from the backup of one.")
  private @Nullable String user;

  @Option(
      names = "--replace",
      description =
          "Over the user that is there, which is deleted once the backup is seen to be whole.")
  private boolean replace;

  RestoreCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    if (replace && user == null) {
      throw new Failure(
          ExitCode.WRONG_USE, "--replace goes with --user: a store is never replaced");
    }
    if (Files.notExists(backup)) {
      throw new Failure(ExitCode.NOT_FOUND, backup + ": there is no such backup");
    }
    try (Meter meter = new Meter(console(), "restore", "documents")) {
      if (user == null) {
        Stores.restore(locator(), backup);
      } else {
        try (Store store = openOrCreate()) {
          if (replace) {
            store.user(user).restoreOver(backup, meter);
          } else {
            store.user(user).restore(backup, meter);
          }
        }
      }
      meter.end();
      console().note("Restored from " + backup + ", " + Spans.text(meter.elapsed()));
    }
    return ExitCode.DONE;
  }
}
