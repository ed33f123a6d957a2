package dev.pagurus.sqlite;

import dev.pagurus.tck.Kit;
import dev.pagurus.tck.Target;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Stores made by earlier builds, one zip for each format that ever was: {@code
 * src/test/resources/frozen/format-N.zip}. The kit's group UPGRADE opens each of them.
 *
 * <p>As a test, this freezes the next one, if it is told to; {@code docs/disk-format-sqlite.md}
 * says when.
 */
final class FrozenStores {

  private static final Path FOLDER = Path.of("src", "test", "resources", "frozen");

  /** A target that upgrades from all of them. */
  static Target upgradedBy(Target target) {
    return target.upgradesFromAllIn(FOLDER);
  }

  private static Path zip(int format) {
    return FOLDER.resolve("format-" + format + ".zip");
  }

  /** Puts the store of a format, as it was frozen, into a folder; answers its file. */
  static Path thaw(int format, Path folder) throws IOException {
    try (FileSystem frozen = FileSystems.newFileSystem(zip(format))) {
      return Files.copy(frozen.getPath("files", "store"), folder.resolve("store.db"));
    }
  }

  /** {@code mvn test -pl backend-sqlite -am -Dtest=FrozenStores -Dpagurus.freeze=yes ...}. */
  @Test
  @EnabledIfSystemProperty(named = "pagurus.freeze", matches = "yes")
  void freeze() {
    Kit.freezeAsZip(Target.of("sqlite"), zip(Schema.CURRENT.format()));
  }
}
