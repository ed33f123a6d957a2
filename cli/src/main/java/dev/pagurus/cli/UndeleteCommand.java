package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a deleted user back. */
@Command(
    name = "undelete",
    header = "Make a user again that was deleted, as it was.",
    description = {
      "Only a sharded-sqlite store that had the setting undelete when the user was deleted keeps it,",
      "and only so long (else exit code 4). No user of that name may have been made meanwhile (exit",
      "code 1)."
    },
    footer = "  pagurus undelete sharded-sqlite:places NO")
final class UndeleteCommand extends StoreCommand {

  @Parameters(index = "1", paramLabel = "USER", description = "Who was deleted.")
  private String user = "";

  UndeleteCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open()) {
      store.user(user).undelete();
      console().note("user \"" + user + "\": is there again");
    }
    return ExitCode.DONE;
  }
}
