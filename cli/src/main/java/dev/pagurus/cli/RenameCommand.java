package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a user another name. */
@Command(
    name = "rename",
    header = "Give a user another name.",
    description = {
      "The new name must be free (else exit code 1). In sqlite and sharded-sqlite stores the user",
      "has either the one name or the other at every moment; elsewhere it is copied, then deleted."
    },
    footer = "  pagurus rename sqlite:places.db NO norway")
final class RenameCommand extends StoreCommand {

  @Parameters(index = "1", paramLabel = "USER", description = "Who is renamed.")
  private String user = "";

  @Parameters(index = "2", paramLabel = "NEW", description = "The new name.")
  private String newName = "";

  RenameCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open()) {
      store.user(user).rename(newName);
      console().note("user \"" + user + "\": is \"" + newName + "\" now");
    }
    return ExitCode.DONE;
  }
}
