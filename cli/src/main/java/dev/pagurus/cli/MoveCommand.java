package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves a user into another store. */
@Command(
    name = "move",
    header = "Move a user into another store.",
    description = {
      "The user is copied, the copy is compared with it to the last document, and then it is deleted",
      "here. If the command is cut short, the user is whole in one of the stores or in both; run it",
      "again to end the work. What is written here afterwards begins a new user."
    },
    footer = {
      "  pagurus move sqlite:places.db NO sharded-sqlite:places",
      "  pagurus move sqlite:places.db NO sharded-sqlite:places --as norway"
    })
final class MoveCommand extends StoreCommand {

  @Parameters(index = "1", paramLabel = "USER", description = "Who is moved.")
  private String user = "";

  @Parameters(
      index = "2",
      paramLabel = "TO",
      description = "The locator of the other store, which is made if it is not there.")
  private String target = "";

  @Option(names = "--as", paramLabel = "NEW", description = "The name of the user there.")
  private @Nullable String as;

  MoveCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open();
        Store other = Stores.openOrCreate(target);
        Meter meter = new Meter(console(), "move", "documents")) {
      store.user(user).moveTo(other.user(as == null ? user : as), meter);
      meter.end();
      console().note("user \"" + user + "\": moved, " + Spans.text(meter.elapsed()));
    }
    return ExitCode.DONE;
  }
}
