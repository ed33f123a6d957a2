package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a store, or one user. */
@Command(
    name = "backup",
    header = "Copy a store as it is at one moment, or one user, while it is in use.",
    description = {
      "A store's backup is a store of the same kind. One user's is a file that restore --user takes",
      "into a store of any kind."
    },
    footer = {
      "  pagurus backup sqlite:places.db places-backup.db",
      "  pagurus backup sqlite:places.db norway.user.gz --user NO"
    })
final class BackupCommand extends StoreCommand {

  @Parameters(index = "1", paramLabel = "FILE", description = "Where to; must not exist.")
  private Path target = Path.of("");

  @Option(names = "--user", paramLabel = "USER", description = "Only this user.")
  private @Nullable String user;

  BackupCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open();
        Meter meter = new Meter(console(), "backup", user == null ? "steps" : "documents")) {
      if (user == null) {
        store.backup(target, meter);
      } else {
        store.user(user).backup(target, meter);
      }
      meter.end();
      console().note("Backed up to " + target + ", " + Spans.text(meter.elapsed()));
    }
    return ExitCode.DONE;
  }
}
