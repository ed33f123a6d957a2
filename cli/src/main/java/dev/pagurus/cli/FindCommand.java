package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.query.Query;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Finds documents. */
@Command(
    name = "find",
    header = "Find documents by a query.",
    customSynopsis = "pagurus " + FindCommand.FORM + " [OPTIONS]",
    description = {
      "Prints all that the query finds, in its order, else by id (across users by user, then id).",
      "A query tests values at paths: =, !=, <, <=, >, >=, in (...), between ... and ...,",
      "startsWith, contains (an array), exists, matches (declared full text); joined by and, or,",
      "not; then order by PATH [desc], limit N. Strings stand in double quotes."
    },
    footer = {
      "  pagurus find sqlite:places.db NO places 'name startsWith \"Os\" order by name'",
      "  pagurus find sqlite:places.db NO places 'location.lat >= 70' --json | jq .document.name",
      "  pagurus find sqlite:places.db --all-users places 'name matches \"sao*\"' --limit 20",
      "  pagurus find sqlite:places.db NO places 'country = \"NO\"' --explain"
    })
final class FindCommand extends ScopedCommand {

  static final String FORM = "find LOCATOR (USER | --all-users) COLLECTION ['QUERY']";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; a cursor for the next page goes to standard error.")
  private @Nullable Integer limit;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on after a page of the same query.")
  private @Nullable String cursor;

  @Option(
      names = "--best",
      description = "The best matches of the full text first, 1,000 unless limited.")
  private boolean best;

  @Option(
      names = "--explain",
      description = "Show which index serves which part, instead of documents.")
  private boolean explain;

  @Option(names = "--json", description = "One JSON object a line, as export prints them.")
  private boolean json;

  FindCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    requireForm(true, FORM);
    Query parsed = QueryText.parse(query());
    Query query = limit == null ? parsed : parsed.limit(limit);
    try (Store store = open()) {
      Scope scope = scope(store);
      if (explain) {
        return new PlanPrinter(console(), json).print(query, scope.explain(query));
      }
      Listing listing = new Listing(console(), scope, json);
      return best ? listing.printBest(query) : listing.print(query, Optional.ofNullable(cursor));
    }
  }
}
