package dev.pagurus.cli.console;

import java.io.IOException;
import java.util.Locale;

/** Results could not be written. */
public final class OutputFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutputFailure(IOException cause) {
    super("cannot write the results: " + cause.getMessage(), cause);
  }

  /**
   * Whether the reader of a pipe went away, as {@code | head} does, which is no error of anybody.
   *
   * @return true for a closed pipe
   */
  public boolean readerIsGone() {
    // Java has no type for EPIPE. Linux, macOS: "Broken pipe"; Windows: "The pipe is being closed",
    // "The pipe has been ended".
    return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }
}
