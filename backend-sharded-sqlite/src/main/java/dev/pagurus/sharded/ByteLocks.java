package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Locks on single bytes, over all processes: the operating system's byte-range locks on the files
 * of a folder. Each byte is locked alone by one, or is shared by several. The bytes need not be
 * there, and nothing is ever written to them; a number beneath 2^63 names each. The system drops
 * the locks of a process that dies.
 *
 * <p>The system and Java keep a file's locks in a list, and go through it for each lock that is
 * asked for; a thousand locks in one file make that a fifth of what it costs to read from a closed
 * one. So there are {@value #FILES} files, and the last bits of a byte's number tell in which it
 * is.
 *
 * <p>A process has such locks as a whole, and loses all of a file when it closes any descriptor of
 * it. So whoever opens the same folder in this process gets the same object, which has one channel
 * for each file, counts who shares each byte, and holds the channels until the last has closed it.
 *
 * <p>All of it is for many threads. Who needs several calls to be one synchronizes on the object.
 */
final class ByteLocks implements AutoCloseable {

  /** A power of two. Another number is another place for every byte: no build may have another. */
  private static final int FILES = 16;

  private static final long PAUSE_NANOS = 200_000;

  private static final Map<Object, ByteLocks> OPEN = new HashMap<>();

  /** A byte that this process has locked. */
  private static final class Held {

    private final FileLock lock;
    private int holders = 1;

    Held(FileLock lock) {
      this.lock = lock;
    }
  }

  private final Object key;
  private final Path folder;
  private final List<FileChannel> channels;
  private final Map<Long, Held> held = new HashMap<>();
  private int openings;

  private ByteLocks(Object key, Path folder) throws IOException {
    this.key = key;
    this.folder = folder;
    this.channels = openAll(folder);
  }

  /** Opens a folder, which is made if it is not there; to be closed as often. */
  static ByteLocks open(Path folder) throws IOException {
    synchronized (OPEN) {
      Files.createDirectories(folder);
      Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
      if (key == null) {
        key = folder.toRealPath();
      }
      ByteLocks locks = OPEN.get(key);
      if (locks == null) {
        locks = new ByteLocks(key, folder);
        OPEN.put(key, locks);
      }
      locks.openings++;
      return locks;
    }
  }

  private static List<FileChannel> openAll(Path folder) throws IOException {
    List<FileChannel> opened = new ArrayList<>();
    try {
      for (int i = 0; i < FILES; i++) {
        opened.add(
            FileChannel.open(
                folder.resolve(Integer.toHexString(i)),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
      }
      return List.copyOf(opened);
    } catch (IOException e) {
      IOException another = closeAll(opened);
      if (another != null) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  /** Answers one of the failures, if there is any. */
  private static @Nullable IOException closeAll(List<FileChannel> channels) {
    IOException failure = null;
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    return failure;
  }

  private FileChannel channel(long place) {
    return channels.get((int) (place & (FILES - 1)));
  }

  /** Locks a byte alone, unless anybody has it, in this process too. */
  synchronized boolean tryAlone(long place) {
    return !held.containsKey(place) && lock(place, false);
  }

  /** One more of those who share a byte, unless somebody has it alone. */
  synchronized boolean tryShare(long place) {
    Held there = held.get(place);
    if (there == null) {
      return lock(place, true);
    }
    if (!there.lock.isShared()) {
      return false;
    }
    there.holders++;
    return true;
  }

  /**
   * Has a byte alone that {@link #isSharedOnce is shared once} in this process; by one who knows
   * that meanwhile nobody else tries to have it alone.
   *
   * @return whether it is so now; if not, the byte is shared as before
   */
  synchronized boolean tryUpgrade(long place) {
    release(place);
    if (lock(place, false)) {
      return true;
    }
    if (!lock(place, true)) {
      throw failed(new IOException("somebody has it alone"));
    }
    return false;
  }

  /** Whether this process has a byte, alone or shared. */
  synchronized boolean isHeld(long place) {
    return held.containsKey(place);
  }

  /** Whether this process shares a byte, and once. */
  synchronized boolean isSharedOnce(long place) {
    Held there = held.get(place);
    return there != null && there.holders == 1 && there.lock.isShared();
  }

  /** Whether this process has a byte alone. */
  synchronized boolean isAlone(long place) {
    Held there = held.get(place);
    return there != null && !there.lock.isShared();
  }

  /** Whether nobody has a byte, of this process or another, alone or shared. */
  synchronized boolean isNobodys(long place) {
    if (!tryAlone(place)) {
      return false;
    }
    release(place);
    return true;
  }

  /** Whether nobody, of this process or another, has a byte alone. */
  synchronized boolean isOpenToShare(long place) {
    Held there = held.get(place);
    if (there != null) {
      return there.lock.isShared();
    }
    try {
      FileLock lock = channel(place).tryLock(place, 1, true);
      if (lock != null) {
        lock.release();
      }
      return lock != null;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private boolean lock(long place, boolean shared) {
    try {
      FileLock lock = channel(place).tryLock(place, 1, shared);
      if (lock == null) {
        return false;
      }
      held.put(place, new Held(lock));
      return true;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Ends what one call has locked; nothing if it is not locked. */
  synchronized void release(long place) {
    Held there = held.get(place);
    if (there == null || --there.holders > 0) {
      return;
    }
    held.remove(place);
    try {
      there.lock.release();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Something to be tried as one, while no other thread changes what this process has. */
  interface Attempt {
    boolean succeeds();
  }

  /**
   * Tries again and again.
   *
   * @return false if it did not succeed for too long
   */
  boolean await(Attempt attempt, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      synchronized (this) {
        if (attempt.succeeds()) {
          return true;
        }
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }

  private BackendException failed(IOException e) {
    return new BackendException(
        ErrorCode.UNAVAILABLE, "cannot lock " + folder.getFileName() + " of the store: " + e, e);
  }

  /** Ends one opening; with the last of them all locks end. */
  @Override
  public void close() {
    synchronized (OPEN) {
      if (--openings == 0) {
        OPEN.remove(key);
        IOException failure = closeAll(channels);
        if (failure != null) {
          throw failed(failure);
        }
      }
    }
  }
}
