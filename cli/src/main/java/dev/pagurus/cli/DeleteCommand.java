package dev.pagurus.cli;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.document.Body;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes a document. */
@Command(
    name = "delete",
    header = "Delete a document.",
    description = "Ends with exit code 4 if there is none.",
    footer = {
      "  pagurus delete sqlite:places.db NO places oslo",
      "  pagurus delete sqlite:places.db NO places oslo --revision 7"
    })
final class DeleteCommand extends DocumentCommand {

  @Option(
      names = "--revision",
      paramLabel = "N",
      description = "Only if it is at this revision (else exit code 1).")
  private @Nullable Long revision;

  DeleteCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open()) {
      DocumentCollection<Body> documents = documents(store);
      boolean there = revision == null ? documents.delete(id()) : documents.delete(id(), revision);
      if (!there) {
        throw absent();
      }
      console().note(address() + ": deleted");
      return ExitCode.DONE;
    }
  }
}
