package dev.pagurus.cli;

import dev.pagurus.Document;
import dev.pagurus.Page;
import dev.pagurus.StoreException;
import dev.pagurus.cli.console.Console;
import dev.pagurus.document.Body;
import dev.pagurus.query.Query;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Prints what a query finds, as a table or as lines of JSON. Used once. */
final class Listing {

  /** Up to so many documents are read at once, so that there is a cursor after them. */
  private static final int LARGEST_PAGE = 1_000;

  /**
   * Sorting in memory takes about so many times the bytes of what is sorted, trees and all. Where
   * that fits, one pass answers an order that no index gives; a stream would scan for each page.
   */
  private static final int SORTING_FACTOR = 24;

  private final Console console;
  private final Scope scope;
  private final boolean json;
  private final DocumentTable table;
  private long count;

  Listing(Console console, Scope scope, boolean json) {
    this.console = console;
    this.scope = scope;
    this.json = json;
    this.table = new DocumentTable(console, scope.user() == null);
  }

  /** Prints one page, if there is a limit, or everything. */
  int print(Query query, Optional<String> cursor) {
    OptionalInt limit = query.limit();
    boolean paged = limit.isPresent() && limit.getAsInt() <= LARGEST_PAGE;
    boolean whole = paged || cursor.isPresent() || sortsInMemory(query);
    return whole ? print(scope.find(query, cursor)) : stream(query);
  }

  private boolean sortsInMemory(Query query) {
    return !query.order().isEmpty()
        && !scope.explain(query).ordered()
        && scope.bytes() <= Runtime.getRuntime().maxMemory() / SORTING_FACTOR;
  }

  /** Prints the best matches first. */
  int printBest(Query query) {
    return print(scope.search(query));
  }

  private int print(Page<Body> page) {
    page.documents().forEach(this::print);
    end();
    noteIfEmpty();
    page.cursor().ifPresent(next -> console.note("More: --cursor " + next));
    for (StoreException damage : page.damaged()) {
      console.fail(String.valueOf(damage.getMessage()));
    }
    return page.damaged().isEmpty() ? ExitCode.DONE : ExitCode.NOT_WHOLE;
  }

  private int stream(Query query) {
    try (Stream<Document<Body>> documents = scope.stream(query)) {
      documents.forEach((Consumer<Document<Body>>) this::print);
    } finally {
      end(); // what came before a failure is shown
    }
    noteIfEmpty();
    return ExitCode.DONE;
  }

  private void print(Document<Body> document) {
    count++;
    if (json) {
      console.out().line(Documents.line(document));
    } else {
      table.add(document);
    }
  }

  private void end() {
    if (!json) {
      table.end();
    }
  }

  private void noteIfEmpty() {
    if (!json && count == 0) {
      console.note("No documents.");
    }
  }
}
