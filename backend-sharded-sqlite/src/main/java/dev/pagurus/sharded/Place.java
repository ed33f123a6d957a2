package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a store and what lies where in it.
 *
 * @param root the folder
 */
record Place(Path root) {

  /** Names that a store that is being made, and was left so by a crash, may have. */
  private static final List<String> OWN =
      List.of("registry.db", "registry.db-wal", "registry.db-shm", "locks", "users");

  /** The folder a location names. */
  static Place locate(String location) {
    if (location.isEmpty()) {
      throw new BackendException(
          ErrorCode.INVALID, "a sharded store needs a folder, as in sharded-sqlite:places");
    }
    try {
      return new Place(Path.of(location).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      throw new BackendException(ErrorCode.INVALID, "not a folder's name: " + e.getMessage(), e);
    }
  }

  /** Knows every user; itself a store of the SQLite shell. */
  Path registry() {
    return root.resolve("registry.db");
  }

  /** An empty user's file, with all declared indexes: what a new user begins as. */
  Path template() {
    return root.resolve("template.db");
  }

  /** Files whose bytes are locked, some for each user, by processes that have its file open. */
  Path locks() {
    return root.resolve("locks");
  }

  Path users() {
    return root.resolve("users");
  }

  /** Looks at what is there, and makes the folder if there is nothing and a store may be made. */
  void enter(OpenRequest.Mode mode) {
    try {
      if (Files.exists(root) && !Files.isDirectory(root)) {
        throw foreign("a file, not a folder");
      }
      if (!Files.exists(registry())) {
        if (Files.isDirectory(root)) {
          requireOwn();
        }
        if (mode == OpenRequest.Mode.MUST_EXIST) {
          throw noStore();
        }
        make();
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private void requireOwn() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      files
          .filter(file -> !OWN.contains(String.valueOf(file.getFileName())))
          .findFirst()
          .ifPresent(
              file -> {
                throw foreign("a folder that holds something else: " + file.getFileName());
              });
    }
  }

  private void make() throws IOException {
    Path parent = root.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new BackendException(
          ErrorCode.INVALID, "there is no folder " + parent + " to put the store into: make it");
    }
    if (!Files.isDirectory(root)) {
      Files.createDirectory(root);
      Disk.syncFolder(root.resolveSibling("."));
    }
  }

  BackendException noStore() {
    return new BackendException(
        ErrorCode.NO_STORE, "there is no store at " + root + ": see to the name, or make one");
  }

  BackendException foreign(String what) {
    return new BackendException(
        ErrorCode.FOREIGN, root + " is " + what + "; it was left untouched");
  }

  BackendException unavailable(IOException e) {
    return new BackendException(
        ErrorCode.UNAVAILABLE,
        "cannot work with " + root + ": see to the permissions of the folder (" + e + ")",
        e);
  }
}
