package dev.pagurus.cli.migrate;

import dev.pagurus.Backends;
import dev.pagurus.Locator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a store is, the same however it was spelled: without settings, and with the real path where
 * there is one.
 *
 * @param locator the locator without settings
 */
record Place(Locator locator) {

  static Place of(Locator locator) {
    return new Place(new Locator(locator.backend(), location(locator), Map.of()));
  }

  private static String location(Locator locator) {
    String location = locator.location();
    if (!isPath(locator)) {
      return location;
    }
    try {
      Path path = Path.of(location).toAbsolutePath().normalize();
      return (Files.exists(path) ? path.toRealPath() : path).toString();
    } catch (InvalidPathException e) {
      return location;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + location, e);
    }
  }

  /** Whether the other's path leads through this one's. */
  boolean isAround(Place other) {
    return isPath(locator)
        && isPath(other.locator)
        && Path.of(other.locator.location()).startsWith(Path.of(locator.location()));
  }

  private static boolean isPath(Locator locator) {
    return !locator.location().isEmpty() && Backends.named(locator.backend()).locationIsPath();
  }

  /** Whether a text that a seal tells is this place. */
  boolean isToldBy(String text) {
    return toString().equals(text);
  }

  @Override
  public String toString() {
    return locator.toString();
  }
}
