package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Counts what a store of files has on disk, in the memory of one path. */
final class FolderCount extends SimpleFileVisitor<Path> {

  private final Path index;
  private final Deque<long[]> entries = new ArrayDeque<>();
  private long inodes;
  private long fullest;
  private long indexBytes;
  private long bytes;

  private FolderCount(Path index) {
    this.index = index;
  }

  static FolderCount of(Path store) {
    FolderCount count = new FolderCount(store.resolve("index"));
    try {
      Files.walkFileTree(store, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count;
  }

  /** Files and folders. */
  long inodes() {
    return inodes;
  }

  /** How many entries the fullest folder has. */
  long fullest() {
    return fullest;
  }

  long indexBytes() {
    return indexBytes;
  }

  /** The lengths of all files together. */
  long bytes() {
    return bytes;
  }

  private void entry() {
    inodes++;
    long[] above = entries.peek();
    if (above != null) {
      above[0]++;
      fullest = Math.max(fullest, above[0]);
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    entry();
    entries.push(new long[1]);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
      throws IOException {
    entries.pop();
    return super.postVisitDirectory(folder, failure);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    entry();
    bytes += attributes.size();
    indexBytes += file.startsWith(index) ? attributes.size() : 0;
    return FileVisitResult.CONTINUE;
  }
}
