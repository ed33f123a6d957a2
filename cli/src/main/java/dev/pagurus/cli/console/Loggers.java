package dev.pagurus.cli.console;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Prints warnings and errors that libraries log as the command prints its own, and spares it the
 * time to load {@code java.util.logging}. Found by {@link java.util.ServiceLoader}.
 */
public final class Loggers extends System.LoggerFinder {

  /** Makes the finder; for {@link java.util.ServiceLoader}. */
  public Loggers() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Plain(name);
  }

  private record Plain(String name) implements System.Logger {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= Level.WARNING.getSeverity() && level != Level.OFF;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        print(level, String.valueOf(message) + (thrown == null ? "" : ": " + thrown));
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      if (isLoggable(level)) {
        boolean plain = parameters == null || parameters.length == 0;
        String text = String.valueOf(format);
        print(level, plain ? text : MessageFormat.format(text, parameters));
      }
    }

    private static void print(Level level, String text) {
      String kind = level == Level.WARNING ? "warning: " : "";
      System.err.println("pagurus: " + kind + Cells.visible(text));
    }
  }
}
