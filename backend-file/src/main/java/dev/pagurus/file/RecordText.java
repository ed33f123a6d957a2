package dev.pagurus.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * The whole text of a record: the lines of metadata, and the rest, which a large record writes each
 * time it is asked, so that it is never held beside the body.
 */
final class RecordText implements Disk.Content {

  private final byte[] head;
  private final Rest rest;

  /**
   * A text of two parts.
   *
   * @param head the lines of metadata, or all there is
   * @param rest what comes after them
   */
  RecordText(byte[] head, Rest rest) {
    this.head = head;
    this.rest = rest;
  }

  /** A part of a text; it comes out the same each time. */
  interface Rest {

    void writeTo(OutputStream out) throws IOException;
  }

  /** A text that is held. */
  static RecordText of(byte[] all) {
    return new RecordText(all, out -> {});
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(head);
    rest.writeTo(out);
  }

  /** All of it at once. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length);
    try {
      writeTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }
}
