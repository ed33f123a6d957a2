package dev.pagurus.cli.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952): one member or several, as {@code cat a.gz b.gz} makes them. In place of
 * {@link java.util.zip.GZIPInputStream}, which takes whatever follows a member and is no other one
 * for the end, so that input would be lost without a word. For one thread.
 */
final class GzipMembers extends InputStream {

  private static final int BUFFER = 1 << 16;
  private static final int MAGIC_1 = 0x1F;
  private static final int MAGIC_2 = 0x8B;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 0x02;
  private static final int EXTRA = 0x04;
  private static final int NAME = 0x08;
  private static final int COMMENT = 0x10;

  /** Time, compression and system, which say nothing of the content. */
  private static final int REST_OF_HEADER = 6;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private int position;
  private int end;
  private boolean inMember;
  private boolean ended;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  static boolean begins(int first, int second) {
    return first == MAGIC_1 && second == MAGIC_2;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (length > 0 && (inMember || begin())) {
      int count = inflate(bytes, offset, length);
      if (count > 0) {
        checksum.update(bytes, offset, count);
        return count;
      }
      if (inflater.finished()) {
        finish();
      }
    }
    return length > 0 ? -1 : 0;
  }

  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      if (inflater.needsInput() && !inflater.finished()) {
        if (position == end && !fill()) {
          throw cutOff();
        }
        inflater.setInput(buffer, position, end - position);
      }
      int count = inflater.inflate(bytes, offset, length);
      position = end - inflater.getRemaining();
      if (inflater.needsDictionary()) {
        throw new IOException("the gzip data is damaged: it asks for a dictionary");
      }
      return count;
    } catch (DataFormatException e) {
      throw new IOException("the gzip data is damaged: " + e.getMessage(), e);
    }
  }

  /** Begins the next member; false at the end. */
  private boolean begin() throws IOException {
    if (ended || (position == end && !fill())) {
      ended = true;
      return false;
    }
    if (next() != MAGIC_1 || next() != MAGIC_2) {
      throw new IOException("what follows the gzip data is no gzip data");
    }
    if (next() != DEFLATE) {
      throw new IOException("the gzip data is compressed in an unknown way");
    }
    int flags = next();
    skip(REST_OF_HEADER);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      if ((flags & text) != 0) {
        skipText();
      }
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
    inMember = true;
    return true;
  }

  private void finish() throws IOException {
    long crc = nextInteger();
    long size = nextInteger();
    if (crc != checksum.getValue() || size != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw new IOException("the gzip data is damaged: its checksum does not agree");
    }
    inMember = false;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    int c;
    do {
      c = next();
    } while (c != 0);
  }

  /** Four bytes, the lowest first. */
  private long nextInteger() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) next() << shift;
    }
    return value;
  }

  private int next() throws IOException {
    if (position == end && !fill()) {
      throw cutOff();
    }
    return buffer[position++] & 0xFF;
  }

  private static EOFException cutOff() {
    return new EOFException("the gzip data is cut off: get the whole file and import it again");
  }

  private boolean fill() throws IOException {
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    position = 0;
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
