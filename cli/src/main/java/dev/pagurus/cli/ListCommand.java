package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.query.Query;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists documents. */
@Command(
    name = "list",
    header = "List the documents of a collection, by id.",
    customSynopsis = "pagurus " + ListCommand.FORM + " [OPTIONS]",
    footer = {
      "  pagurus list sqlite:places.db NO places --limit 20",
      "  pagurus list sqlite:places.db NO places --json"
    })
final class ListCommand extends ScopedCommand {

  static final String FORM = "list LOCATOR (USER | --all-users) COLLECTION";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; a cursor for the next page goes to standard error.")
  private @Nullable Integer limit;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on after a page.")
  private @Nullable String cursor;

  @Option(names = "--json", description = "One JSON object a line, as export prints them.")
  private boolean json;

  ListCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    requireForm(false, FORM);
    Query query = limit == null ? Query.all() : Query.all().limit(limit);
    try (Store store = open()) {
      return new Listing(console(), scope(store), json).print(query, Optional.ofNullable(cursor));
    }
  }
}
