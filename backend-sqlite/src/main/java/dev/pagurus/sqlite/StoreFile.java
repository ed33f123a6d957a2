package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The file of a store, looked at before SQLite touches anything: what is not a store of ours is
 * left as it is, byte for byte (LIFE-3).
 *
 * <p>POSIX drops all locks that a process holds on a file as soon as the process closes any
 * descriptor of it, SQLite's locks included. So a file that this process has open is not opened a
 * second time to look at its header; {@link #OPEN} counts who has it.
 */
final class StoreFile implements AutoCloseable {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 100;

  /**
   * So much is read at once when the header is looked at. Most of a small file, such as a user's,
   * is asked for a moment later, page by page and not in their order: from the medium that would be
   * a request for every other page.
   */
  private static final int READ_AHEAD_BYTES = 64 << 10;

  private static final int WRITE_VERSION_AT = 18;
  private static final int PAGE_COUNT_AT = 28;
  private static final int USER_VERSION_AT = 60;
  private static final int INCREMENTAL_VACUUM_AT = 64;
  private static final int APPLICATION_ID_AT = 68;

  /** What stands at {@link #WRITE_VERSION_AT} in a file that is written through a log. */
  private static final byte WITH_LOG = 2;

  private static final Map<Object, Integer> OPEN = new HashMap<>();

  private final Path path;
  private final Object key;
  private final boolean prepared;
  private boolean closed;

  private StoreFile(Path path, Object key, boolean prepared) {
    this.path = path;
    this.key = key;
    this.prepared = prepared;
  }

  Path path() {
    return path;
  }

  /**
   * Whether it was seen to be of the format that this build writes and to have a write-ahead log,
   * so that there is nothing to do before it is read. Not known of a file that this process has
   * open already.
   */
  boolean isPrepared() {
    return prepared;
  }

  /** The file a location names. */
  static Path locate(String location) {
    if (location.isEmpty()) {
      throw new BackendException(
          ErrorCode.INVALID, "a SQLite store needs a file name, as in sqlite:places.db");
    }
    try {
      return Path.of(location).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new BackendException(ErrorCode.INVALID, "not a file name: " + e.getMessage(), e);
    }
  }

  /**
   * Checks what is there, and makes an empty file if there is nothing and a store may be made.
   *
   * @return to be closed after the last connection to the file is closed
   */
  static StoreFile enter(Path path, OpenRequest.Mode mode, boolean allowNetworkFileSystem) {
    try {
      synchronized (OPEN) {
        requirePlace(path, mode);
        if (!allowNetworkFileSystem) {
          NetworkFileSystem.refuse(path.resolveSibling("."));
        }
        if (!Files.exists(path)) {
          Files.createFile(path);
        }
        Object key = key(path);
        boolean prepared = !OPEN.containsKey(key) && isPrepared(requireOurs(path, mode));
        OPEN.merge(key, 1, Integer::sum);
        return new StoreFile(path, key, prepared);
      }
    } catch (IOException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          "cannot open " + path + ": see to the permissions of the file and its folder (" + e + ")",
          e);
    }
  }

  /**
   * Checks what is there, of a file that is to be read only.
   *
   * @return to be closed after the last connection to the file is closed
   */
  static StoreFile enterToRead(Path path) {
    try {
      synchronized (OPEN) {
        if (!Files.isRegularFile(path)) {
          throw Files.exists(path) ? Schema.foreign(path, "not a regular file") : noStore(path);
        }
        Object key = key(path);
        if (!OPEN.containsKey(key) && !isPrepared(requireOurs(path, OpenRequest.Mode.MUST_EXIST))) {
          throw new BackendException(
              ErrorCode.INVALID,
              path
                  + " is not of this build's format yet: open it once without immutable=true, which"
                  + " brings it up");
        }
        OPEN.merge(key, 1, Integer::sum);
        return new StoreFile(path, key, true);
      }
    } catch (IOException e) {
      throw new BackendException(ErrorCode.UNAVAILABLE, "cannot read " + path + ": " + e, e);
    }
  }

  private static void requirePlace(Path path, OpenRequest.Mode mode) {
    Path folder = path.getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw Schema.foreign(path, "a folder, not a file");
    }
    if (!Files.exists(path) && mode == OpenRequest.Mode.MUST_EXIST) {
      throw noStore(path);
    }
    if (!Files.isDirectory(folder)) {
      throw new BackendException(
          ErrorCode.INVALID, "there is no folder " + folder + " to put the store into: make it");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw Schema.foreign(path, "not a regular file");
    }
    Path notWritable = !Files.isWritable(folder) ? folder : path;
    if (Files.exists(notWritable) && !Files.isWritable(notWritable)) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          notWritable
              + " cannot be written, and a store needs its file and its folder: see to the"
              + " permissions");
    }
  }

  private static BackendException noStore(Path path) {
    return new BackendException(
        ErrorCode.NO_STORE, "there is no store at " + path + ": see to the name, or make one");
  }

  /** The same for all names of one file; a path where the file system knows no such key. */
  private static Object key(Path path) throws IOException {
    Object key =
        Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
    return key == null ? path.toRealPath() : key;
  }

  /** Answers the file's header. */
  private static byte[] requireOurs(Path path, OpenRequest.Mode mode) throws IOException {
    byte[] header = header(path);
    if (header.length == 0 || isBegun(header)) {
      if (mode == OpenRequest.Mode.MUST_EXIST) {
        throw noStore(path);
      }
      return header; // an empty file, or a creation under way or one that did not come to its end
    }
    if (header.length < HEADER_BYTES || !startsWithMagic(header)) {
      throw Schema.foreign(path, "not a SQLite database");
    }
    ByteBuffer numbers = ByteBuffer.wrap(header);
    if (numbers.getInt(APPLICATION_ID_AT) != Schema.APPLICATION_ID) {
      throw Schema.foreign(path, "a SQLite database of another application");
    }
    Schema.CURRENT.requireKnown(numbers.getInt(USER_VERSION_AT), path);
    return header;
  }

  private static boolean isPrepared(byte[] header) {
    return header.length == HEADER_BYTES
        && header[WRITE_VERSION_AT] == WITH_LOG
        && ByteBuffer.wrap(header).getInt(APPLICATION_ID_AT) == Schema.APPLICATION_ID
        && ByteBuffer.wrap(header).getInt(USER_VERSION_AT) == Schema.CURRENT.format();
  }

  /**
   * Whether it is what {@link Schema#prepare} leaves between its first step and its transaction: a
   * single page, with the way to vacuum set and nothing else.
   */
  private static boolean isBegun(byte[] header) {
    if (header.length < HEADER_BYTES || !startsWithMagic(header)) {
      return false;
    }
    ByteBuffer numbers = ByteBuffer.wrap(header);
    return numbers.getInt(PAGE_COUNT_AT) == 1
        && numbers.getInt(INCREMENTAL_VACUUM_AT) == 1
        && numbers.getInt(APPLICATION_ID_AT) == 0
        && numbers.getInt(USER_VERSION_AT) == 0;
  }

  private static boolean startsWithMagic(byte[] header) {
    return Arrays.equals(MAGIC, 0, MAGIC.length, header, 0, MAGIC.length);
  }

  /** Not through a channel: an interrupted thread may open a store too. */
  private static byte[] header(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] begin = new byte[(int) Math.min(READ_AHEAD_BYTES, file.length())];
      file.readFully(begin);
      return Arrays.copyOf(begin, Math.min(HEADER_BYTES, begin.length));
    }
  }

  /** Refuses a file that is not a store of a format known here. */
  static void requireStore(Path path) {
    try {
      synchronized (OPEN) {
        if (!Files.isRegularFile(path)) {
          throw Schema.foreign(path, "not a file");
        }
        if (!OPEN.containsKey(key(path))) {
          requireOurs(path, OpenRequest.Mode.MUST_EXIST);
        }
      }
    } catch (IOException e) {
      throw new BackendException(ErrorCode.UNAVAILABLE, "cannot read " + path + ": " + e, e);
    }
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      if (!closed) {
        closed = true;
        OPEN.computeIfPresent(key, (file, count) -> count == 1 ? null : count - 1);
      }
    }
  }
}
