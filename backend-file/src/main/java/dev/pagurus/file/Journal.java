package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The journal: what is committed and may not be safe in record files yet. Appending and forcing is
 * all that an acknowledged commit waits for.
 *
 * <p>It is a folder of segments, each named by its first position; a position counts the bytes of
 * all segments that ever were. The newest is appended to. What a checkpoint made safe elsewhere is
 * dropped by whole segments.
 *
 * <p>Appending is for one thread at a time; {@link #dropBefore} may be called beside it.
 */
final class Journal implements AutoCloseable {

  static final long SEGMENT_BYTES = 8L << 20;

  private final Disk disk;
  private final Path folder;
  private final UUID store;
  private final boolean durable;

  /** Start positions of all segments and where they are. Guarded by itself. */
  private final NavigableMap<Long, Path> segments;

  private FileChannel channel;
  private long start;
  private volatile long end;
  private @Nullable String broken;

  private Journal(
      Disk disk,
      Path folder,
      UUID store,
      boolean durable,
      FileChannel channel,
      long start,
      NavigableMap<Long, Path> segments)
      throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.store = store;
    this.durable = durable;
    this.channel = channel;
    this.start = start;
    this.end = start + channel.position();
    this.segments = segments;
  }

  /**
   * Begins a new segment after what was read.
   *
   * @param read all segments that are there, in order of their positions
   * @param from the position of the new segment, beyond all that was read
   * @param durable whether every append is forced to the medium (DUR-1)
   */
  static Journal start(
      Disk disk, Path folder, UUID store, boolean durable, NavigableMap<Long, Path> read, long from)
      throws IOException {
    NavigableMap<Long, Path> segments = new TreeMap<>(read);
    FileChannel channel = create(disk, folder, store, from, segments);
    return new Journal(disk, folder, store, durable, channel, from, segments);
  }

  private static FileChannel create(
      Disk disk, Path folder, UUID store, long start, NavigableMap<Long, Path> segments)
      throws IOException {
    Path file = path(folder, start);
    FileChannel made = disk.createChannel(file);
    boolean done = false;
    try {
      writeAll(made, JournalSegment.header(store));
      made.force(true);
      Disk.forceFolder(folder);
      synchronized (segments) {
        segments.put(start, file);
      }
      done = true;
      return made;
    } finally {
      if (!done) {
        made.close();
        Files.deleteIfExists(file);
      }
    }
  }

  private static Path path(Path folder, long start) {
    return folder.resolve(JournalSegment.name(start));
  }

  /** Where the next entry will begin. */
  long end() {
    return end;
  }

  /**
   * Writes entries, all or none, and forces them to the medium if the journal is durable.
   *
   * @return the position after them
   * @throws BackendException FULL or UNAVAILABLE: none was written; OUTCOME_UNKNOWN: ask
   */
  long append(List<byte[]> entries) {
    if (broken != null) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          "the journal failed earlier (" + broken + "): close the store and open it again");
    }
    try {
      if (end - start >= SEGMENT_BYTES) {
        roll();
      }
      List<ByteBuffer> frames = JournalSegment.frames(entries, end);
      long bytes = frames.stream().mapToLong(ByteBuffer::remaining).sum();
      Disk.uninterrupted(
          () -> {
            write(frames);
            return true;
          });
      long after = end + bytes;
      end = after;
      return after;
    } catch (IOException e) {
      takeBack(e);
      throw Errors.of("cannot write the journal; nothing was changed", e);
    } catch (RuntimeException | Error e) { // no memory, say, with all of it written
      takeBack(e);
      throw e;
    }
  }

  private void write(List<ByteBuffer> frames) throws IOException {
    if (!channel.isOpen()) {
      reopen();
    }
    channel.position(end - start);
    for (ByteBuffer frame : frames) {
      writeAll(channel, frame.rewind());
    }
    if (durable) {
      channel.force(false);
    }
  }

  /** After an interrupt, or a failure. */
  private void reopen() throws IOException {
    channel =
        FileChannel.open(path(folder, start), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /**
   * Cuts off what was not acknowledged, so that the next opening does not find it.
   *
   * @throws BackendException OUTCOME_UNKNOWN if it cannot
   */
  private void takeBack(Throwable failure) {
    try {
      Disk.uninterrupted(
          () -> {
            if (!channel.isOpen()) {
              reopen();
            }
            channel.truncate(end - start);
            channel.force(true);
            return true;
          });
    } catch (IOException | RuntimeException | Error e) {
      broken = String.valueOf(failure.getMessage());
      failure.addSuppressed(e);
      throw new BackendException(
          ErrorCode.OUTCOME_UNKNOWN,
          "the journal failed while the commit was written, and may hold it: open the store again"
              + " and read ("
              + failure.getMessage()
              + ")",
          failure);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes all that was appended safe on the medium. */
  void force() throws IOException {
    Path newest;
    synchronized (segments) {
      newest = segments.lastEntry().getValue();
    }
    Disk.force(newest); // those before were forced when this one began
  }

  /** Begins a new segment, so that all before {@link #end} can be dropped as a whole. */
  void roll() throws IOException {
    if (end - start == JournalSegment.HEADER_BYTES) {
      return;
    }
    if (!durable) {
      Disk.force(path(folder, start));
    }
    FileChannel next =
        Objects.requireNonNull(
            Disk.uninterrupted(() -> create(disk, folder, store, end, segments)));
    FileChannel full = channel;
    channel = next;
    start = end;
    end = start + JournalSegment.HEADER_BYTES;
    full.close();
  }

  /** Deletes the segments that end at or before a position. */
  void dropBefore(long position) throws IOException {
    synchronized (segments) {
      while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= position) {
        Files.deleteIfExists(segments.firstEntry().getValue());
        segments.pollFirstEntry();
      }
    }
    Disk.forceFolder(folder);
  }

  /** The first position that is still there. */
  long beginning() {
    synchronized (segments) {
      return segments.firstKey();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
