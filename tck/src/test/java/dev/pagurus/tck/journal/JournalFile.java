package dev.pagurus.tck.journal;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Lines on disk, each with a checksum in front. A last line that is not whole was never
 * acknowledged, and is cut off.
 */
final class JournalFile implements AutoCloseable {

  static final String NAME = "journal";
  private static final String HOLDER = "holder";
  private static final int LAZY_LINES = 200;

  private final Path directory;
  private final FileChannel channel;
  private final FileChannel lockChannel;
  private final @Nullable FileLock lock;
  private final Flaw flaw;
  private final List<String> unwritten = new ArrayList<>();
  private int lines;

  private JournalFile(
      Path directory,
      FileChannel channel,
      FileChannel lockChannel,
      @Nullable FileLock lock,
      Flaw flaw) {
    this.directory = directory;
    this.channel = channel;
    this.lockChannel = lockChannel;
    this.lock = lock;
    this.flaw = flaw;
  }

  static JournalFile open(Path directory, Flaw flaw) throws IOException {
    Path holder = directory.resolve(HOLDER);
    FileChannel lockChannel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (flaw == Flaw.STALE && Files.exists(holder)) {
      throw new BackendException(ErrorCode.LOCKED, Files.readString(holder));
    }
    FileLock lock = flaw == Flaw.UNLOCKED ? null : lock(lockChannel, holder);
    Files.writeString(holder, "process " + ProcessHandle.current().pid());
    FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    return new JournalFile(directory, channel, lockChannel, lock, flaw);
  }

  private static FileLock lock(FileChannel channel, Path holder) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this process.
    }
    if (lock != null) {
      return lock;
    }
    channel.close();
    throw new BackendException(ErrorCode.LOCKED, Files.readString(holder) + " has the store open");
  }

  /** A line, and whether it is as it was written. */
  record Line(String text, boolean sound) {}

  List<Line> read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    String all = new String(bytes.array(), StandardCharsets.UTF_8);
    int end = all.lastIndexOf('\n') + 1;
    channel.truncate(all.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
    channel.position(channel.size());
    List<Line> lines = all.substring(0, end).lines().map(JournalFile::check).toList();
    return flaw == Flaw.HIDING ? lines.stream().takeWhile(Line::sound).toList() : lines;
  }

  private static Line check(String line) {
    int space = line.indexOf(' ');
    String text = line.substring(space + 1);
    return new Line(text, line.substring(0, space).equals(checksum(text)));
  }

  static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  void append(String text) {
    String line = checksum(text) + " " + text + "\n";
    if (flaw == Flaw.REORDERING && lines++ % 2 == 1) {
      write(line);
      return;
    }
    unwritten.add(line);
    boolean waits = flaw == Flaw.LAZY || flaw == Flaw.REORDERING;
    if (!waits || unwritten.size() >= LAZY_LINES) {
      flush();
    }
  }

  private void flush() {
    write(String.join("", unwritten));
    unwritten.clear();
  }

  private void write(String text) {
    try {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(false);
    } catch (IOException e) {
      throw new BackendException(ErrorCode.OUTCOME_UNKNOWN, "cannot write the journal: " + e, e);
    }
  }

  @Override
  public void close() {
    flush();
    try {
      channel.close();
      if (lock != null) {
        lock.release();
      }
      lockChannel.close();
      Files.deleteIfExists(directory.resolve(HOLDER));
    } catch (IOException e) {
      throw new BackendException(ErrorCode.UNAVAILABLE, "cannot close the journal: " + e, e);
    }
  }
}
