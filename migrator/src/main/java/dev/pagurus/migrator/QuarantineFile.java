package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * The file that takes what was set aside: a line of JSON for each record.
 *
 * <pre>{@code
 * {"user":"NO","collection":"places","id":"oslo","side":"source","reason":"...","document":{...}}
 * }</pre>
 *
 * <p>The file is there once something is set aside. Safe for many threads.
 */
final class QuarantineFile implements AutoCloseable {

  /** What each line begins with. */
  private static final String HEAD = "{\"user\":";

  private final Path path;
  private @Nullable FileChannel channel;

  QuarantineFile(Path path) {
    this.path = path;
  }

  /**
   * Fails before anything is done if the file could not be written later, or is somebody else's: it
   * is written anew by every run.
   *
   * @throws BackendException INVALID
   */
  void requireUsable() {
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw unusable(path + " is a folder, and is to be the quarantine file: name a file in it");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw unusable("there is no folder " + folder + " to put the quarantine file into: make it");
    }
    if (Files.isRegularFile(path) && !isOurs()) {
      throw unusable(
          path + " is there, is not a quarantine file, and was left as it is: name another");
    }
  }

  private boolean isOurs() {
    try (InputStream in = Files.newInputStream(path)) {
      String head = new String(in.readNBytes(HEAD.length()), StandardCharsets.UTF_8);
      return HEAD.startsWith(head);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static BackendException unusable(String why) {
    return new BackendException(ErrorCode.INVALID, why);
  }

  /** Begins anew: what an earlier run wrote is not of this one. */
  synchronized void empty() {
    if (Files.exists(path)) {
      run(() -> opened().truncate(0));
    }
  }

  /**
   * Keeps the first lines.
   *
   * @return false if there are not so many
   */
  synchronized boolean keep(long lines) {
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      long length = 0;
      for (long i = 0; i < lines; i++) {
        String line = reader.readLine();
        if (line == null) {
          return false;
        }
        length += line.getBytes(StandardCharsets.UTF_8).length + 1;
      }
      long kept = length;
      run(() -> opened().truncate(kept));
      return true;
    } catch (NoSuchFileException e) {
      return lines == 0;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  synchronized void add(SetAside record) {
    byte[] line = (line(record) + "\n").getBytes(StandardCharsets.UTF_8);
    run(
        () -> {
          FileChannel to = opened();
          ByteBuffer rest = ByteBuffer.wrap(line);
          while (rest.hasRemaining()) {
            to.write(rest, to.size());
          }
        });
  }

  private static String line(SetAside record) {
    ObjectNode line = Json.object().put("user", record.user());
    if (record.address().isPresent()) {
      Address address = record.address().get();
      line.put("collection", address.collection()).put("id", address.id());
    }
    line.put("side", record.side().name().toLowerCase(Locale.ROOT)).put("reason", record.reason());
    record.body().ifPresent(body -> line.putRawValue("document", new RawValue(body.toString())));
    return Json.write(line);
  }

  synchronized void force() {
    FileChannel there = channel;
    if (there != null) {
      run(() -> there.force(true));
    }
  }

  private FileChannel opened() throws IOException {
    FileChannel there = channel;
    if (there == null) {
      there = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel = there;
    }
    return there;
  }

  /** A step with a file. */
  private interface Step {
    void run() throws IOException;
  }

  private void run(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private BackendException unwritable(IOException e) {
    return new BackendException(
        ErrorCode.UNAVAILABLE,
        "cannot write the quarantine file " + path + ": " + e + "; see to it and run again",
        e);
  }

  @Override
  public synchronized void close() {
    FileChannel there = channel;
    channel = null;
    if (there != null) {
      run(
          () -> {
            try (there) {
              there.force(true);
            }
          });
    }
  }
}
