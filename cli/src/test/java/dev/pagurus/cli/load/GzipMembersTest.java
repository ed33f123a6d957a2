package dev.pagurus.cli.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Nothing of a gzip file is lost without a word. */
final class GzipMembersTest {

  @Test
  void membersFollowOneAnother() throws IOException {
    byte[] text = text(200_000);
    byte[] first = gzip(Arrays.copyOf(text, 70_000));
    byte[] rest = gzip(Arrays.copyOfRange(text, 70_000, text.length));
    byte[] empty = gzip(new byte[0]);
    byte[] all = join(empty, first, empty, rest);
    assertArrayEquals(text, read(new ByteArrayInputStream(all)));
    assertArrayEquals(text, read(drops(all)), "from a pipe that gives a byte at a time");
  }

  @Test
  void aFileThatIsCutOffIsNeverTakenForWhole() throws IOException {
    byte[] one = gzip(text(300));
    byte[] two = join(one, one);
    for (int length = 1; length < two.length; length++) {
      byte[] part = Arrays.copyOf(two, length);
      if (length == one.length) {
        assertEquals(300, read(new ByteArrayInputStream(part)).length);
      } else {
        assertThrows(EOFException.class, () -> read(new ByteArrayInputStream(part)), "" + length);
      }
    }
  }

  @Test
  void whatFollowsAndIsNoGzipIsTold() throws IOException {
    byte[] one = gzip(text(300));
    for (byte[] tail :
        new byte[][] {
          {'{', '}'}, new byte[100], "plain lines\n".repeat(9).getBytes(StandardCharsets.UTF_8)
        }) {
      assertThrows(IOException.class, () -> read(new ByteArrayInputStream(join(one, tail))));
    }
  }

  @Test
  void whatChangedOnTheWayIsTold() throws IOException {
    byte[] text = "the same line again\n".repeat(20).getBytes(StandardCharsets.UTF_8);
    byte[] one = gzip(text);
    int told = 0;
    // Behind the header, whose time and system say nothing of the content.
    for (int i = 10; i < one.length; i++) {
      byte[] damaged = one.clone();
      damaged[i] ^= 0x10;
      try {
        // Bits that only fill up a byte mean nothing.
        assertArrayEquals(text, read(new ByteArrayInputStream(damaged)), "byte " + i);
      } catch (IOException e) {
        told++;
      }
    }
    assertTrue(told >= one.length - 12, told + " of " + one.length);
  }

  @Test
  void headersMayTellMore() throws IOException {
    byte[] plain = gzip(text(300));
    byte[] told = {3, 0, 'x', 'y', 'z', 'n', 'a', 'm', 'e', 0, 'c', 0};
    byte[] header = Arrays.copyOf(plain, 10);
    header[3] = 0x02 | 0x04 | 0x08 | 0x10;
    CRC32 crc = new CRC32();
    crc.update(join(header, told));
    byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
    byte[] all = join(header, told, checksum, rest);
    assertArrayEquals(text(300), read(new ByteArrayInputStream(all)));
  }

  private static byte[] read(InputStream in) throws IOException {
    try (InputStream gzip = new GzipMembers(in)) {
      return gzip.readAllBytes();
    }
  }

  private static InputStream drops(byte[] bytes) {
    return new SequenceInputStream(
        Collections.enumeration(
            IntStream.range(0, bytes.length)
                .mapToObj(i -> new ByteArrayInputStream(bytes, i, 1))
                .toList()));
  }

  private static byte[] text(int length) {
    byte[] text = new byte[length];
    new Random(length).nextBytes(text);
    return text;
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text);
    }
    return bytes.toByteArray();
  }

  private static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }
}
