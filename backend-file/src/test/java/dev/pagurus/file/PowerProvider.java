package dev.pagurus.file;

import dev.pagurus.file.PowerFileSystem.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code java.nio.file.Files} does to a {@link PowerFileSystem}. */
final class PowerProvider extends FileSystemProvider {

  private final PowerFileSystem fileSystem;

  PowerProvider(PowerFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  private PowerMedium medium() {
    return fileSystem.medium;
  }

  private PowerMedium.@Nullable Node find(Path path) {
    synchronized (medium()) {
      PowerMedium.Node node = medium().root;
      for (Path name : path.normalize()) {
        node = node == null ? null : node.names.get(name.toString());
      }
      return node;
    }
  }

  private PowerMedium.Node require(Path path) throws NoSuchFileException {
    PowerMedium.Node node = find(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  private PowerMedium.Node folder(Path path) throws IOException {
    PowerMedium.Node folder = require(Disk.folder(path));
    if (!folder.folder) {
      throw new NotDirectoryException(path.toString());
    }
    return folder;
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  @Override
  public String getScheme() {
    return "power";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("made by its constructor");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.getPath(uri.getPath());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean news = options.contains(StandardOpenOption.CREATE_NEW);
    boolean makes = news || options.contains(StandardOpenOption.CREATE);
    fileSystem.before(makes && find(path) == null ? Operation.CREATE : Operation.OPEN, path);
    synchronized (medium()) {
      PowerMedium.Node node = find(path);
      if (node != null && news) {
        throw new FileAlreadyExistsException(path.toString());
      }
      if (node == null && makes) {
        node = new PowerMedium.Node(false);
        medium().name(folder(path), name(path), node);
      }
      if (node == null) {
        throw new NoSuchFileException(path.toString());
      }
      if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
        node.resize(0);
      }
      boolean appends = options.contains(StandardOpenOption.APPEND);
      return new PowerChannel(fileSystem, path, node, appends);
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    fileSystem.before(Operation.LIST, folder);
    List<Path> found = new ArrayList<>();
    synchronized (medium()) {
      PowerMedium.Node node = require(folder);
      if (!node.folder) {
        throw new NotDirectoryException(folder.toString());
      }
      for (String name : node.names.keySet()) {
        Path path = folder.resolve(name);
        if (filter.accept(path)) {
          found.add(path);
        }
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return found.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    fileSystem.before(Operation.CREATE, folder);
    synchronized (medium()) {
      if (find(folder) != null) {
        throw new FileAlreadyExistsException(folder.toString());
      }
      medium().name(folder(folder), name(folder), new PowerMedium.Node(true));
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    fileSystem.before(Operation.DELETE, path);
    synchronized (medium()) {
      if (!require(path).names.isEmpty()) {
        throw new DirectoryNotEmptyException(path.toString());
      }
      medium().name(folder(path), name(path), null);
    }
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("nothing is copied here");
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    fileSystem.before(Operation.MOVE, target);
    synchronized (medium()) {
      PowerMedium.Node node = require(source);
      PowerMedium.Node there = find(target);
      if (there != null && !there.names.isEmpty()) {
        throw new DirectoryNotEmptyException(target.toString());
      }
      medium().rename(folder(source), name(source), folder(target), name(target), node);
    }
  }

  @Override
  public boolean isSameFile(Path path, Path other) {
    return path.normalize().equals(other.normalize());
  }

  @Override
  public boolean isHidden(Path path) {
    return name(path).startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("no store of files");
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    fileSystem.before(Operation.LOOK, path);
    require(path);
  }

  @Override
  @SuppressWarnings({"NullAway", "unchecked"}) // null is for a view that there is not
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type == BasicFileAttributeView.class ? (V) new Times(path) : null;
  }

  /** The times of a file, of which only one is kept. */
  private final class Times implements BasicFileAttributeView {
    private final Path path;

    Times(Path path) {
      this.path = path;
    }

    @Override
    public String name() {
      return "basic";
    }

    @Override
    public BasicFileAttributes readAttributes() throws IOException {
      return attributes(path);
    }

    @Override
    public void setTimes(
        @Nullable FileTime changed, @Nullable FileTime read, @Nullable FileTime made)
        throws IOException {
      fileSystem.before(Operation.TIME, path);
      synchronized (medium()) {
        if (changed != null) {
          require(path).time = changed;
        }
      }
    }
  }

  private BasicFileAttributes attributes(Path path) throws IOException {
    fileSystem.before(Operation.LOOK, path);
    synchronized (medium()) {
      PowerMedium.Node node = require(path);
      return new Attributes(node.folder, node.bytes.length, node.time);
    }
  }

  /** What is told of a file. */
  private record Attributes(boolean isDirectory, long size, FileTime lastModifiedTime)
      implements BasicFileAttributes {

    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime;
    }

    @Override
    public FileTime creationTime() {
      return lastModifiedTime;
    }

    @Override
    public boolean isRegularFile() {
      return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    @SuppressWarnings("NullAway") // as for a file system without keys
    public Object fileKey() {
      return null;
    }
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class) {
      throw new UnsupportedOperationException(type + " is not known here");
    }
    return type.cast(attributes(path));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    BasicFileAttributes attributes = attributes(path);
    return Map.of("lastModifiedTime", attributes.lastModifiedTime(), "size", attributes.size());
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    throw new UnsupportedOperationException("set the times by their view");
  }
}
