package dev.pagurus.file;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path spelled as the platform's own are, in a file system of its own. */
final class PowerPath implements Path {

  private final PowerFileSystem fileSystem;
  private final Path spelled;

  PowerPath(PowerFileSystem fileSystem, Path spelled) {
    this.fileSystem = fileSystem;
    this.spelled = spelled;
  }

  private Path like(Path path) {
    return new PowerPath(fileSystem, path);
  }

  @SuppressWarnings("NullAway") // null stays null, as Path's methods have it
  private Path likeIfAny(@Nullable Path path) {
    return path == null ? null : like(path);
  }

  private static Path spelled(Path other) {
    return other instanceof PowerPath power ? power.spelled : other;
  }

  @Override
  public FileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return spelled.isAbsolute();
  }

  @Override
  public Path getRoot() {
    return likeIfAny(spelled.getRoot());
  }

  @Override
  public Path getFileName() {
    return likeIfAny(spelled.getFileName());
  }

  @Override
  public Path getParent() {
    return likeIfAny(spelled.getParent());
  }

  @Override
  public int getNameCount() {
    return spelled.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return like(spelled.getName(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return like(spelled.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return spelled.startsWith(spelled(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return spelled.endsWith(spelled(other));
  }

  @Override
  public Path normalize() {
    return like(spelled.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return like(spelled.resolve(spelled(other)));
  }

  @Override
  public Path relativize(Path other) {
    return like(spelled.relativize(spelled(other)));
  }

  @Override
  public URI toUri() {
    return URI.create("power:" + spelled);
  }

  @Override
  public Path toAbsolutePath() {
    return this;
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return like(spelled.normalize());
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("nothing is watched here");
  }

  @Override
  public int compareTo(Path other) {
    return spelled.compareTo(spelled(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PowerPath power
        && power.fileSystem == fileSystem
        && power.spelled.equals(spelled);
  }

  @Override
  public int hashCode() {
    return spelled.hashCode();
  }

  @Override
  public String toString() {
    return spelled.toString();
  }
}
