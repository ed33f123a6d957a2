package dev.pagurus;

import dev.pagurus.document.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The text of a configuration file, or a clear word about why there is none. */
final class ConfigText {

  private static final String USUAL_NAME = "pagurus.toml";

  private ConfigText() {}

  static String read(Path file) {
    if (Files.isDirectory(file)) {
      boolean usual = Files.exists(file.resolve(USUAL_NAME));
      throw refuse(
          file,
          "is a directory; name the file in it"
              + (usual ? ": " + Names.quote(file.resolve(USUAL_NAME).toString()) : ""),
          null);
    }
    byte[] bytes = readBytes(file);
    if (bytes.length > StoreConfig.MAX_BYTES) {
      throw refuse(file, "has more than " + StoreConfig.MAX_BYTES + " bytes", null);
    }
    return decode(file, bytes);
  }

  private static byte[] readBytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(StoreConfig.MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw refuse(file, "is not there (looked for " + file.toAbsolutePath() + ")", e);
    } catch (AccessDeniedException e) {
      throw refuse(file, "may not be read by this process", e);
    } catch (IOException e) {
      throw refuse(file, "cannot be read: " + e, e);
    }
  }

  private static String decode(Path file, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      long line = text.chars().filter(c -> c == '\n').count() + 1;
      throw refuse(file, "is not UTF-8: there is a wrong byte in line " + line, null);
    }
    // A byte order mark is what some editors leave; it means nothing.
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static IllegalArgumentException refuse(
      Path file, String reason, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "the configuration file " + Names.quote(file.toString()) + " " + reason, cause);
  }
}
