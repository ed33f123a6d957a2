package dev.pagurus.cli.load;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of lines that could not be taken: one JSON object for each, with its number, the reason
 * and the line itself ({@code text}, or {@code base64} if it is not UTF-8). Made when the first
 * comes. Safe for many threads.
 */
public final class Rejects implements AutoCloseable {

  private final Path file;
  private final BiConsumer<Long, String> listener;
  private final JsonMapper mapper = new JsonMapper();
  private @Nullable OutputStream out;
  private long count;
  private boolean closed;

  /**
   * A file that is not made yet.
   *
   * @param file where it will be; one that is there is replaced
   * @param listener hears the number and the reason of every reject
   */
  public Rejects(Path file, BiConsumer<Long, String> listener) {
    this.file = file;
    this.listener = listener;
  }

  /**
   * Where the file is, or would be.
   *
   * @return its path
   */
  public Path file() {
    return file;
  }

  /**
   * How many lines were set aside.
   *
   * @return 0 or more
   */
  public synchronized long count() {
    return count;
  }

  synchronized void add(Line line, String reason) {
    ObjectNode entry = mapper.createObjectNode();
    entry.put("line", line.number());
    entry.put("reason", reason);
    try {
      entry.put(
          "text",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.bytes())).toString());
    } catch (CharacterCodingException e) {
      entry.put("base64", line.bytes());
    }
    write(mapper.writeValueAsBytes(entry));
    count++;
    listener.accept(line.number(), reason);
  }

  private void write(byte[] entry) {
    try {
      OutputStream stream = out;
      if (stream == null) {
        stream = new BufferedOutputStream(Files.newOutputStream(file));
        out = stream;
      }
      stream.write(entry);
      stream.write('\n');
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException("cannot write the lines set aside to " + file, e);
  }

  /**
   * Ends the file, if there is one. Idempotent.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  @Override
  public synchronized void close() {
    OutputStream stream = out;
    if (stream == null || closed) {
      return;
    }
    closed = true;
    try {
      stream.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
