package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Files that are there as a whole or not at all, and on the disk when a call returns. */
final class Disk {

  /** So often in a row somebody else may take an empty folder away. */
  private static final int ATTEMPTS = 10;

  private Disk() {}

  /** Something that makes a file. */
  interface Making {
    void make() throws IOException;
  }

  /**
   * Makes a file and the folders that it needs, as often as somebody who moved the last file away
   * has just removed such a folder, which was empty. A folder with a file is nobody's to remove.
   */
  static void within(Path folder, Making making) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        makeFolders(folder);
        making.make();
        return;
      } catch (NoSuchFileException | FileNotFoundException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (BackendException e) {
        if (attempt == ATTEMPTS || Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
  }

  /** Makes a file, over one that is there. */
  static void write(Path file, byte[] content) throws IOException {
    if (tryToWrite(file, content, () -> true)) {
      syncFolder(Objects.requireNonNull(file.getParent()));
    }
  }

  /**
   * Makes a file, over one that is there; the caller syncs the folder. Not through a channel, which
   * an interrupt would close.
   *
   * @param may asked when the content is on the disk, and not the file's yet: whether it is to be
   * @return whether it was made
   */
  static boolean tryToWrite(Path file, byte[] content, BooleanSupplier may) throws IOException {
    Path part = file.resolveSibling("_new-" + UUID.randomUUID());
    try {
      try (RandomAccessFile out = new RandomAccessFile(part.toFile(), "rw")) {
        out.write(content);
        out.getFD().sync();
      }
      if (!may.getAsBoolean()) {
        return false;
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Makes a file that is a copy of another. */
  static void copy(Path from, Path to) throws IOException {
    Path part = to.resolveSibling("_new-" + UUID.randomUUID());
    try {
      Files.copy(from, part);
      try (RandomAccessFile out = new RandomAccessFile(part.toFile(), "rw")) {
        out.getFD().sync();
      }
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    syncFolder(Objects.requireNonNull(to.getParent()));
  }

  /**
   * Gives a file a second name.
   *
   * @return false if the file system cannot, or the two would lie on different disks
   */
  static boolean link(Path there, Path second) throws IOException {
    try {
      Files.createLink(second, there);
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false;
    }
    syncFolder(Objects.requireNonNull(second.getParent()));
    return true;
  }

  /** Makes a folder and those above it that are missing. */
  static void makeFolders(Path folder) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path at = folder; at != null && !Files.isDirectory(at); at = at.getParent()) {
      missing.add(at);
    }
    Collections.reverse(missing);
    for (Path each : missing) {
      Files.createDirectories(each);
      syncFolder(Objects.requireNonNull(each.getParent()));
    }
  }

  /** Not possible on Windows, where names are on the disk when a call returns. */
  static void syncFolder(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted(); // would close the channel
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      if (File.separatorChar != '\\') {
        throw e;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Removes a database and what SQLite keeps beside it. */
  static void removeDatabase(Path file) throws IOException {
    for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
    syncWhatIsLeft(Objects.requireNonNull(file.getParent()));
  }

  /** Removes a database that is a copy of another, however far its making came, if it is there. */
  static void removeCopy(Path file) throws IOException {
    if (Files.isDirectory(file.resolveSibling("."))) {
      removeDatabase(file.resolveSibling(file.getFileName() + ".part"));
      removeDatabase(file);
    }
  }

  /** The folder, or if it was removed meanwhile, being empty, the one that it was in. */
  static void syncWhatIsLeft(Path folder) throws IOException {
    try {
      syncFolder(folder);
    } catch (NoSuchFileException e) {
      Path above = folder.getParent();
      if (above == null) {
        throw e;
      }
      syncWhatIsLeft(above);
    }
  }
}
