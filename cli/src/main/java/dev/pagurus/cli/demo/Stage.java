package dev.pagurus.cli.demo;

import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Spans;
import java.time.Duration;

/**
 * Where the demo says what it does, how one would do the same, what came of it and how long it
 * took.
 */
final class Stage {

  private static final String BOLD = "\u001b[1m";
  private static final String FAINT = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final Console console;
  private int step;
  private long since;

  Stage(Console console) {
    this.console = console;
  }

  /** A step begins: its title, and the command or the line of Java that does the same. */
  void step(String title, String same) {
    step++;
    console.out().line("");
    console.out().line(styled(BOLD, step + ". " + title));
    same.lines().forEach(line -> console.out().line(styled(FAINT, "   $ " + line)));
    console.out().flush();
    since = System.nanoTime();
  }

  /** A step that one does in Java. */
  void javaStep(String title, String same) {
    step++;
    console.out().line("");
    console.out().line(styled(BOLD, step + ". " + title));
    same.lines().forEach(line -> console.out().line(styled(FAINT, "   | " + line)));
    console.out().flush();
    since = System.nanoTime();
  }

  /** How long the step has taken. */
  String took() {
    return Spans.text(Duration.ofNanos(System.nanoTime() - since));
  }

  /** What came of it. */
  void say(String text) {
    text.lines().forEach(line -> console.out().line("   " + line));
  }

  private String styled(String style, String text) {
    return console.screen().colouredOut() ? style + text + PLAIN : text;
  }
}
