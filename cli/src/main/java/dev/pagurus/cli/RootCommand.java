package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command without a command: says what there is. */
@Command(
    name = "pagurus",
    header = "Keeps JSON documents, in the shell that fits: one contract, interchangeable stores.",
    customSynopsis = "pagurus COMMAND LOCATOR [...]",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%n",
    footer = {
      "A locator names a store: sqlite:FILE is one file; `pagurus backends` lists all kinds.",
      "A store has users, a user has collections, a collection has documents with ids.",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong use, 3 damaged or some input set aside, 4 not found,",
      "5 refused (locked, foreign, newer, moved), 75 try again (busy, unavailable).",
      "",
      "Start with:",
      "  pagurus demo                         an application's life on real data, in some seconds",
      "  pagurus help find                    a command explained, with examples"
    })
final class RootCommand extends BaseCommand {

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("unused") // picocli asks whether it was set
  private boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  RootCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    spec.commandLine().usage(console().err());
    return ExitCode.WRONG_USE;
  }
}
