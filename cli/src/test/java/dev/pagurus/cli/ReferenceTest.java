package dev.pagurus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Screen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/cli.md says what the command can, no more and no less. */
final class ReferenceTest {

  private static final Path REFERENCE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs/cli.md");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(--[a-z-]+)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"((?:\\\\.|[^\"])*)\"|(\\S+)");

  @Test
  void everyCommandHasASection() throws IOException {
    Set<String> commands = new TreeSet<>(tree().getSubcommands().keySet());
    commands.remove("help");
    assertEquals(commands, new TreeSet<>(sections().keySet()));
  }

  @Test
  void everyOptionHasItsRow() throws IOException {
    for (Map.Entry<String, String> section : sections().entrySet()) {
      CommandSpec command = command(section.getKey()).getCommandSpec();
      Set<String> options = new TreeSet<>();
      for (OptionSpec option : command.options()) {
        options.add(option.longestName());
      }
      options.removeAll(Set.of("--help", "--quiet", "--debug"));
      Set<String> rows = new TreeSet<>();
      ROW.matcher(section.getValue()).results().map(row -> row.group(1)).forEach(rows::add);
      assertEquals(options, rows, section.getKey());
    }
  }

  @Test
  void everyExampleIsACommandLineThatCanBe() throws IOException {
    int checked = 0;
    for (String line : Files.readString(REFERENCE).replace("\\\n", " ").lines().toList()) {
      if (line.startsWith("    ") && line.contains("pagurus ") && !isForm(line)) {
        checked += parse(line);
      }
    }
    assertTrue(checked > 40, checked + " examples");
  }

  @Test
  void everyExitCodeIsListed() throws IOException {
    String text = Files.readString(REFERENCE);
    for (int code :
        List.of(
            ExitCode.DONE,
            ExitCode.FAILED,
            ExitCode.WRONG_USE,
            ExitCode.NOT_WHOLE,
            ExitCode.NOT_FOUND,
            ExitCode.REFUSED,
            ExitCode.TRY_AGAIN,
            ExitCode.INTERRUPTED,
            ExitCode.READER_GONE)) {
      assertTrue(text.contains("\n| " + code + " | "), "exit code " + code);
    }
  }

  @Test
  void helpTeaches() {
    for (String name : tree().getSubcommands().keySet()) {
      if (!name.equals("help")) {
        Shell.Result help = Shell.run(name, "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("Examples:"), name);
        assertEquals("", help.err());
        assertEquals(help.out(), Shell.run("help", name).out());
      }
    }
    assertTrue(Shell.run("--version").out().startsWith("pagurus "));
    assertEquals(2, Shell.run().code());
    assertTrue(Shell.run("exprot").err().contains("export"));
    assertTrue(Shell.run("completion").out().contains("complete "));
  }

  /** Parses every command of a pipeline, without running it. */
  private static int parse(String line) {
    int parsed = 0;
    for (List<String> words : commands(line)) {
      int at = words.indexOf("pagurus");
      if (at >= 0 && at + 1 < words.size()) {
        String[] args = words.subList(at + 1, words.size()).toArray(String[]::new);
        if (!args[0].equals("help")) {
          tree().parseArgs(args);
          parsed++;
        }
      }
    }
    return parsed;
  }

  private static List<List<String>> commands(String line) {
    List<List<String>> commands = new ArrayList<>();
    List<String> words = new ArrayList<>();
    commands.add(words);
    for (MatchResult match : WORD.matcher(line.strip()).results().toList()) {
      String word = match.group();
      if (match.group(1) != null) {
        words.add(match.group(1));
      } else if (word.equals("|")) {
        words = new ArrayList<>();
        commands.add(words);
      } else if (word.equals("<") || word.equals(">") || word.equals("#")) {
        // What follows is the shell's, or nobody's.
        words = new ArrayList<>();
      } else {
        words.add(word.replaceAll("^<\\(|\\)$", ""));
      }
    }
    return commands;
  }

  /** A form has words in capitals where an example has names. */
  private static boolean isForm(String line) {
    return line.contains("LOCATOR") || (line.contains("[") && !line.contains("'"));
  }

  private static Map<String, String> sections() throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section :
        Pattern.compile("\n## ").splitAsStream(Files.readString(REFERENCE)).toList()) {
      if (section.startsWith("`")) {
        String name = section.substring(1, section.indexOf('`', 1));
        assertFalse(sections.containsKey(name), name);
        sections.put(name, section);
      }
    }
    return sections;
  }

  private static CommandLine command(String name) {
    CommandLine command = tree().getSubcommands().get(name);
    if (command == null) {
      throw new AssertionError("there is no command " + name);
    }
    return command;
  }

  private static CommandLine tree() {
    return CommandTree.all(
        new Console(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Screen.NONE,
            Map.of()));
  }
}
