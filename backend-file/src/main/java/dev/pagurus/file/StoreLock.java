package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operating system's lock on {@code store.lock}: one process holds the store (LIFE-2). The lock
 * goes with its process, so a dead one is no obstacle; what the file says only names the holder.
 */
final class StoreLock implements AutoCloseable {

  /**
   * Stores that this process has open. POSIX drops a process's lock on a file when it closes any
   * channel of it, so a second opener of the same process must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** What is locked, far behind what is told, so that others can read that on Windows too. */
  private static final long LOCKED_BYTE = 1L << 40;

  private static final int MAX_TOLD = 1_000;

  private final Path root;
  private final FileChannel channel;

  private StoreLock(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws BackendException LOCKED, naming the holder
   */
  static StoreLock take(Layout layout) throws IOException {
    if (!HELD.add(layout.root())) {
      throw locked(layout, me());
    }
    boolean taken = false;
    try {
      StoreLock lock = lock(layout);
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(layout.root());
      }
    }
  }

  private static StoreLock lock(Layout layout) throws IOException {
    Disk.requireNoLink(layout.lock());
    FileChannel channel =
        FileChannel.open(
            layout.lock(),
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            Disk.forFiles(layout.root()));
    boolean taken = false;
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw locked(layout, told(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((me() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
      taken = true;
      return new StoreLock(layout.root(), channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  @SuppressWarnings("NullAway") // null is how the platform says that another process has the lock
  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String told(FileChannel channel) throws IOException {
    ByteBuffer told = ByteBuffer.allocate(MAX_TOLD);
    channel.read(told, 0);
    String text = new String(told.array(), 0, told.position(), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "another process" : text;
  }

  private static String me() {
    return "process " + ProcessHandle.current().pid() + " on " + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this host";
    }
  }

  private static BackendException locked(Layout layout, String holder) {
    return new BackendException(
        ErrorCode.LOCKED,
        holder + " has the store " + layout.root() + " open: close it there, or use it there");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(root);
    }
  }
}
