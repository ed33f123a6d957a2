package dev.pagurus.cli;

import dev.pagurus.DocumentLines;
import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Table;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the feed. */
@Command(
    name = "changes",
    header = "Print what changed of a user's documents, deletions included.",
    description = {
      "The latest change of every document, in the order of revisions. Deletions are kept for the",
      "store's feed retention; asking from before them ends with exit code 1."
    },
    footer = {
      "  pagurus changes sqlite:places.db NO",
      "  pagurus changes sqlite:places.db NO --since 12 --json",
      "  pagurus changes sqlite:places.db NO --follow"
    })
final class ChangesCommand extends StoreCommand {

  private static final int PAGE = 500;
  private static final long MILLIS_BETWEEN_LOOKS = 500;

  @Parameters(index = "1", paramLabel = "USER", description = "Whose changes.")
  private String user = "";

  @Option(
      names = "--since",
      paramLabel = "N",
      defaultValue = "0",
      description = "Changes after this revision. Default: ${DEFAULT-VALUE}, all.")
  private long since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "About so many; a revision is never split.")
  private @Nullable Integer limit;

  @Option(
      names = "--follow",
      description = "Wait for more, until interrupted (exit code 130, or 143 by SIGTERM).")
  private boolean follow;

  @Option(
      names = "--json",
      description = "One JSON object a line, as export prints them; deletions have deletedAt.")
  private boolean json;

  private long printed;

  ChangesCommand(Console console) {
    super(console);
  }

  @Override
  int run() throws InterruptedException {
    Table table = new Table(console(), List.of("REVISION", "AT", "CHANGE", "COLLECTION", "ID"));
    try (Store store = open()) {
      long upTo = print(store.user(user), since, table);
      while (follow && !isEnough()) {
        console().out().flush();
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
        upTo = print(store.user(user), upTo, table);
      }
      console().note("Up to revision " + upTo + ". What comes later: --since " + upTo);
    }
    return ExitCode.DONE;
  }

  private boolean isEnough() {
    return limit != null && printed >= limit;
  }

  private long print(UserStore from, long after, Table table) {
    long upTo = after;
    boolean more = true;
    while (more) {
      int wanted = limit == null ? PAGE : (int) Math.min(PAGE, limit - printed);
      Changes page = from.changes(upTo, Math.max(1, wanted));
      page.changes().forEach(change -> print(change, table));
      printed += page.changes().size();
      upTo = page.upTo();
      more = page.more() && !isEnough();
    }
    table.end();
    return upTo;
  }

  private void print(Change change, Table table) {
    if (json) {
      console().out().line(line(change));
    } else {
      table.row(
          change.revision(),
          change.at(),
          change instanceof Change.Written ? "written" : "deleted",
          change.address().collection(),
          change.address().id());
    }
  }

  private byte[] line(Change change) {
    if (change instanceof Change.Deleted deleted) {
      return DocumentLines.write(user, deleted);
    }
    return DocumentLines.write(user, ((Change.Written) change).document());
  }
}
