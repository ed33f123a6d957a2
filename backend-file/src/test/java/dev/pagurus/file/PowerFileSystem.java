package dev.pagurus.file;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A file system in memory whose power can be cut, and which lets a test watch and spoil every
 * operation.
 */
final class PowerFileSystem extends FileSystem {

  /** What is done to files. */
  enum Operation {
    LOOK,
    LIST,
    OPEN,
    READ,
    CREATE,
    WRITE,
    TRUNCATE,
    FORCE,
    TIME,
    MOVE,
    DELETE;

    /** Whether it may leave the files otherwise than they were. */
    boolean changes() {
      return compareTo(READ) > 0;
    }
  }

  /** Hears of every operation before it is done. */
  interface Watch {

    /** May throw, and then it is not done. */
    void before(Operation operation, Path path) throws IOException;
  }

  final PowerMedium medium;
  private final PowerProvider provider = new PowerProvider(this);
  private volatile Watch watch = (operation, path) -> {};

  PowerFileSystem() {
    this(new PowerMedium());
  }

  private PowerFileSystem(PowerMedium medium) {
    this.medium = medium;
  }

  void watch(Watch watch) {
    this.watch = watch;
  }

  void before(Operation operation, Path path) throws IOException {
    watch.before(operation, path);
  }

  /** What is there when the power comes back after it was cut now. */
  PowerFileSystem cut(PowerMedium.Loss loss, Random random) {
    return new PowerFileSystem(medium.cut(loss, random));
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    return new PowerPath(this, Path.of(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = Path.of("").getFileSystem().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(Path.of(path.toString()));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("nobody owns files here");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("nothing is watched here");
  }
}
