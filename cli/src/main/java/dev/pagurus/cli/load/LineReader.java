package dev.pagurus.cli.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of bytes, one at a time, none longer than allowed. A line ends with a newline, with
 * or without a carriage return before it, or with the input; a byte order mark at the start is
 * skipped. For one thread.
 */
final class LineReader {

  private static final int BUFFER = 1 << 16;

  /** How much of a line that is too long is kept, to show which one it was. */
  private static final int EXCERPT = 200;

  private final InputStream in;
  private final int maxBytes;
  private final Runnable beforeLongLine;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;
  private long number;

  /**
   * A reader.
   *
   * @param in where bytes come from
   * @param maxBytes the longest line
   * @param beforeLongLine called before a line that is longer than a buffer is gathered, so that
   *     memory can be made free for it
   */
  LineReader(InputStream in, int maxBytes, Runnable beforeLongLine) {
    this.in = in;
    this.maxBytes = maxBytes;
    this.beforeLongLine = beforeLongLine;
  }

  /** The next line, or null after the last. */
  @Nullable Line next() throws IOException {
    if (number == 0) {
      skipByteOrderMark();
    }
    if (position == end && !fill()) {
      return null;
    }
    number++;
    int newline = indexOfNewline();
    if (newline >= 0) {
      byte[] bytes = Arrays.copyOfRange(buffer, position, newline);
      position = newline + 1;
      return line(bytes, bytes.length);
    }
    return gather();
  }

  /** A line that does not end in what is buffered. */
  private Line gather() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    long length = 0;
    boolean roomMade = false;
    int newline;
    do {
      newline = indexOfNewline();
      int stop = newline >= 0 ? newline : end;
      length += stop - position;
      if (length <= maxBytes) {
        parts.add(Arrays.copyOfRange(buffer, position, stop));
      } else {
        // Too long: the first part will do to show which line it was.
        parts.subList(1, parts.size()).clear();
      }
      if (length > BUFFER && !roomMade) {
        roomMade = true;
        beforeLongLine.run();
      }
      position = newline >= 0 ? newline + 1 : stop;
    } while (newline < 0 && fill());
    return line(join(parts), length);
  }

  private static byte[] join(List<byte[]> parts) {
    byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  private Line line(byte[] bytes, long length) {
    if (length > bytes.length) {
      return new Line(number, Arrays.copyOf(bytes, Math.min(EXCERPT, bytes.length)), length);
    }
    boolean carriageReturn = length > 0 && bytes[bytes.length - 1] == '\r';
    byte[] text = carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    return new Line(number, text, text.length);
  }

  private int indexOfNewline() {
    for (int i = position; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void skipByteOrderMark() throws IOException {
    end = in.readNBytes(buffer, 0, 3);
    boolean mark =
        end == 3
            && buffer[0] == (byte) 0xEF
            && buffer[1] == (byte) 0xBB
            && buffer[2] == (byte) 0xBF;
    position = mark ? 3 : 0;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    position = 0;
    end = Math.max(0, read);
    return read > 0;
  }
}
