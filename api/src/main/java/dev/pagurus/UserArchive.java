package dev.pagurus;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.UserInfo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One user as a file that any backend can take in: gzip (whose checksum finds damage) of JSON
 * lines; first a header, then documents and deletions as {@link DocumentLines} has them, last a
 * footer with the user's revision, without which the file is not whole.
 *
 * <p>The store serves while the file is written; {@link UserHistory} says what the changes in it
 * are.
 */
final class UserArchive {

  private static final String FORMAT = "pagurus-user";
  private static final int VERSION = 1;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Backend backend;
  private final String user;
  private final Progress progress;

  private UserArchive(Backend backend, String user, Progress progress) {
    this.backend = backend;
    this.user = user;
    this.progress = progress;
  }

  static void write(Backend backend, String user, Path target, Progress progress) {
    UserInfo info = backend.user(user);
    if (info == null) {
      throw BackendException.noUser();
    }
    if (Files.exists(target)) {
      throw new IllegalArgumentException(
          target + " exists already: choose another file, or remove it");
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (FileChannel file =
              FileChannel.open(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out =
              new GZIPOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)))) {
        new UserArchive(backend, user, progress).write(out, info);
        ((GZIPOutputStream) out).finish();
        out.flush();
        file.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(target, e);
    } finally {
      deleteQuietly(part);
    }
  }

  private static BackendException unwritable(Path target, IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new BackendException(
        full ? ErrorCode.FULL : ErrorCode.UNAVAILABLE,
        "cannot write " + target + ": " + e.getMessage(),
        e);
  }

  private static void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      System.getLogger("dev.pagurus").log(System.Logger.Level.WARNING, "cannot remove " + part, e);
    }
  }

  private void write(OutputStream out, UserInfo info) throws IOException {
    ObjectNode header = MAPPER.createObjectNode();
    header.put("format", FORMAT).put("version", VERSION).put("user", user);
    writeLine(out, MAPPER.writeValueAsBytes(header));
    long end =
        new UserHistory(backend, user, progress).tell(info, change -> writeLine(out, line(change)));
    ObjectNode footer = MAPPER.createObjectNode();
    footer.put("end", true).put("revision", end);
    writeLine(out, MAPPER.writeValueAsBytes(footer));
  }

  private byte[] line(Change change) {
    return change instanceof Change.Written written
        ? DocumentLines.write(user, written.document())
        : DocumentLines.write(user, (Change.Deleted) change);
  }

  private static void writeLine(OutputStream out, byte[] line) throws IOException {
    out.write(line);
    out.write('\n');
  }

  static void read(Backend backend, String user, Path archive, Progress progress) {
    if (backend.user(user) != null) {
      throw new BackendException(
          ErrorCode.EXISTS,
          "the user is there already: restore under another name, or delete it first");
    }
    boolean whole = false;
    try {
      new UserArchive(backend, user, progress).read(archive, new ReplayPages(backend, user));
      whole = true;
    } finally {
      if (!whole) {
        backend.deleteUser(user);
      }
    }
  }

  /** Looks whether the archive is whole before the user goes; what it may have, it keeps. */
  static void replace(Backend backend, String user, Path archive, Progress progress) {
    new UserArchive(backend, user, Progress.NONE).read(archive, null);
    Quota quota = backend.quota(user);
    backend.deleteUser(user);
    read(backend, user, archive, progress);
    if (!quota.equals(Quota.NONE)) {
      backend.setQuota(user, quota);
    }
  }

  /**
   * Reads an archive to its end.
   *
   * @param pages where to, null to see only whether it is whole
   */
  private void read(Path archive, @Nullable ReplayPages pages) {
    try (InputStream file = Files.newInputStream(archive);
        InputStream in = new BufferedInputStream(new GZIPInputStream(file, 1 << 16), 1 << 16)) {
      read(in, pages);
    } catch (ZipException e) {
      throw new BackendException(
          ErrorCode.FOREIGN, archive + " is not an archive of a user, or is damaged", e);
    } catch (EOFException e) {
      throw new BackendException(
          ErrorCode.CORRUPT, archive + " ends too early: use another copy", e);
    } catch (IOException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE, "cannot read " + archive + ": " + e.getMessage(), e);
    }
  }

  private void read(InputStream in, @Nullable ReplayPages pages) throws IOException {
    byte[] first = readLine(in);
    if (first == null || !isHeader(first)) {
      throw new BackendException(ErrorCode.FOREIGN, "the file is not an archive of a user");
    }
    for (byte[] line = readLine(in); line != null; line = readLine(in)) {
      JsonNode footer = line.length < 100 ? footer(line) : null;
      if (footer != null) {
        if (readLine(in) != null) {
          throw new BackendException(ErrorCode.CORRUPT, "the archive goes on after its end");
        }
        if (pages != null) {
          pages.end(footer.get("revision").longValue());
        }
        return;
      }
      Change change = readChange(line);
      if (pages != null) {
        pages.add(change);
        progress.at(pages.done(), -1);
      }
    }
    throw new EOFException("no footer");
  }

  private static Change readChange(byte[] line) {
    try {
      return DocumentLines.read(line).change();
    } catch (IllegalArgumentException e) {
      throw new BackendException(
          ErrorCode.CORRUPT, "the archive has a damaged line: " + e.getMessage(), e);
    }
  }

  private static boolean isHeader(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    return text.startsWith("{\"format\":\"" + FORMAT + "\",\"version\":" + VERSION + ",");
  }

  private static @Nullable JsonNode footer(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    return text.startsWith("{\"end\":true,") ? MAPPER.readTree(line) : null;
  }

  private static byte @Nullable [] readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toByteArray();
      }
      line.write(b);
    }
    if (line.size() > 0) {
      throw new EOFException("a line without its end");
    }
    return null;
  }
}
