package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * The seal of a store that was moved, {@code moved.toml}: while it is there nothing is changed. Who
 * changes something shares a lock that the sealer takes alone, so that a seal that was acknowledged
 * has nothing under way behind it.
 */
final class Moved {

  private static final String KEY = "moved-to";

  private final Disk disk;
  private final Path file;

  /**
   * Who comes to change something lets a sealer go first who waits, or those who never stop would
   * keep him out.
   */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile @Nullable String to;

  private Moved(Disk disk, Path file, @Nullable String to) {
    this.disk = disk;
    this.file = file;
    this.to = to;
  }

  /** Looks whether the store is sealed. */
  static Moved read(Disk disk, Layout layout) throws IOException {
    byte[] there = disk.read(layout.moved());
    return new Moved(disk, layout.moved(), there == null ? null : parse(layout.moved(), there));
  }

  private static String parse(Path file, byte[] bytes) {
    TomlParseResult toml = Toml.parse(new String(bytes, StandardCharsets.UTF_8));
    if (!toml.hasErrors() && toml.get(KEY) instanceof String to) {
      return to;
    }
    throw new BackendException(
        ErrorCode.CORRUPT,
        file
            + " says that the store was moved, and not where to: write "
            + KEY
            + " = \"...\" into it, or delete the file if the store was not moved");
  }

  /** Where to, null if the store is not sealed. */
  @Nullable String to() {
    return to;
  }

  /** Does what changes something. */
  <T> T changing(Supplier<T> change) {
    lock.readLock().lock();
    try {
      requireHere();
      return change.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireHere() {
    String place = to;
    if (place != null) {
      throw BackendException.moved(place);
    }
  }

  void seal(String place) {
    lock.writeLock().lock();
    try {
      if (!place.equals(to)) {
        requireHere();
        MutableTomlTable table = MutableTomlTable.create();
        table.addComment("The store was moved. As long as this file is here nobody writes to it.");
        table.set(KEY, place);
        disk.replaceDurably(file, table.toToml().getBytes(StandardCharsets.UTF_8));
        to = place;
      }
    } catch (IOException e) {
      throw Errors.of("cannot seal the store", e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  void unseal() {
    lock.writeLock().lock();
    try {
      if (Files.deleteIfExists(file)) {
        Disk.forceFolder(Disk.folder(file));
      }
      to = null;
    } catch (IOException e) {
      throw Errors.of("cannot take the seal off the store", e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
