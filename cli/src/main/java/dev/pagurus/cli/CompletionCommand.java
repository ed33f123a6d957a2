package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints a completion script. */
@Command(
    name = "completion",
    header = "Print a script that completes commands in bash and zsh.",
    footer = {
      "  source <(pagurus completion)                  # in ~/.bashrc or ~/.zshrc",
      "  pagurus completion > /etc/bash_completion.d/pagurus"
    })
final class CompletionCommand extends BaseCommand {

  CompletionCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    console().out().line(AutoComplete.bash("pagurus", CommandTree.all(console())).stripTrailing());
    return ExitCode.DONE;
  }
}
