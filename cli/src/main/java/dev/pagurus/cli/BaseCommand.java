package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What every command has. */
@Command(
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    footerHeading = "%nExamples:%n",
    descriptionHeading = "%n",
    sortOptions = false,
    abbreviateSynopsis = true,
    versionProvider = Version.class)
abstract class BaseCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      order = 100,
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli asks whether it was set
  private boolean help;

  @Option(
      names = {"-q", "--quiet"},
      order = 101,
      description = "No notes and no progress; errors only.")
  private boolean quiet;

  @Option(
      names = "--debug",
      order = 102,
      description = "Show where errors come from (or set PAGURUS_DEBUG).")
  private boolean debug;

  /** Options may stand before the name of the command, too. */
  @ParentCommand private @Nullable BaseCommand parent;

  private final Console console;

  BaseCommand(Console console) {
    this.console = console;
  }

  final Console console() {
    return console;
  }

  @Override
  public final Integer call() throws Exception {
    heed();
    return run();
  }

  private void heed() {
    if (parent != null) {
      parent.heed();
    }
    if (quiet) {
      console.beQuiet();
    }
    if (debug) {
      console.debug();
    }
  }

  /** Does it, and answers the exit code. */
  abstract int run() throws Exception;
}
