package dev.pagurus.cli.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output: buffered, UTF-8, lines ended by a single newline. Unlike {@link
 * java.io.PrintStream} it does not swallow errors: a full disk must not look like success. For one
 * thread.
 */
public final class Output {

  private static final int BUFFER = 1 << 16;

  private final OutputStream stream;
  private final boolean lineByLine;
  private boolean failed;

  /**
   * An output.
   *
   * @param stream takes it
   * @param lineByLine whether every line is handed over at once, for people who watch
   */
  Output(OutputStream stream, boolean lineByLine) {
    this.stream = new BufferedOutputStream(stream, BUFFER);
    this.lineByLine = lineByLine;
  }

  /**
   * Writes one line.
   *
   * @param utf8 the line without its end
   * @throws OutputFailure if nobody takes it
   */
  public void line(byte[] utf8) {
    try {
      stream.write(utf8);
      stream.write('\n');
    } catch (IOException e) {
      throw failure(e);
    }
    if (lineByLine) {
      flush();
    }
  }

  /**
   * Writes one line, or several with newlines between them.
   *
   * @param text without the last newline
   * @throws OutputFailure if nobody takes it
   */
  public void line(String text) {
    line(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Hands over what is buffered.
   *
   * @throws OutputFailure if nobody takes it
   */
  public void flush() {
    if (failed) {
      return; // it was told, and what is buffered cannot be written
    }
    try {
      stream.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private OutputFailure failure(IOException e) {
    failed = true;
    return new OutputFailure(e);
  }
}
