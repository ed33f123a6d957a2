package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints figures. */
@Command(
    name = "stats",
    header = "Print figures about a store, such as its size.",
    footer = {"  pagurus stats sqlite:places.db", "  pagurus stats sqlite:places.db --json | jq ."})
final class StatsCommand extends StoreCommand {

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  StatsCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open()) {
      Map<String, Long> figures = store.statistics();
      if (json) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        figures.forEach(line::put);
        console().out().line(line.toString());
        return ExitCode.DONE;
      }
      Table table = new Table(console(), List.of("FIGURE", "VALUE"));
      figures.forEach((name, figure) -> table.row(name, figure));
      table.end();
    }
    return ExitCode.DONE;
  }
}
