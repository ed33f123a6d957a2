package dev.pagurus.file;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the journal, as bytes. A heading tells whose it is; then come frames:
 *
 * <pre>
 * heading  "PAGURUSJ", format (4 bytes), store (16), CRC-32C of these (4)
 * frame    "PGf1", length of the entry (4), CRC-32C of the frame's position (8), the length and the entry (4), entry
 * </pre>
 *
 * <p>Numbers are big-endian. The position in the checksum makes sure that what an older segment
 * left on the medium is not taken for a frame.
 */
final class JournalSegment {

  static final int HEADER_BYTES = 32;
  static final int FORMAT = 1;
  private static final byte[] MAGIC = "PAGURUSJ".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME = 0x50476631;
  private static final int FRAME_BYTES = 12;

  /** More is not copied once more. */
  private static final int LARGE_BYTES = 1 << 20;

  private static final int MAX_ENTRY_BYTES = 1 << 30;
  private static final String EXTENSION = ".log";

  private JournalSegment() {}

  static String name(long start) {
    return HexFormat.of().toHexDigits(start) + EXTENSION;
  }

  static ByteBuffer header(UUID store) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.put(MAGIC).putInt(FORMAT);
    header.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, HEADER_BYTES - 4);
    return header.putInt((int) crc.getValue()).flip();
  }

  /** What is to be written, in one piece unless it is large. */
  static List<ByteBuffer> frames(List<byte[]> entries, long position) {
    List<ByteBuffer> frames = new ArrayList<>();
    int size = 0;
    for (byte[] entry : entries) {
      int sum = checksum(position + size, entry);
      frames.add(
          ByteBuffer.allocate(FRAME_BYTES).putInt(FRAME).putInt(entry.length).putInt(sum).flip());
      frames.add(ByteBuffer.wrap(entry));
      size += FRAME_BYTES + entry.length;
    }
    return size > LARGE_BYTES ? frames : List.of(joined(frames, size));
  }

  private static ByteBuffer joined(List<ByteBuffer> pieces, int size) {
    ByteBuffer all = ByteBuffer.allocate(size);
    pieces.forEach(all::put);
    return all.flip();
  }

  private static int checksum(long position, byte[] entry) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(position).putInt(entry.length).flip());
    crc.update(entry, 0, entry.length);
    return (int) crc.getValue();
  }

  /** The segments in a folder, by their first positions. */
  static NavigableMap<Long, Path> list(Path folder) throws IOException {
    NavigableMap<Long, Path> segments = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + EXTENSION)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.matches("[0-9a-f]{16}\\.log")) {
          segments.put(HexFormat.fromHexDigitsToLong(name.substring(0, 16)), file);
        }
      }
    }
    return segments;
  }

  /** Takes what was read. */
  interface Reader {

    void entry(long position, JournalEntry entry) throws IOException;
  }

  /**
   * Reads the frames of a segment.
   *
   * @param from the position of the first frame that matters
   * @return the position after the last frame that is whole, and what comes after one that is not;
   *     null if the heading is not one of this store
   */
  static @Nullable Read read(Path file, long start, UUID store, long from, Reader reader)
      throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), 1 << 16))) {
      byte[] header = in.readNBytes(HEADER_BYTES);
      if (!ByteBuffer.wrap(header).equals(header(store))) {
        return null;
      }
      long position = start + HEADER_BYTES;
      while (true) {
        byte[] entry = frame(in, position);
        if (entry == null) {
          return new Read(position, after(file, start, position));
        }
        if (position >= from) {
          reader.entry(position, JournalEntry.decode(entry));
        }
        position += FRAME_BYTES + entry.length;
      }
    }
  }

  /**
   * What was read of a segment.
   *
   * @param end the position after the last frame before the first that is not whole
   * @param after the whole frames that come after one that is not. A loss of power leaves that
   *     behind of what was written and not forced, and a medium that forgets of anything
   */
  record Read(long end, List<JournalEntry> after) {

    /** Copies. */
    Read {
      after = List.copyOf(after);
    }
  }

  private static byte @Nullable [] frame(DataInputStream in, long position) throws IOException {
    try {
      if (in.readInt() != FRAME) {
        return null;
      }
      int length = in.readInt();
      int sum = in.readInt();
      if (length < 1 || length > MAX_ENTRY_BYTES) {
        return null;
      }
      byte[] entry = in.readNBytes(length);
      return entry.length == length && checksum(position, entry) == sum ? entry : null;
    } catch (EOFException e) {
      return null;
    }
  }

  /** Looks for whole frames byte by byte; for the rare tail that is not whole. */
  private static List<JournalEntry> after(Path file, long start, long position) throws IOException {
    List<JournalEntry> after = new ArrayList<>();
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int at = (int) (position - start) + 1; at + FRAME_BYTES < bytes.length; at++) {
      if (buffer.getInt(at) != FRAME) {
        continue;
      }
      int length = buffer.getInt(at + 4);
      if (length > 0 && length <= bytes.length - at - FRAME_BYTES) {
        byte[] entry =
            java.util.Arrays.copyOfRange(bytes, at + FRAME_BYTES, at + FRAME_BYTES + length);
        if (checksum(start + at, entry) == buffer.getInt(at + 8)) {
          after.add(JournalEntry.decode(entry));
          at += FRAME_BYTES + length - 1;
        }
      }
    }
    return after;
  }
}
