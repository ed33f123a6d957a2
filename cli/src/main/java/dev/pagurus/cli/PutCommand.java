package dev.pagurus.cli;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.document.Body;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a document. */
@Command(
    name = "put",
    header = "Write a document, there or not.",
    description = "Makes the store if there is none.",
    footer = {
      "  pagurus put sqlite:places.db NO places oslo '{\"name\": \"Oslo\"}'",
      "  curl -s https://example.org/oslo.json | pagurus put sqlite:places.db NO places oslo -",
      "  pagurus put sqlite:places.db NO places oslo '{\"name\": \"Oslo\"}' --revision 7"
    })
final class PutCommand extends DocumentCommand {

  @Parameters(
      index = "4",
      paramLabel = "JSON|-",
      description = "The document, a JSON object; - reads it from standard input.")
  private String document = "";

  @ArgGroup private Demand demand = new Demand();

  @Option(
      names = "--json",
      description = "Print the document as written, one line as export prints it.")
  private boolean json;

  private static final class Demand {

    @Option(names = "--create", description = "Only if there is none yet (else exit code 1).")
    private boolean create;

    @Option(names = "--replace", description = "Only if there is one (else exit code 1).")
    private boolean replace;

    @Option(
        names = "--revision",
        paramLabel = "N",
        description = "Only if it is at this revision (else exit code 1).")
    private @Nullable Long revision;
  }

  PutCommand(Console console) {
    super(console);
  }

  @Override
  int run() throws IOException {
    Body body =
        document.equals("-") ? Body.parse(console().in().readAllBytes()) : Body.parse(document);
    try (Store store = openOrCreate()) {
      Document<Body> written = write(documents(store), body);
      if (json) {
        console().out().line(Documents.line(written));
      } else {
        console().note(address() + ": written, revision " + written.revision());
      }
      return ExitCode.DONE;
    }
  }

  private Document<Body> write(DocumentCollection<Body> documents, Body body) {
    if (demand.create) {
      return documents.create(id(), body);
    }
    if (demand.replace) {
      return documents.replace(id(), body);
    }
    Long revision = demand.revision;
    return revision == null ? documents.put(id(), body) : documents.replace(id(), body, revision);
  }
}
