package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Table;
import dev.pagurus.spi.DeletedUser;
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
    description = {
      "A sharded-sqlite store that has the setting undelete keeps a copy of each user it deletes for",
      "so long: --deleted lists them, pagurus undelete makes a user again, --purge removes what is",
      "kept of one."
    },
    footer = {
      "  pagurus users sqlite:places.db",
      "  pagurus users sqlite:places.db --json | jq -r .user",
      "  pagurus users sqlite:places.db --delete alice",
      "  pagurus users \"sharded-sqlite:places?undelete=30d\" --delete alice",
      "  pagurus users sharded-sqlite:places --deleted"
    })
final class UsersCommand extends StoreCommand {

  @Option(
      names = "--delete",
      paramLabel = "USER",
      description = "Delete this user and every trace of its documents.")
  private @Nullable String deleted;

  @Option(names = "--deleted", description = "List those that were deleted and can be had back.")
  private boolean gone;

  @Option(
      names = "--purge",
      paramLabel = "USER",
      description = "Remove what is kept of this deleted user.")
  private @Nullable String purged;

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
      if (purged != null) {
        return purge(store, purged);
      }
      if (gone) {
        return listDeleted(store);
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

  private int purge(Store store, String name) {
    if (!store.user(name).purge()) {
      throw new Failure(ExitCode.NOT_FOUND, "nothing is kept of a deleted user \"" + name + "\"");
    }
    console().note("user \"" + name + "\": nothing is kept any more");
    return ExitCode.DONE;
  }

  private int listDeleted(Store store) {
    Table table =
        new Table(console(), List.of("USER", "REVISION", "DOCUMENTS", "BYTES", "DELETED", "UNTIL"));
    for (DeletedUser user : store.deletedUsers()) {
      if (json) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("user", user.user());
        line.put("revision", user.revision());
        line.put("documents", user.documents());
        line.put("bytes", user.bytes());
        line.put("deletedAt", user.deletedAt().toString());
        line.put("until", user.until().toString());
        console().out().line(line.toString());
      } else {
        table.row(
            user.user(),
            user.revision(),
            user.documents(),
            user.bytes(),
            user.deletedAt(),
            user.until());
      }
    }
    table.end();
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
