package dev.pagurus.cli.console;

import dev.pagurus.spi.Progress;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a task has come, with its rate and the time it will still take, once it has taken a
 * second: a bar on a terminal, else a line every few seconds. Nothing for a quiet console. Safe for
 * many threads.
 */
public final class Meter implements Progress, AutoCloseable {

  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
  private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

  private final Console console;
  private final String task;
  private final String unit;
  private final long start = System.nanoTime();
  private long nextLine = start + 2 * PATIENCE;
  private @Nullable ProgressBar bar;
  private boolean closed;

  /**
   * A meter that starts now.
   *
   * @param console where it shows
   * @param task what is being done, such as "import"
   * @param unit what is counted, in the plural
   */
  public Meter(Console console, String task, String unit) {
    this.console = console;
    this.task = task;
    this.unit = unit;
  }

  /**
   * How long the task has taken so far.
   *
   * @return a time span
   */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void at(long done, long total) {
    long now = System.nanoTime();
    if (now - start < PATIENCE || console.isQuiet()) {
      return;
    }
    show(done, total, now);
  }

  private synchronized void show(long done, long total, long now) {
    if (closed) {
      return;
    }
    if (console.screen().terminalErr()) {
      bar(done, total);
    } else if (now >= nextLine) {
      nextLine = now + BETWEEN_LINES;
      console.note(line(done, total, Duration.ofNanos(now - start)));
    }
  }

  private void bar(long done, long total) {
    ProgressBar shown = bar;
    if (shown == null) {
      shown =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setUnit(" " + unit, 1)
              .setInitialMax(total)
              .setConsumer(new BarLine(console))
              .setUpdateIntervalMillis(200)
              .startsFrom(0, elapsed())
              .showSpeed()
              .build();
      bar = shown;
    }
    shown.maxHint(total);
    shown.stepTo(done);
  }

  private String line(long done, long total, Duration elapsed) {
    double rate = done / Math.max(0.001, elapsed.toNanos() / 1e9);
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(Locale.ROOT, "%s: %,d %s in %s", task, done, unit, Spans.text(elapsed)));
    line.append(String.format(Locale.ROOT, ", %,d a second", Math.round(rate)));
    if (total > 0 && done <= total) {
      line.append(String.format(Locale.ROOT, ", %d%%", done * 100 / total));
      if (rate > 0) {
        Duration left = Duration.ofMillis(Math.round((total - done) / rate * 1_000));
        line.append(", ").append(Spans.text(left)).append(" to go");
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    end();
  }

  /** Ends the display, before something is said about the result. Idempotent. */
  public synchronized void end() {
    closed = true;
    if (bar != null) {
      bar.close();
    }
  }
}
