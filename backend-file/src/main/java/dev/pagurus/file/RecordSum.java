package dev.pagurus.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The three sums that a record carries, each a CRC-32C in eight hex digits: of the metadata (the
 * other two sums included), of the document's text, and of the body's canonical bytes. The last one
 * tells comments from edits, and proves that a text that was not touched still reads as the body it
 * was written from.
 *
 * @param head eight hex digits
 * @param content eight hex digits
 * @param body eight hex digits
 */
record RecordSum(String head, String content, String body) {

  /** 8-8-8, as it stands in the file. */
  static final int LENGTH = 26;

  private static final int BUFFER = 1 << 16;

  private static final String DIGITS = "0123456789abcdef";

  /** Sums the metadata's values as they are spelled in the file, and the other two sums. */
  static RecordSum over(Iterable<String> values, String content, String body) {
    CRC32C crc = new CRC32C();
    for (String value : values) {
      crc.update(value.getBytes(StandardCharsets.UTF_8));
      crc.update('\n');
    }
    crc.update((content + '-' + body).getBytes(StandardCharsets.UTF_8));
    return new RecordSum(hex(crc), content, body);
  }

  static String of(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return hex(crc);
  }

  /** Sums a text that is written to be summed, and again when it is wanted. */
  static String of(RecordText.Rest text) {
    CRC32C crc = new CRC32C();
    try (OutputStream sum =
        new BufferedOutputStream(
            new CheckedOutputStream(OutputStream.nullOutputStream(), crc), BUFFER)) {
      text.writeTo(sum);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing that could fail was written to", e);
    }
    return hex(crc);
  }

  /** Sums text from an offset to its end as if every line ended with LF alone. */
  static String ofLines(byte[] text, int from) {
    CRC32C crc = new CRC32C();
    int start = from;
    for (int i = from; i + 1 < text.length; i++) {
      if (text[i] == '\r' && text[i + 1] == '\n') {
        crc.update(text, start, i - start);
        start = i + 1;
      }
    }
    crc.update(text, start, text.length - start);
    return hex(crc);
  }

  private static String hex(CRC32C crc) {
    long value = crc.getValue();
    StringBuilder out = new StringBuilder(8);
    for (int shift = 28; shift >= 0; shift -= 4) {
      out.append(DIGITS.charAt((int) (value >>> shift) & 15));
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return head + '-' + content + '-' + body;
  }
}
