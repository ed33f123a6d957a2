package dev.pagurus.tck.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and removes directories of stores. */
public final class Directories {

  private Directories() {}

  /**
   * Removes a directory and all that is in it; what cannot be removed stays.
   *
   * @param directory need not be there
   */
  public static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    for (Path path : walk(directory).stream().sorted(Comparator.reverseOrder()).toList()) {
      // A file that some system still holds open is no reason to fail a backend.
      path.toFile().delete();
    }
  }

  /**
   * Copies what is in a directory.
   *
   * @param from a directory
   * @param to made if need be
   */
  public static void copy(Path from, Path to) {
    try {
      for (Path path : walk(from)) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + from, e);
    }
  }

  /**
   * The regular files of a directory.
   *
   * @param directory with all that is below it
   * @return the files, in order
   */
  public static List<Path> files(Path directory) {
    return walk(directory).stream().filter(Files::isRegularFile).toList();
  }

  private static List<Path> walk(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + directory, e);
    }
  }
}
