package dev.pagurus.cli;

import dev.pagurus.StoreException;
import dev.pagurus.cli.console.Console;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Makes a store. */
@Command(
    name = "init",
    header = "Make an empty store.",
    description = "A store that is there is opened and left as it is.",
    footer = {
      "  pagurus init sqlite:places.db",
      "  pagurus init sqlite:places.db --config pagurus.toml",
      "  pagurus put @pagurus.toml NO places oslo '{\"name\": \"Oslo\"}'"
    })
final class InitCommand extends StoreCommand {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Write a config file that names the store; a relative path counts from its folder.")
  private @Nullable Path config;

  InitCommand(Console console) {
    super(console);
  }

  @Override
  int run() throws IOException {
    if (config != null && Files.exists(config)) {
      throw new Failure(
          ExitCode.FAILED,
          config + " is there already, and nothing was made: name another file, or remove it");
    }
    boolean there = isThere();
    if (!there) {
      openOrCreate().close();
    }
    console().note(locator() + (there ? ": is there already" : ": made"));
    if (config != null) {
      // A JSON string is a basic string of TOML.
      String text = "locator = " + JsonMapper.shared().writeValueAsString(locator()) + "\n";
      Files.writeString(config, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      console().note("Wrote " + config);
    }
    return ExitCode.DONE;
  }

  private boolean isThere() {
    try {
      open().close();
      return true;
    } catch (StoreException e) {
      if (e.code() == ErrorCode.NO_STORE) {
        return false;
      }
      throw e;
    }
  }
}
