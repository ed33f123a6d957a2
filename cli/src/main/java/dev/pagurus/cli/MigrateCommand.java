package dev.pagurus.cli;

import dev.pagurus.SettingValues;
import dev.pagurus.StoreException;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.migrate.SwitchException;
import dev.pagurus.migrator.MergeRule;
import dev.pagurus.migrator.MigrationOptions;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves a store into another of any kind. */
@Command(
    name = "migrate",
    header = "Move a store into another of any kind, and prove that both hold the same.",
    description = {
      "ACTION is one of:",
      "  plan    say what would be moved, what is in the way and how long it takes; change nothing",
      "  run     move, or go on moving, and verify; run it again however it ended",
      "  status  say how far a move into TARGET has come",
      "  verify  compare any two stores; print the first differences",
      "  abort   remove from TARGET what an unfinished move brought",
      "  undo    let SOURCE serve again after run --switch, if TARGET has taken no writes",
      "SOURCE and TARGET are locators or config files; settings follow a locator as ?key=value.",
      "Users, collections, ids, bodies, revisions, times, indexes and the feed arrive as they left.",
      "Nobody may write to either store meanwhile. What was moved is done with only when both were",
      "read to the end and agree (exit code 0). The exit code is 3 if they differ, or if records",
      "that cannot be moved were set aside, until they are accepted; 5 if TARGET is not empty.",
      "In lines of verify, = is the same, - is missing in TARGET, + is in TARGET only, * differs,",
      "and ! cannot be read."
    },
    footer = {
      "  pagurus migrate plan file:places sqlite:places.db",
      "  pagurus migrate run file:places sqlite:places.db --switch pagurus.toml",
      "  pagurus migrate run sqlite:places.db 'sharded-sqlite:places?digits=hash' --threads 4",
      "  pagurus migrate verify file:places sqlite:places.db",
      "  pagurus migrate undo file:places sqlite:places.db --switch pagurus.toml"
    })
final class MigrateCommand extends BaseCommand {

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      completionCandidates = Actions.class,
      description = "plan, run, status, verify, abort or undo.")
  private String action = "";

  @Parameters(index = "1", paramLabel = "SOURCE", description = "The store that is moved.")
  private String source = "";

  @Parameters(index = "2", paramLabel = "TARGET", description = "Where to; run makes it.")
  private String target = "";

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Only this user; may be given again.")
  private List<String> users = new ArrayList<>();

  @Option(
      names = "--collection",
      paramLabel = "C",
      description = "Only this collection; may be given again.")
  private List<String> collections = new ArrayList<>();

  @Option(
      names = "--merge",
      paramLabel = "RULE",
      description =
          "Into a TARGET that is not empty: where both have a document and not the same, that of"
              + " the source, of the target, or the newer stays.")
  private @Nullable String merge;

  @Option(names = "--threads", paramLabel = "N", description = "So many users at the same time.")
  private @Nullable Integer threads;

  @Option(
      names = "--max-rate",
      paramLabel = "BYTES",
      description = "At most so many bytes of documents a second, such as 10MiB.")
  private @Nullable String maxRate;

  @Option(
      names = "--pause-file",
      paramLabel = "FILE",
      description = "Wait for as long as this file is there.")
  private @Nullable Path pauseFile;

  @Option(
      names = "--quarantine",
      paramLabel = "FILE|DIR",
      description =
          "Takes records that cannot be moved, as lines of JSON; written anew by each run."
              + " Default: pagurus-quarantine.jsonl, here.")
  private @Nullable Path quarantine;

  @Option(
      names = "--quarantine-limit",
      paramLabel = "N",
      description = "End if more than N records are set aside. Default: 1000.")
  private @Nullable Long quarantineLimit;

  @Option(
      names = "--accept-quarantine",
      description = "Be done though records were set aside: their list was read.")
  private boolean acceptQuarantine;

  @Option(
      names = "--switch",
      paramLabel = "CONFIG",
      description =
          "When all is moved, seal SOURCE and have this pagurus.toml name TARGET; the old one is"
              + " kept beside it. With undo: put the old one back.")
  private @Nullable Path config;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write the report there, as Markdown and JSON.")
  private @Nullable Path report;

  @Option(
      names = "--json",
      description = "Print the result as one JSON object, and progress as lines of JSON.")
  private boolean json;

  /** What shells complete. */
  static final class Actions extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Actions() {
      super(List.of("plan", "run", "status", "verify", "abort", "undo"));
    }
  }

  MigrateCommand(Console console) {
    super(console);
  }

  @Override
  int run() throws IOException {
    if (!new Actions().contains(action)) {
      throw wrongUse(
          "'" + action + "' is no action; there are " + String.join(", ", new Actions()));
    }
    requireOptionsOf(action);
    try (Stopping stopping = new Stopping(console())) {
      try {
        return act(stopping);
      } catch (IOException | RuntimeException e) {
        if (!stopping.isAsked()) {
          throw e;
        }
        return Errors.report(console(), e); // before the process is let go
      }
    }
  }

  private int act(Stopping stopping) throws IOException {
    try (Migrating migrating =
        new Migrating(
            console(), source, target, Optional.ofNullable(config), options(), json, stopping)) {
      return switch (action) {
        case "plan" -> migrating.plan();
        case "run" -> migrating.run(Optional.ofNullable(report));
        case "status" -> migrating.status();
        case "verify" -> migrating.verify(Optional.ofNullable(report));
        case "abort" -> migrating.abort();
        default -> migrating.undo();
      };
    } catch (SwitchException e) {
      console().trace(e);
      throw new Failure(exitCode(e.kind()), String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      throw refusedOr(e, e.code());
    } catch (BackendException e) {
      throw refusedOr(e, e.code());
    }
  }

  /** A target that is in the way is refused as a store of somebody else is. */
  private static RuntimeException refusedOr(RuntimeException e, ErrorCode code) {
    return code == ErrorCode.EXISTS || code == ErrorCode.CONFLICT
        ? new Failure(ExitCode.REFUSED, String.valueOf(e.getMessage()))
        : e;
  }

  private static int exitCode(SwitchException.Kind kind) {
    return switch (kind) {
      case WRONG_USE -> ExitCode.WRONG_USE;
      case REFUSED -> ExitCode.REFUSED;
      case AGAIN -> ExitCode.TRY_AGAIN;
      case NOTHING -> ExitCode.NOT_FOUND;
      case FAILED -> ExitCode.FAILED;
    };
  }

  /** An option that would do nothing is a misunderstanding. */
  private void requireOptionsOf(String which) {
    boolean moves = which.equals("run");
    boolean looks = moves || which.equals("plan");
    refuse(config != null && !moves && !which.equals("undo"), "--switch");
    refuse(report != null && !moves && !which.equals("verify"), "--report");
    refuse(!looks && merge != null, "--merge");
    refuse(!moves && maxRate != null, "--max-rate");
    refuse(!moves && pauseFile != null, "--pause-file");
    refuse(!looks && quarantine != null, "--quarantine");
    refuse(!looks && quarantineLimit != null, "--quarantine-limit");
    refuse(!moves && acceptQuarantine, "--accept-quarantine");
    refuse(which.equals("undo") && !users.isEmpty(), "--user");
    refuse(which.equals("undo") && !collections.isEmpty(), "--collection");
    if (moves && config != null && (!users.isEmpty() || !collections.isEmpty() || merge != null)) {
      throw wrongUse(
          "--switch is for a whole store: leave out --user, --collection and --merge, or switch by"
              + " hand");
    }
  }

  private void refuse(boolean given, String option) {
    if (given) {
      throw wrongUse(option + " means nothing to migrate " + action);
    }
  }

  private static Failure wrongUse(String what) {
    return new Failure(ExitCode.WRONG_USE, what);
  }

  private MigrationOptions options() {
    MigrationOptions options =
        MigrationOptions.DEFAULT
            .withUsers(users)
            .withCollections(collections)
            .withQuarantine(
                quarantineFile(),
                quarantineLimit == null
                    ? MigrationOptions.DEFAULT.quarantineLimit()
                    : quarantineLimit);
    if (threads != null) {
      options = options.withThreads(threads);
    }
    if (maxRate != null) {
      options = options.withMaxRate(rate(maxRate));
    }
    if (pauseFile != null) {
      options = options.withPauseFile(pauseFile);
    }
    if (merge != null) {
      options = options.withMerge(rule(merge));
    }
    return acceptQuarantine ? options.withQuarantineAccepted() : options;
  }

  /** As settings write bytes. */
  private static long rate(String text) {
    Setting rate = Setting.bytes("max-rate", 0, "");
    return SettingValues.of(Map.of(rate.name(), text), List.of(rate)).number(rate);
  }

  private Path quarantineFile() {
    Path usual = Path.of("pagurus-quarantine.jsonl");
    if (quarantine == null) {
      return usual;
    }
    boolean folder = Files.isDirectory(quarantine) || quarantine.toString().endsWith("/");
    return folder ? quarantine.resolve(usual) : quarantine;
  }

  private static MergeRule rule(String name) {
    for (MergeRule rule : MergeRule.values()) {
      if (rule.name().toLowerCase(Locale.ROOT).equals(name)) {
        return rule;
      }
    }
    throw wrongUse("--merge is source, target or newer, and this says '" + name + "'");
  }
}
