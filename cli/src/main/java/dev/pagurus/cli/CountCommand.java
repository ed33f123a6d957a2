package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.query.Query;
import picocli.CommandLine.Command;

/** Counts documents. */
@Command(
    name = "count",
    header = "Count documents; prints the number.",
    customSynopsis = "pagurus " + CountCommand.FORM + " [OPTIONS]",
    footer = {
      "  pagurus count sqlite:places.db NO places",
      "  pagurus count sqlite:places.db --all-users places 'location.lat > 66.56'"
    })
final class CountCommand extends ScopedCommand {

  static final String FORM = "count LOCATOR (USER | --all-users) COLLECTION ['QUERY']";

  CountCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    requireForm(true, FORM);
    Query query = QueryText.parse(query());
    try (Store store = open()) {
      console().out().line(Long.toString(scope(store).count(query)));
    }
    return ExitCode.DONE;
  }
}
