package dev.pagurus.cli;

import dev.pagurus.SettingValues;
import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Table;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shows or sets what a user may have. */
@Command(
    name = "quota",
    header = "Show what a user has and may have, or set it.",
    description = {
      "A write that would make more than the quota is refused with exit code 1 and changes nothing;",
      "deletions and smaller documents always pass. Bytes are those of canonical bodies, as in users.",
      "The kinds of stores that keep quotas are sqlite and sharded-sqlite (and memory)."
    },
    footer = {
      "  pagurus quota sqlite:places.db NO --documents 10000 --bytes 20MiB",
      "  pagurus quota sqlite:places.db NO --json",
      "  pagurus quota sqlite:places.db NO --none"
    })
final class QuotaCommand extends StoreCommand {

  private static final Setting COUNT = Setting.count("documents", 0, "");
  private static final Setting SIZE = Setting.bytes("bytes", 0, "");

  @Parameters(index = "1", paramLabel = "USER", description = "Whose.")
  private String user = "";

  @Option(names = "--documents", paramLabel = "N", description = "At most so many documents.")
  private @Nullable String documents;

  @Option(
      names = "--bytes",
      paramLabel = "SIZE",
      description = "At most so many bytes, such as 20MiB.")
  private @Nullable String bytes;

  @Option(names = "--none", description = "No bound any more; before the others.")
  private boolean none;

  @Option(names = "--json", description = "A JSON object.")
  private boolean json;

  QuotaCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    try (Store store = open()) {
      UserStore of = store.user(user);
      Quota before = of.quota();
      Quota quota = none ? Quota.NONE : before;
      if (documents != null) {
        quota = quota.withDocuments(number(COUNT, documents));
      }
      if (bytes != null) {
        quota = quota.withBytes(number(SIZE, bytes));
      }
      if (none || documents != null || bytes != null) {
        of.setQuota(quota);
      }
      print(of.info().orElseThrow(this::absent), quota);
      return ExitCode.DONE;
    }
  }

  private static long number(Setting setting, String text) {
    try {
      return SettingValues.of(Map.of(setting.name(), text), List.of(setting)).number(setting);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).replaceFirst("^the setting ", "--");
      throw new Failure(ExitCode.WRONG_USE, why);
    }
  }

  private Failure absent() {
    return new Failure(ExitCode.NOT_FOUND, "there is no user \"" + user + "\"");
  }

  private void print(UserInfo info, Quota quota) {
    if (json) {
      ObjectNode line = JsonMapper.shared().createObjectNode();
      line.put("user", info.user());
      line.put("documents", info.documents());
      line.put("bytes", info.bytes());
      quota.documents().ifPresent(most -> line.put("documentsQuota", most));
      quota.bytes().ifPresent(most -> line.put("bytesQuota", most));
      console().out().line(line.toString());
      return;
    }
    Table table = new Table(console(), List.of("USER", "DOCUMENTS", "QUOTA", "BYTES", "QUOTA"));
    table.row(
        info.user(), info.documents(), text(quota.documents()), info.bytes(), text(quota.bytes()));
    table.end();
  }

  private static String text(OptionalLong most) {
    return most.isPresent() ? Long.toString(most.getAsLong()) : "-";
  }
}
