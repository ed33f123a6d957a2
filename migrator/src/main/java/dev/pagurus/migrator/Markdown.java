package dev.pagurus.migrator;

import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import java.time.Duration;
import java.util.List;

/** Markdown in the making. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();

  Markdown line(String line) {
    text.append(line).append('\n');
    return this;
  }

  Markdown blank() {
    text.append('\n');
    return this;
  }

  Markdown row(Object... cells) {
    for (Object cell : cells) {
      text.append("| ").append(String.valueOf(cell).replace("|", "\\|")).append(' ');
    }
    text.append("|\n");
    return this;
  }

  Markdown indexes(String title, List<CollectionDefinition> definitions) {
    if (!definitions.isEmpty()) {
      blank().line("## " + title).blank();
      for (CollectionDefinition one : definitions) {
        for (IndexDefinition index : one.indexes()) {
          line("- " + one.collection() + ": " + index.name());
        }
      }
    }
    return this;
  }

  /** Hours, minutes and seconds; of what is short, milliseconds. */
  static String time(Duration time) {
    if (time.compareTo(Duration.ofSeconds(10)) < 0) {
      return time.toMillis() + " ms";
    }
    String seconds = time.toSecondsPart() + " s";
    String minutes = time.toMinutes() == 0 ? "" : time.toMinutesPart() + " min ";
    return (time.toHours() == 0 ? "" : time.toHours() + " h ") + minutes + seconds;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
