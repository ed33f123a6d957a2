package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Copies of a whole store. Pages are copied inside a read transaction, so the copy is of one moment
 * though writers go on; it is written under another name first, so that what has the right name is
 * whole.
 */
final class Backup {

  private static final int PAGES_PER_STEP = 2_000;
  private static final int PAGE_SIZE_AT = 16;
  private static final int PAGE_COUNT_AT = 28;
  private static final int HEADER_BYTES = 100;

  private Backup() {}

  static void write(Link link, Path target, Progress progress) throws SQLException {
    requireFree(target);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      removeAll(part);
      int result =
          ((SQLiteConnection) link.connection())
              .getDatabase()
              .backup(
                  "main",
                  part.toString(),
                  (remaining, pages) -> progress.at(pages - remaining, pages),
                  0,
                  0,
                  PAGES_PER_STEP);
      requireDone(result, target);
      publish(part, target);
    } catch (IOException e) {
      throw failed("write the copy " + target, e);
    } finally {
      remove(part);
    }
  }

  /** The driver answers what SQLite says, and does not throw it. */
  private static void requireDone(int result, Path target) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(result);
    if (code != SQLiteErrorCode.SQLITE_OK) {
      boolean full = code == SQLiteErrorCode.SQLITE_FULL;
      throw new BackendException(
          full ? ErrorCode.FULL : ErrorCode.UNAVAILABLE,
          (full ? "there is no room for" : "cannot write")
              + " the copy "
              + target
              + "; nothing was left there. SQLite says: "
              + code);
    }
  }

  /** Copies a copy to where a store is to be. */
  static void restore(Path backup, Path target) {
    if (Files.isDirectory(backup)) {
      throw new BackendException(
          ErrorCode.FOREIGN, backup + " is a folder, and no backup of one SQLite file");
    }
    StoreFile.requireStore(backup);
    requireFree(target);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      requireWhole(backup);
      removeAll(part);
      Files.copy(backup, part);
      publish(part, target);
    } catch (IOException e) {
      throw failed("restore " + backup + " to " + target, e);
    } finally {
      remove(part);
    }
  }

  private static void requireFree(Path target) {
    if (Files.exists(target)) {
      throw new BackendException(
          ErrorCode.INVALID, "there is something at " + target + " already: name a new file");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BackendException(
          ErrorCode.INVALID, "there is no folder " + folder + " to write to: make it");
    }
  }

  private static void requireWhole(Path backup) throws IOException {
    Path log = backup.resolveSibling(backup.getFileName() + "-wal");
    if (Files.exists(log) && Files.size(log) > 0) {
      throw new BackendException(
          ErrorCode.INVALID,
          backup + " is a store in use, for it has a log beside it: make a backup of it first");
    }
    byte[] header = new byte[HEADER_BYTES];
    try (RandomAccessFile file = new RandomAccessFile(backup.toFile(), "r")) {
      file.readFully(header);
    }
    ByteBuffer numbers = ByteBuffer.wrap(header);
    int pageSize = numbers.getShort(PAGE_SIZE_AT) & 0xFFFF;
    long expected = (pageSize == 1 ? 65_536L : pageSize) * numbers.getInt(PAGE_COUNT_AT);
    if (Files.size(backup) < expected) {
      throw new BackendException(
          ErrorCode.CORRUPT,
          backup
              + " is cut off: it has "
              + Files.size(backup)
              + " bytes of "
              + expected
              + ": take another copy");
    }
  }

  /** First the content must be on the disk, then the name. */
  private static void publish(Path part, Path target) throws IOException {
    try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(part, target);
    syncFolder(target);
  }

  /** Not possible on Windows, where names are on the disk when the move returns. */
  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling(".");
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      if (File.separatorChar != '\\') {
        throw e;
      }
    }
  }

  private static void remove(Path part) {
    try {
      removeAll(part);
    } catch (IOException e) {
      throw failed("remove " + part, e);
    }
  }

  /** With the journal that a copy leaves that is killed. */
  private static void removeAll(Path part) throws IOException {
    for (String suffix : List.of("-journal", "-wal", "-shm", "")) {
      Files.deleteIfExists(part.resolveSibling(part.getFileName() + suffix));
    }
  }

  private static BackendException failed(String what, IOException e) {
    return new BackendException(ErrorCode.UNAVAILABLE, "cannot " + what + ": " + e, e);
  }
}
