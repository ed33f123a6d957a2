package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Table;
import dev.pagurus.document.Names;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.UserInfo;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lists collections. */
@Command(
    name = "collections",
    header = "List the collections of a user, or of all users.",
    footer = {
      "  pagurus collections sqlite:places.db NO",
      "  pagurus collections sqlite:places.db --json"
    })
final class CollectionsCommand extends StoreCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "USER",
      description = "Whose; all users' without it.")
  private @Nullable String user;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  CollectionsCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open()) {
      Table table = new Table(console(), List.of("USER", "COLLECTION", "DOCUMENTS", "BYTES"));
      if (user != null) {
        print(store, user, table);
      } else {
        try (Stream<UserInfo> users = store.users()) {
          users.forEach(each -> print(store, each.user(), table));
        }
      }
      table.end();
      if (user != null && store.user(user).info().isEmpty()) {
        console().warn("there is no user " + Names.quote(user));
      }
      return ExitCode.DONE;
    }
  }

  private void print(Store store, String name, Table table) {
    for (CollectionInfo each : store.user(name).collections()) {
      if (json) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("user", name);
        line.put("collection", each.collection());
        line.put("documents", each.documents());
        line.put("bytes", each.bytes());
        console().out().line(line.toString());
      } else {
        table.row(name, each.collection(), each.documents(), each.bytes());
      }
    }
  }
}
