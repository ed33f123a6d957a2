package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;

/** Where the command starts. */
public final class Main {

  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line, without the program's name
   */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    // What the library and its engines log goes where everything else does, in UTF-8.
    System.setErr(console.err());
    System.exit(run(console, args));
  }

  /** Runs the command in this process. */
  static int run(Console console, String... args) {
    try {
      int code = CommandTree.of(console, args).execute(args);
      console.out().flush();
      return code;
    } catch (RuntimeException | Error e) {
      return Errors.report(console, e);
    }
  }
}
