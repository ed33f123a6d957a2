package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What a command on the documents of one user or of all has: {@code USER COLLECTION [QUERY]}, or
 * {@code --all-users COLLECTION [QUERY]}. The option stands in the place of the user, so what
 * follows moves up.
 */
abstract class ScopedCommand extends StoreCommand {

  @Parameters(index = "1..*", paramLabel = "WORDS", hidden = true)
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--all-users",
      description = "All users, in the place of USER. A user of this very name stands after --.")
  private boolean allUsers;

  ScopedCommand(Console console) {
    super(console);
  }

  /** Checks how many words there are, with or without one for a query. */
  final void requireForm(boolean query, String form) {
    int least = allUsers ? 1 : 2;
    if (words.size() >= least && words.size() <= least + (query ? 1 : 0)) {
      return;
    }
    String wrong = words.size() < least ? "something is missing" : "there is too much";
    throw new Failure(
        ExitCode.WRONG_USE,
        wrong
            + ": the form is\n  pagurus "
            + form
            + (query ? "\nA query is one word: quote it" : ""));
  }

  final Scope scope(Store store) {
    return allUsers
        ? new Scope(store, null, words.get(0))
        : new Scope(store, words.get(0), words.get(1));
  }

  /** The query, empty if there is none. */
  final String query() {
    int index = allUsers ? 1 : 2;
    return index < words.size() ? words.get(index) : "";
  }
}
