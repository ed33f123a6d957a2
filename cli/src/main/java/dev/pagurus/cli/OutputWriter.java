package dev.pagurus.cli;

import dev.pagurus.cli.console.Output;
import java.io.Writer;

/** Lets picocli print help to the command's own output, which tells of errors. */
final class OutputWriter extends Writer {

  private final Output out;
  private final StringBuilder line = new StringBuilder();

  OutputWriter(Output out) {
    this.out = out;
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    line.append(chars, offset, length);
    int end = line.lastIndexOf("\n");
    if (end >= 0) {
      out.line(line.substring(0, end).replace("\r", ""));
      line.delete(0, end + 1);
    }
  }

  @Override
  public void flush() {
    // Main flushes when the command ends.
  }

  @Override
  public void close() {
    if (line.length() > 0) {
      out.line(line.toString());
    }
  }
}
