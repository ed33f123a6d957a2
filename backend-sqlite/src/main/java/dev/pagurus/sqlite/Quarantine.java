package dev.pagurus.sqlite;

import dev.pagurus.document.Body;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The folder for documents that were set aside: one JSON file each, for a person to read. */
final class Quarantine {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;

  Quarantine(Path folder) {
    this.folder = folder;
  }

  /**
   * What is left of a document.
   *
   * @param num its number in the file
   * @param body null if it cannot be read
   */
  record Remains(
      long num,
      @Nullable String user,
      @Nullable String collection,
      @Nullable String id,
      String reason,
      @Nullable Body body) {}

  /** Answers where it wrote them. */
  Path add(Remains remains) {
    ObjectNode content = JSON.createObjectNode();
    content.put("reason", remains.reason());
    content.put("user", remains.user());
    content.put("collection", remains.collection());
    content.put("id", remains.id());
    if (remains.body() != null) {
      content.put("text", remains.body().toString());
      content.put("base64", Base64.getEncoder().encodeToString(remains.body().bytes()));
    }
    try {
      Files.createDirectories(folder);
      Path file = free(remains.num());
      Files.write(
          file,
          JSON.writeValueAsBytes(content),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.SYNC);
      return file;
    } catch (IOException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE, "cannot set a document aside in " + folder + ": " + e, e);
    }
  }

  private Path free(long num) {
    Path file = folder.resolve("document-" + num + ".json");
    for (int again = 2; Files.exists(file); again++) {
      file = folder.resolve("document-" + num + "-" + again + ".json");
    }
    return file;
  }
}
