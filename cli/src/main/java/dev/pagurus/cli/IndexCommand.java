package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import dev.pagurus.cli.console.Table;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Declares indexes. */
@Command(
    name = "index",
    header = "Declare, list or drop the indexes of a collection, for all users.",
    description = {
      "An index over documents that are there is built before the command ends. To declare one",
      "again changes nothing. Without an index to declare, lists those there are."
    },
    footer = {
      "  pagurus index sqlite:places.db places --value country,name",
      "  pagurus index sqlite:places.db places --text name,region --array codes",
      "  pagurus index sqlite:places.db users --unique email",
      "  pagurus index sqlite:places.db places --list",
      "  pagurus index sqlite:places.db places --value country,name --drop"
    })
final class IndexCommand extends StoreCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "COLLECTION",
      description = "Of which collection; to list, all without it.")
  private @Nullable String collection;

  @Option(
      names = "--value",
      paramLabel = "PATH[,PATH]",
      description = "For comparisons, ranges, prefixes and orders.")
  private List<String> value = new ArrayList<>();

  @Option(
      names = "--unique",
      paramLabel = "PATH",
      description = "As --value, and no two documents of a user hold the same value.")
  private List<String> unique = new ArrayList<>();

  @Option(names = "--array", paramLabel = "PATH", description = "For contains.")
  private List<String> array = new ArrayList<>();

  @Option(names = "--text", paramLabel = "PATH[,PATH]", description = "For matches: full text.")
  private List<String> text = new ArrayList<>();

  @Option(names = "--list", description = "List the indexes declared.")
  private boolean list;

  @Option(names = "--drop", description = "Take the indexes back instead of declaring them.")
  private boolean drop;

  @Option(names = "--json", description = "List as one JSON object a line.")
  private boolean json;

  IndexCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    List<IndexDefinition> indexes = new ArrayList<>();
    value.forEach(paths -> indexes.add(new IndexDefinition(Kind.VALUE, PathList.parse(paths))));
    unique.forEach(paths -> indexes.add(new IndexDefinition(Kind.UNIQUE, PathList.parse(paths))));
    array.forEach(paths -> indexes.add(new IndexDefinition(Kind.ARRAY, PathList.parse(paths))));
    text.forEach(paths -> indexes.add(new IndexDefinition(Kind.TEXT, PathList.parse(paths))));
    if (indexes.isEmpty() && !drop) {
      return list();
    }
    String of = collection;
    if (indexes.isEmpty() || of == null || list) {
      throw new Failure(
          ExitCode.WRONG_USE,
          "the form is\n  pagurus index LOCATOR COLLECTION"
              + " --value PATH[,PATH] | --unique PATH | --array PATH | --text PATH[,PATH] [--drop]");
    }
    return drop ? drop(of, indexes) : declare(of, indexes);
  }

  private int declare(String of, List<IndexDefinition> indexes) {
    try (Store store = openOrCreate()) {
      for (IndexDefinition index : indexes) {
        try (Meter meter = new Meter(console(), "index", "documents")) {
          store.indexes(of).declare(index, meter);
          meter.end();
          console().note(of + ": " + index + " serves, " + Spans.text(meter.elapsed()));
        }
      }
    }
    return ExitCode.DONE;
  }

  private int drop(String of, List<IndexDefinition> indexes) {
    try (Store store = open()) {
      List<IndexDefinition> declared = store.indexes(of).list();
      for (IndexDefinition index : indexes) {
        if (!declared.contains(index)) {
          throw new Failure(ExitCode.NOT_FOUND, of + " has no index " + index);
        }
        store.indexes(of).drop(index);
        console().note(of + ": " + index + " is dropped");
      }
    }
    return ExitCode.DONE;
  }

  private int list() {
    try (Store store = open()) {
      Table table = new Table(console(), List.of("COLLECTION", "KIND", "PATHS"));
      for (CollectionDefinition definition : store.definitions()) {
        if (collection == null || collection.equals(definition.collection())) {
          definition.indexes().forEach(index -> print(definition.collection(), index, table));
        }
      }
      table.end();
    }
    return ExitCode.DONE;
  }

  private void print(String of, IndexDefinition index, Table table) {
    String kind = index.kind().name().toLowerCase(Locale.ROOT);
    List<String> paths = index.paths().stream().map(FieldPath::toString).toList();
    if (json) {
      ObjectNode line = JsonMapper.shared().createObjectNode();
      line.put("collection", of).put("kind", kind);
      paths.forEach(line.putArray("paths")::add);
      console().out().line(line.toString());
    } else {
      table.row(of, kind, String.join(",", paths));
    }
  }
}
