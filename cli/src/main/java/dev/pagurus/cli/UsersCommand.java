package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Table;
import dev.pagurus.spi.UserInfo;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lists users. */
@Command(
    name = "users",
    header = "List the users, or delete one with all it has.",
    footer = {
      "  pagurus users sqlite:places.db",
      "  pagurus users sqlite:places.db --json | jq -r .user",
      "  pagurus users sqlite:places.db --delete alice"
    })
final class UsersCommand extends StoreCommand {

  @Option(
      names = "--delete",
      paramLabel = "USER",
      description = "Delete this user and every trace of its documents.")
  private @Nullable String deleted;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  UsersCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open()) {
      if (deleted != null) {
        return delete(store, deleted);
      }
      Table table = new Table(console(), List.of("USER", "REVISION", "DOCUMENTS", "BYTES"));
      try (Stream<UserInfo> users = store.users()) {
        users.forEach(user -> print(user, table));
      }
      table.end();
      return ExitCode.DONE;
    }
  }

  private int delete(Store store, String name) {
    if (!store.user(name).delete()) {
      throw new Failure(ExitCode.NOT_FOUND, "there is no user \"" + name + "\"");
    }
    console().note("user \"" + name + "\": deleted, with all it had");
    return ExitCode.DONE;
  }

  private void print(UserInfo user, Table table) {
    if (json) {
      ObjectNode line = JsonMapper.shared().createObjectNode();
      line.put("user", user.user());
      line.put("revision", user.revision());
      line.put("documents", user.documents());
      line.put("bytes", user.bytes());
      line.put("horizon", user.horizon());
      console().out().line(line.toString());
    } else {
      table.row(user.user(), user.revision(), user.documents(), user.bytes());
    }
  }
}
