package dev.pagurus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a person sees on a terminal, and a program in a pipe. */
final class TerminalTest extends Processes {

  private static final String WIPE = "\r\u001b[K";

  @Test
  void aBarShowsOnATerminalAndIsGoneInTheEnd() throws Exception {
    fill(60_000, 200);
    Path export = directory().resolve("out.jsonl");
    assertEquals(
        0, code(builder(List.of(), "export", store()).redirectOutput(export.toFile()).start()));
    String copy = "sqlite:" + directory().resolve("copy.db");
    String shown = onTerminal("2", "import", copy, export.toString(), "--native");
    assertTrue(shown.contains(WIPE), "a bar showed: " + shown);
    assertTrue(shown.contains("documents/s"), "with its rate");
    List<String> left = lines(shown);
    assertEquals(1, left.size(), shown);
    assertTrue(left.get(0).startsWith("Imported 60,000 documents"), shown);
  }

  @Test
  void resultsAndABarOnOneTerminalDoNotMix() throws Exception {
    fill(60_000, 200);
    List<String> left = lines(onTerminal("12", "export", store()));
    List<String> plain = outOf("export", store()).lines().toList();
    assertEquals(plain, left.stream().filter(line -> !line.isEmpty()).toList());
  }

  @Test
  void pipesGetNoBarAndNoColours() throws Exception {
    fill(60_000, 200);
    Path out = directory().resolve("out");
    Process verify = builder(List.of(), "verify", store()).redirectOutput(out.toFile()).start();
    assertEquals(0, code(verify), this::err);
    assertFalse((err() + Files.readString(out)).contains("\u001b"));
    assertFalse((err() + Files.readString(out)).contains("\r"));
  }

  /** Runs the command on a pseudo-terminal, and answers all that came there. */
  private String onTerminal(String terminals, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        builder(List.of("-Dpagurus.terminals=" + terminals, "-Dpagurus.columns=100"), arguments)
            .command();
    String line =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    assumeTrue(canScript(), "there is no script(1) of util-linux to make a terminal");
    Path seen = directory().resolve("seen");
    Process script =
        new ProcessBuilder("script", "-qec", line, "/dev/null")
            .directory(directory().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(seen.toFile())
            .start();
    assertEquals(0, code(script), () -> seen(seen));
    return seen(seen);
  }

  private static String seen(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean canScript() throws InterruptedException {
    try {
      Process probe =
          new ProcessBuilder("script", "-qec", "true", "/dev/null")
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What is left on the lines of the terminal, after all wiping. */
  private static List<String> lines(String shown) {
    List<String> lines = new ArrayList<>();
    for (String line : shown.split("\r?\n", -1)) {
      lines.add(
          line.substring(line.lastIndexOf(WIPE) < 0 ? 0 : line.lastIndexOf(WIPE) + WIPE.length()));
    }
    if (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }
}
