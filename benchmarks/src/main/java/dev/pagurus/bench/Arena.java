package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One engine with its store: opened as a path asks, kept open as long as paths ask the same. */
final class Arena implements AutoCloseable {

  private final Engine engine;
  private final Path directory;
  private @Nullable Side open;
  private boolean relaxed;

  Arena(Engine engine, Path directory) {
    this.engine = engine;
    this.directory = directory;
    make();
  }

  private void make() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Engine engine() {
    return engine;
  }

  Path directory() {
    return directory;
  }

  /** The open store. */
  Side side(boolean isRelaxed) {
    if (open != null && relaxed != isRelaxed) {
      close();
    }
    Side side = open;
    if (side == null) {
      side = engine.open(directory, isRelaxed);
      open = side;
      relaxed = isRelaxed;
    }
    return side;
  }

  /** Deletes the store and makes an empty one. */
  Side renew() {
    close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    make();
    return side(false);
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
