package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command in this process. */
final class Shell {

  private Shell() {}

  /**
   * What came of it.
   *
   * @param code the exit code
   * @param out standard output
   * @param err standard error
   */
  record Result(int code, String out, String err) {

    List<String> lines() {
      return out.lines().toList();
    }

    List<JsonNode> json() {
      return out.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    }
  }

  static Result run(String... args) {
    return runWith("", args);
  }

  /** Runs with this on standard input. */
  static Result runWith(String input, String... args) {
    return runWith(input.getBytes(StandardCharsets.UTF_8), Screen.NONE, args);
  }

  static Result runWith(byte[] input, Screen screen, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(new ByteArrayInputStream(input), out, err, screen, Map.of());
    int code = Main.run(console, args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
