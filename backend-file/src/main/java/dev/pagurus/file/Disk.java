package dev.pagurus.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the store does to a file system, through {@code java.nio} alone, so that it runs on any that
 * has a provider. Files and folders are for their owner only where the file system knows owners. No
 * symbolic link is followed to what is read or written.
 */
final class Disk {

  private static final int BUFFER_BYTES = 1 << 13;
  private static final FileAttribute<?>[] NO_ATTRIBUTES = {};
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final FileAttribute<?>[] fileAttributes;
  private final FileAttribute<?>[] folderAttributes;
  private final AtomicLong temporaries = new AtomicLong();

  /**
   * Looks at what a file system can.
   *
   * @param root the folder of the store, or what it will be in
   */
  Disk(Path root) {
    fileAttributes = forFiles(root);
    folderAttributes = isPosix(root) ? owner("rwx------") : NO_ATTRIBUTES;
  }

  private static boolean isPosix(Path root) {
    return root.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** What a new file is made with, so that it is its owner's only. */
  static FileAttribute<?>[] forFiles(Path root) {
    return isPosix(root) ? owner("rw-------") : NO_ATTRIBUTES;
  }

  private static FileAttribute<?>[] owner(String permissions) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  /** What a file is to hold; it comes out the same each time. */
  interface Content {

    void writeTo(OutputStream out) throws IOException;
  }

  /** Something done to files. */
  interface Action<T> {

    @Nullable T run() throws IOException;
  }

  /**
   * Does something that an interrupt must not spoil: the platform closes the channel under a thread
   * that is interrupted. It is done again then, and the interrupt kept for the caller.
   */
  static <T> @Nullable T uninterrupted(Action<T> action) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return action.run();
        } catch (ClosedByInterruptException e) {
          // The platform closes the channel first and sets the flag after that: it may come yet.
          interrupted = true;
          Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The bytes of a file, null if there is none. */
  byte @Nullable [] read(Path file) throws IOException {
    return uninterrupted(() -> readOnce(file));
  }

  private static byte @Nullable [] readOnce(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, READ)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE - 8) {
        throw new IOException(file + " has " + size + " bytes: too large");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes);
      }
      return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      requireNoLink(file);
      if (isFolder(file)) {
        throw new MisplacedException(
            file + " is a folder, where a file of the store belongs: take it away");
      }
      Path above = file.getParent();
      if (above != null && !Files.isDirectory(above)) {
        return null; // below something that is no folder
      }
      throw e;
    }
  }

  /** Says so when it was a symbolic link that could not be opened. */
  static void requireNoLink(Path file) throws MisplacedException {
    if (Files.isSymbolicLink(file)) {
      throw new MisplacedException(
          file + " is a symbolic link, and no part of the store: take it away");
    }
  }

  /** When a file was last changed, null if there is none. */
  @Nullable FileTime changed(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Puts a file in its place at once: who looks sees what was there or all of the new, never a
   * part. Nothing is forced to the medium.
   *
   * @param at the time to give the file, null for the clock's
   * @throws NoSuchFileException if there is no such folder
   */
  void replace(Path file, byte[] bytes, @Nullable Instant at) throws IOException {
    replace(file, out -> out.write(bytes), at);
  }

  /** The same of bytes that are written as they are made. */
  void replace(Path file, Content content, @Nullable Instant at) throws IOException {
    uninterrupted(
        () -> {
          replaceOnce(file, content, at, false);
          return true;
        });
  }

  private void replaceOnce(Path file, Content content, @Nullable Instant at, boolean durably)
      throws IOException {
    Path temporary =
        file.resolveSibling("." + Long.toHexString(temporaries.incrementAndGet()) + ".tmp");
    boolean moved = false;
    try {
      write(temporary, content);
      if (durably) {
        force(temporary); // a name may come to the medium before the bytes do
      }
      if (at != null) {
        Files.getFileAttributeView(temporary, BasicFileAttributeView.class)
            .setTimes(FileTime.from(at), null, null);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private void write(Path temporary, Content content) throws IOException {
    try (SeekableByteChannel channel = create(temporary);
        OutputStream out =
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
      content.writeTo(out);
    }
  }

  /** What a crash left behind under the same name is of no use to anybody. */
  private SeekableByteChannel create(Path temporary) throws IOException {
    try {
      return Files.newByteChannel(temporary, CREATE, fileAttributes);
    } catch (FileAlreadyExistsException e) {
      Files.delete(temporary);
      return Files.newByteChannel(temporary, CREATE, fileAttributes);
    }
  }

  /** A new file to append to, of which nothing must be there yet. */
  FileChannel createChannel(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ),
        fileAttributes);
  }

  /**
   * Makes a folder and those above it that are missing.
   *
   * @param folder within the store, whose own path has no links in it
   */
  void makeFolders(Path folder) throws IOException {
    if (isFolder(folder)) {
      return;
    }
    Path above = folder.getParent();
    if (above != null) {
      makeFolders(above);
    }
    try {
      Files.createDirectory(folder, folderAttributes);
    } catch (FileAlreadyExistsException e) {
      requireFolder(folder);
    }
  }

  /** A symbolic link to a folder is none. */
  static boolean isFolder(Path folder) {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Whether something is at a place; a link is. That it cannot be told is an error here, and no
   * answer: what is there would be taken for missing.
   */
  static boolean isThere(Path path) throws IOException {
    return attributes(path) != null;
  }

  /** The same of a folder. */
  static boolean isFolderThere(Path path) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    return attributes != null && attributes.isDirectory();
  }

  /**
   * What a path leads to, by links too; null if to nothing. That it cannot be told is an error here
   * as well.
   */
  static @Nullable BasicFileAttributes follow(Path path) throws IOException {
    return look(path);
  }

  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    return look(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static @Nullable BasicFileAttributes look(Path path, LinkOption... how)
      throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, how);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      Path above = path.getParent();
      if (above != null && !Files.isDirectory(above)) {
        return null; // below something that is no folder
      }
      throw e;
    }
  }

  static void requireFolder(Path folder) throws MisplacedException {
    if (!isFolder(folder)) {
      throw new MisplacedException(
          folder + " is not a folder of the store but a link or a file: take it away");
    }
  }

  /** Makes a folder and those above it that are missing, which outlive a loss of power. */
  void makeFoldersDurably(Path folder) throws IOException {
    Path above = folder.getParent();
    if (above == null) {
      return;
    }
    if (!isFolder(folder)) {
      makeFoldersDurably(above);
      makeFolders(folder);
    }
    forceFolder(above); // also if it was there: whoever made it may have had no time for this
  }

  /** Replaces a file; whatever happens, what was there or all of the new is there afterwards. */
  void replaceDurably(Path file, byte[] bytes) throws IOException {
    uninterrupted(
        () -> {
          replaceOnce(file, out -> out.write(bytes), null, true);
          return true;
        });
    forceFolder(folder(file));
  }

  /** The folder that a file is in. */
  static Path folder(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " is in no folder");
    }
    return folder;
  }

  /** Forces a file's bytes to the medium; one that is gone needs none. */
  static void force(Path file) throws IOException {
    uninterrupted(
        () -> {
          forceOnce(file);
          return true;
        });
  }

  private static void forceOnce(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      return;
    }
  }

  /** Takes the end of a file away, for good. */
  static void truncate(Path file, long size) throws IOException {
    uninterrupted(
        () -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
          }
          return true;
        });
  }

  /**
   * Forces the names in a folder to the medium. Windows neither can open a folder nor needs to:
   * NTFS keeps names in a journal of its own.
   */
  static void forceFolder(Path folder) throws IOException {
    uninterrupted(
        () -> {
          forceFolderOnce(folder);
          return true;
        });
  }

  private static void forceFolderOnce(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      if (Files.isDirectory(folder) && System.getProperty("os.name", "").startsWith("Windows")) {
        return;
      }
      throw e;
    }
  }
}
