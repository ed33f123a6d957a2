package dev.pagurus.migrator;

import dev.pagurus.Backends;
import dev.pagurus.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where in the file system a store is, or will be.
 *
 * @param path without links, as far as it is there
 * @param there its nearest folder that is there
 */
record Place(Path path, Path there) {

  /** Empty for a store that is in no file system, or cannot be found there. */
  static Optional<Place> of(Locator locator) {
    if (!Backends.named(locator.backend()).locationIsPath()) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(locator.location()).toAbsolutePath().normalize();
      Path there = path;
      while (!Files.exists(there)) {
        Path above = there.getParent();
        if (above == null) {
          return Optional.empty();
        }
        there = above;
      }
      Path real = there.toRealPath();
      return Optional.of(new Place(real.resolve(there.relativize(path)).normalize(), real));
    } catch (InvalidPathException | IOException e) {
      return Optional.empty(); // whoever opens it says why
    }
  }

  /** Whether one of the two lies in the other, or they are one. */
  boolean overlaps(Place other) {
    return path.startsWith(other.path) || other.path.startsWith(path);
  }

  boolean isNew() {
    return !path.equals(there);
  }
}
