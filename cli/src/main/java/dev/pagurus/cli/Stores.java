package dev.pagurus.cli;

import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.StoreBuilder;
import dev.pagurus.StoreConfig;
import dev.pagurus.spi.OpenRequest.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Opens stores as the command line names them: by a locator, or by a config file. */
final class Stores {

  /** The name of a backend and a colon. One letter and a colon is a drive of Windows. */
  private static final Pattern LOCATOR = Pattern.compile("[a-z][a-z0-9-]+:.*", Pattern.DOTALL);

  private Stores() {}

  /** Opens a store. */
  static Store open(String name, Mode mode) {
    StoreBuilder builder =
        config(name).map(file -> Store.builder(read(file))).orElseGet(() -> Store.builder(name));
    return mode == Mode.MUST_EXIST ? builder.mustExist().open() : builder.open();
  }

  /** Opens a store, or makes it. */
  static Store openOrCreate(String name) {
    return open(name, Mode.OPEN_OR_CREATE);
  }

  /** Makes a store from a backup of one. */
  static void restore(String name, Path backup) {
    String locator = config(name).map(file -> read(file).locator().toString()).orElse(name);
    Store.restore(backup, locator);
  }

  /** The locator that a name stands for. */
  static Locator locator(String name) {
    return config(name).map(file -> read(file).locator()).orElseGet(() -> Locator.parse(name));
  }

  private static StoreConfig read(Path file) {
    if (Files.notExists(file)) {
      throw new Failure(ExitCode.NOT_FOUND, file + ": there is no such config file");
    }
    return StoreConfig.read(file);
  }

  /** The config file that a name is, if it is one. */
  static Optional<Path> config(String name) {
    if (name.startsWith("@")) {
      return Optional.of(Path.of(name.substring(1)));
    }
    boolean file = name.endsWith(".toml") && !LOCATOR.matcher(name).matches();
    return file ? Optional.of(Path.of(name)) : Optional.empty();
  }
}
