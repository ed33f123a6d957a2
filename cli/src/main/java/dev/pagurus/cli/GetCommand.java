package dev.pagurus.cli;

import dev.pagurus.Document;
import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.document.Body;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads a document. */
@Command(
    name = "get",
    header = "Print a document.",
    description = "Ends with exit code 4 if there is none.",
    footer = {
      "  pagurus get sqlite:places.db NO places no-00042",
      "  pagurus get sqlite:places.db NO places no-00042 --json | jq .revision",
      "  pagurus get sqlite:places.db -- -a-user-with-a-dash places no-00042"
    })
final class GetCommand extends DocumentCommand {

  @Option(names = "--json", description = "One line with revision and times, as export prints it.")
  private boolean json;

  GetCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open()) {
      Document<Body> found = documents(store).get(id()).orElseThrow(this::absent);
      if (json) {
        console().out().line(Documents.line(found));
        return ExitCode.DONE;
      }
      if (console().screen().terminalOut()) {
        console()
            .note(
                "revision %d, created %s, updated %s"
                    .formatted(found.revision(), found.createdAt(), found.updatedAt()));
      }
      console().out().line(Documents.pretty(found.value()));
      return ExitCode.DONE;
    }
  }
}
