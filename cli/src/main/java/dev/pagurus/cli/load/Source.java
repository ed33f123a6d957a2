package dev.pagurus.cli.load;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is imported: a file or standard input, plain or gzip, which its first two bytes tell.
 *
 * @param name what to call it
 * @param stream its bytes as stored
 * @param size how many bytes there are, -1 if nobody knows
 */
public record Source(String name, InputStream stream, long size) implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  /**
   * A file.
   *
   * @param file where it is
   * @return the source, to be closed
   * @throws IOException if it cannot be opened
   * @throws IllegalArgumentException if it is a directory
   */
  public static Source of(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a directory: name a file, or - for a pipe");
    }
    InputStream stream = Files.newInputStream(file);
    return new Source(
        String.valueOf(file), stream, Files.isRegularFile(file) ? Files.size(file) : -1);
  }

  /**
   * Opens the text.
   *
   * @param read counts the bytes as stored that were read
   * @return plain bytes
   * @throws IOException if it cannot be read
   */
  InputStream open(AtomicLong read) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(new Counting(stream, read), BUFFER);
    raw.mark(2);
    boolean gzip = GzipMembers.begins(raw.read(), raw.read());
    raw.reset();
    return gzip ? new GzipMembers(raw) : raw;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private static final class Counting extends FilterInputStream {

    private final AtomicLong read;

    Counting(InputStream in, AtomicLong read) {
      super(in);
      this.read = read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      read.addAndGet(Math.max(0, count));
      return count;
    }
  }
}
