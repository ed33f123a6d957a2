package dev.pagurus.sqlite;

import dev.pagurus.tck.Kit;
import dev.pagurus.tck.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores made by earlier builds, one zip for each format that ever was: {@code
 * src/test/resources/frozen/format-N.zip}. The kit's group UPGRADE opens each of them.
 *
 * <p>As a test, this freezes the next one, if it is told to; {@code docs/disk-format-sqlite.md}
 * says when.
 */
final class FrozenStores {

  private static final String FOLDER = "frozen";

  /** A target that upgrades from all of them. */
  static Target upgradedBy(Target target) {
    Target all = target;
    for (Path zip : all()) {
      all = all.upgradesFrom(zip);
    }
    return all;
  }

  private static List<Path> all() {
    URL folder = Objects.requireNonNull(FrozenStores.class.getResource("/" + FOLDER));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts the store of a format, as it was frozen, into a folder; answers its file. */
  static Path thaw(int format, Path folder) throws IOException {
    Path zip =
        all().stream()
            .filter(file -> file.endsWith("format-" + format + ".zip"))
            .findFirst()
            .orElseThrow();
    try (FileSystem frozen = FileSystems.newFileSystem(zip)) {
      return Files.copy(frozen.getPath("files", "store"), folder.resolve("store.db"));
    }
  }

  /** {@code mvn test -pl backend-sqlite -am -Dtest=FrozenStores -Dpagurus.freeze=yes ...}. */
  @Test
  @EnabledIfSystemProperty(named = "pagurus.freeze", matches = "yes")
  void freeze(@TempDir Path folder) throws IOException {
    Kit.freeze(Target.of("sqlite"), folder);
    Path zip =
        Path.of("src", "test", "resources", FOLDER, "format-" + Schema.CURRENT.format() + ".zip")
            .toAbsolutePath();
    Files.createDirectories(zip.getParent());
    URI uri = URI.create("jar:" + zip.toUri());
    try (FileSystem frozen = FileSystems.newFileSystem(uri, Map.of("create", "true"));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path copy = frozen.getPath("/").resolve(folder.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.copy(file, copy);
      }
    }
  }
}
