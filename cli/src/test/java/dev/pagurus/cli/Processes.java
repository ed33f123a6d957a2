package dev.pagurus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** For tests that run the command as a process of its own, in a directory of their own. */
abstract class Processes {

  @TempDir private Path directory;

  final Path directory() {
    return directory;
  }

  /** The locator of a store in the directory. */
  final String store() {
    return "sqlite:" + directory.resolve("store.db");
  }

  void fill(int documents, int length) throws Exception {
    Path file = directory.resolve("fill.jsonl");
    String text = "x".repeat(length);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < documents; i++) {
        out.write("{\"id\":\"d" + i + "\",\"s\":\"" + text + "\"}\n");
      }
    }
    assertEquals(
        0,
        Shell.run(
                "import",
                store(),
                file.toString(),
                "--collection",
                "c",
                "--user",
                "u",
                "--id-field",
                "id")
            .code());
  }

  /** Not SIGINT, which a process that was started in the background ignores. */
  static void terminate(Process process) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor());
  }

  String outOf(String... arguments) throws Exception {
    Process process = start(List.of(), arguments);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, code(process), this::err);
    return out;
  }

  Process start(List<String> options, String... arguments) throws IOException {
    return builder(options, arguments).start();
  }

  ProcessBuilder builder(List<String> options, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED"); // as the launcher does
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.pagurus.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectError(directory.resolve("err").toFile());
  }

  static int code(Process process) throws InterruptedException {
    assertTrue(process.waitFor(10, TimeUnit.MINUTES), "it hangs");
    return process.exitValue();
  }

  String err() {
    try {
      return Files.readString(directory.resolve("err"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
