package dev.pagurus.cli;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.spi.OpenRequest.Mode;
import picocli.CommandLine.Parameters;

/** What every command on a store has: its locator, first after the command. */
abstract class StoreCommand extends BaseCommand {

  @Parameters(
      index = "0",
      paramLabel = "LOCATOR",
      description =
          "The store: a locator such as sqlite:FILE, or a config file, as @FILE or FILE.toml.")
  private String locator = "";

  StoreCommand(Console console) {
    super(console);
  }

  final String locator() {
    return locator;
  }

  /** Opens a store that is there. */
  final Store open() {
    return Stores.open(locator, Mode.MUST_EXIST);
  }

  /** Opens a store, or makes it. */
  final Store openOrCreate() {
    return Stores.openOrCreate(locator);
  }
}
