package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A disk that users' files lie on.
 *
 * @param name what rows call it, whatever its path is today
 * @param folder where it is mounted, or a folder on it
 * @param order its place among the volumes that new users go to; -1 if none go to it any more
 */
record Volume(String name, Path folder, int order) {

  /** Reads a setting. */
  static Volume of(String name, String path, int order) {
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,62}") || name.equals(Volumes.HOME)) {
      throw new BackendException(
          ErrorCode.INVALID,
          "a volume cannot be named \""
              + name
              + "\": a name is 1 to 63 lower-case letters, digits, - and _, and not "
              + Volumes.HOME);
    }
    try {
      return new Volume(name, Path.of(path).toAbsolutePath().normalize(), order);
    } catch (InvalidPathException e) {
      throw new BackendException(
          ErrorCode.INVALID,
          "the volume " + name + " has no folder's name for a path: " + e.getMessage(),
          e);
    }
  }

  Volume retired() {
    return new Volume(name, folder, -1);
  }

  boolean takesNewUsers() {
    return order >= 0;
  }

  Body write() {
    return Body.of(
        JsonNodeFactory.instance.objectNode().put("path", folder.toString()).put("order", order));
  }

  static Volume read(StoredDocument stored) {
    JsonNode body = stored.body().root();
    return new Volume(
        stored.address().id(),
        Path.of(body.required("path").stringValue()),
        body.required("order").intValue());
  }
}
