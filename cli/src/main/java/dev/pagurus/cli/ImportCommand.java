package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Counts;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import dev.pagurus.cli.load.Format;
import dev.pagurus.cli.load.Importer;
import dev.pagurus.cli.load.NativeFormat;
import dev.pagurus.cli.load.PlainFormat;
import dev.pagurus.cli.load.Rejects;
import dev.pagurus.cli.load.Source;
import dev.pagurus.document.FieldPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Takes lines of JSON in. */
@Command(
    name = "import",
    header = "Take in lines of JSON, plain or gzip, from a file or standard input.",
    description = {
      "Each line is a document as it stands, fields named by the options and all. Documents are put:",
      "importing the same again changes nothing but revisions. Makes the store if there is none.",
      "A line that cannot be taken goes to a file, with its number and the reason; the exit code is",
      "then 3. Interrupt it at any time: whole batches are in, and the same command goes on.",
      "A field is a path such as country or address.country; its value is a string or an integer."
    },
    footer = {
      "  pagurus import sqlite:places.db places.jsonl.gz --collection places --user-field country \\",
      "    --id-field id",
      "  pagurus import sqlite:notes.db - --collection notes --user alice < notes.jsonl",
      "  pagurus export sqlite:places.db | pagurus import sqlite:copy.db - --native"
    })
final class ImportCommand extends StoreCommand {

  private static final int REASONS_TO_SHOW = 5;

  @Parameters(
      index = "1",
      paramLabel = "FILE|-",
      description = "What to import; - is standard input.")
  private String file = "";

  @Option(
      names = "--collection",
      paramLabel = "C",
      description = "The collection that documents go to.")
  private @Nullable String collection;

  @Option(
      names = "--user-field",
      paramLabel = "F",
      description = "The field that names the user of each document.")
  private @Nullable String userField;

  @Option(names = "--user", paramLabel = "USER", description = "One user for all documents.")
  private @Nullable String user;

  @Option(
      names = "--id-field",
      paramLabel = "F",
      description = "The field that is the id; without it, every document gets a new id.")
  private @Nullable String idField;

  @Option(
      names = "--native",
      description = "Lines of an export, taken back with revisions and times.")
  private boolean nativeLines;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Takes lines that cannot be taken. Default: FILE.rejects.jsonl, here.")
  private @Nullable Path rejectFile;

  @Option(names = "--json", description = "Print a summary as one JSON object.")
  private boolean json;

  ImportCommand(Console console) {
    super(console);
  }

  @Override
  int run() throws IOException, InterruptedException {
    Format format = format();
    try (Source source = source();
        Rejects rejects = new Rejects(rejectFile(), this::tell);
        Store store = openOrCreate();
        Meter meter = new Meter(console(), "import", "documents")) {
      Importer importer = new Importer(store, format, rejects, meter);
      Thread onInterrupt = stopOnInterrupt(importer, rejects);
      try {
        importer.run(source);
      } catch (IOException | RuntimeException | Error e) {
        meter.end();
        console().note(soFar(importer));
        throw e;
      } finally {
        if (!importer.wasStopped()) {
          Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
      }
      meter.end();
      return conclude(importer, rejects, meter);
    }
  }

  private Format format() {
    if (nativeLines) {
      if (collection != null || userField != null || user != null || idField != null) {
        throw new Failure(
            ExitCode.WRONG_USE, "--native takes everything from the lines: leave out the others");
      }
      return new NativeFormat();
    }
    if (collection == null) {
      throw new Failure(ExitCode.WRONG_USE, "--collection is needed (or --native)");
    }
    if ((user == null) == (userField == null)) {
      throw new Failure(
          ExitCode.WRONG_USE, "either --user-field or --user is needed (or --native)");
    }
    return new PlainFormat(collection, user, path(userField), path(idField));
  }

  private static @Nullable FieldPath path(@Nullable String field) {
    return field == null ? null : FieldPath.parse(field);
  }

  private Source source() throws IOException {
    return file.equals("-")
        ? new Source("standard input", console().in(), -1)
        : Source.of(Path.of(file));
  }

  private Path rejectFile() {
    if (rejectFile != null) {
      return rejectFile;
    }
    Path name = file.equals("-") ? Path.of("stdin") : Path.of(file).getFileName();
    return Path.of(name + ".rejects.jsonl");
  }

  private void tell(long line, String reason) {
    if (++told <= REASONS_TO_SHOW) {
      console().warn("line " + line + ": " + reason);
    }
  }

  private long told;

  /** On SIGINT or SIGTERM, lets what is being committed end. */
  private Thread stopOnInterrupt(Importer importer, Rejects rejects) {
    Thread hook =
        new Thread(
            () -> {
              try {
                importer.stop();
                rejects.close();
              } catch (InterruptedException | RuntimeException e) {
                console().warn(String.valueOf(e.getMessage()));
              }
              console().fail("interrupted. " + soFar(importer));
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private String soFar(Importer importer) {
    long imported = importer.committed();
    if (imported == 0) {
      return "Nothing was imported.";
    }
    String again =
        nativeLines || idField != null
            ? "The same command again goes on from there: what is in is only written once more."
            : "The same command again would import those twice, because every line gets a new id.";
    String were = imported == 1 ? " was" : " were";
    return Counts.of(imported, "document") + were + " imported, in whole batches. " + again;
  }

  private int conclude(Importer importer, Rejects rejects, Meter meter) {
    rejects.close();
    long imported = importer.committed();
    long aside = rejects.count();
    double seconds = Math.max(0.001, meter.elapsed().toNanos() / 1e9);
    console()
        .note(
            String.format(
                Locale.ROOT,
                "Imported %s in %s (%,d a second).",
                Counts.of(imported, "document"),
                Spans.text(meter.elapsed()),
                Math.round(imported / seconds)));
    if (aside > 0) {
      String were = aside == 1 ? " was" : " were";
      String where = were + " set aside; " + rejects.file().toAbsolutePath() + " tells why";
      console().warn(Counts.of(aside, "line") + where);
    }
    if (json) {
      ObjectNode summary = JsonMapper.shared().createObjectNode();
      summary.put("imported", imported).put("setAside", aside);
      if (aside > 0) {
        summary.put("rejects", rejects.file().toString());
      }
      console().out().line(summary.toString());
    }
    return aside > 0 ? ExitCode.NOT_WHOLE : ExitCode.DONE;
  }
}
