package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * All commands. To start fast, only the one that the command line begins with is made; help,
 * completion and mistyped names need them all.
 */
final class CommandTree {

  private static final Map<String, Function<Console, BaseCommand>> COMMANDS = commands();

  private CommandTree() {}

  private static Map<String, Function<Console, BaseCommand>> commands() {
    Map<String, Function<Console, BaseCommand>> commands = new LinkedHashMap<>();
    commands.put("demo", DemoCommand::new);
    commands.put("backends", BackendsCommand::new);
    commands.put("init", InitCommand::new);
    commands.put("import", ImportCommand::new);
    commands.put("export", ExportCommand::new);
    commands.put("put", PutCommand::new);
    commands.put("get", GetCommand::new);
    commands.put("delete", DeleteCommand::new);
    commands.put("list", ListCommand::new);
    commands.put("users", UsersCommand::new);
    commands.put("undelete", UndeleteCommand::new);
    commands.put("copy", CopyCommand::new);
    commands.put("rename", RenameCommand::new);
    commands.put("move", MoveCommand::new);
    commands.put("quota", QuotaCommand::new);
    commands.put("collections", CollectionsCommand::new);
    commands.put("find", FindCommand::new);
    commands.put("count", CountCommand::new);
    commands.put("index", IndexCommand::new);
    commands.put("changes", ChangesCommand::new);
    commands.put("stats", StatsCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("repair", RepairCommand::new);
    commands.put("reindex", ReindexCommand::new);
    commands.put("relayout", RelayoutCommand::new);
    commands.put("place", PlaceCommand::new);
    commands.put("compact", CompactCommand::new);
    commands.put("backup", BackupCommand::new);
    commands.put("restore", RestoreCommand::new);
    commands.put("migrate", MigrateCommand::new);
    commands.put("tck", TckCommand::new);
    commands.put("completion", CompletionCommand::new);
    return commands;
  }

  /** The command line for these arguments. */
  static CommandLine of(Console console, String... args) {
    CommandLine root = new CommandLine(new RootCommand(console));
    Function<Console, BaseCommand> only = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (only != null && !args[0].equals("completion")) {
      root.addSubcommand(only.apply(console));
    } else {
      COMMANDS.values().forEach(command -> root.addSubcommand(command.apply(console)));
      root.addSubcommand(new CommandLine.HelpCommand());
    }
    return configure(console, root);
  }

  /** The whole tree. */
  static CommandLine all(Console console) {
    return of(console);
  }

  private static CommandLine configure(Console console, CommandLine root) {
    return root.setOut(new PrintWriter(new OutputWriter(console.out()), true))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.screen().colouredOut() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.min(110, Math.max(80, console.screen().columns())))
        // A name or a document may begin with @.
        .setExpandAtFiles(false)
        .setExitCodeExceptionMapper(e -> ExitCode.FAILED)
        .setParameterExceptionHandler((e, args) -> wrongUse(console, e, args))
        .setExecutionExceptionHandler((e, command, parsed) -> Errors.report(console, e));
  }

  private static int wrongUse(Console console, ParameterException e, String... args) {
    console.trace(e);
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    StringBuilder text = new StringBuilder(message(e, spec));
    if (Arrays.stream(args).anyMatch(arg -> isNoOption(spec, arg))) {
      text.append("\nA name that begins with - stands after a lone --");
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        text.append("\nDid you mean ").append(String.join(" or ", suggestions)).append("?");
      }
    }
    text.append("\nSee: ").append(spec.qualifiedName()).append(" --help");
    console.fail(text.toString());
    return ExitCode.WRONG_USE;
  }

  private static String message(ParameterException e, CommandSpec spec) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String first = unmatched.getUnmatched().get(0);
      return spec.parent() == null
          ? "there is no command '" + first + "'"
          : "'" + first + "' is too much here";
    }
    return inOurWords(String.valueOf(e.getMessage()));
  }

  /** What the library says in words of its own or of Java's. */
  private static String inOurWords(String message) {
    return message
        .replaceFirst("is not an? (int|long)$", "is not a whole number, or too large")
        .replaceFirst("^Error: (.*) are mutually exclusive.*$", "$1: give one of them")
        .replaceFirst("^Unknown subcommand ('.*')\\.$", "there is no command $1");
  }

  private static boolean isNoOption(CommandSpec spec, String arg) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    return name.length() > 1
        && name.startsWith("-")
        && !name.equals("--")
        && spec.findOption(name) == null;
  }
}
