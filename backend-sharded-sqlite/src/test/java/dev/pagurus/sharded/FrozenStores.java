package dev.pagurus.sharded;

import dev.pagurus.tck.Kit;
import dev.pagurus.tck.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Stores made by earlier builds, one zip for each format of the registry that ever was: {@code
 * src/test/resources/frozen/format-N.zip}. The kit's group UPGRADE opens each of them.
 *
 * <p>As a test, this freezes the next one, if it is told to; {@code
 * docs/disk-format-sharded-sqlite.md} says when.
 */
final class FrozenStores {

  private static final Path FOLDER = Path.of("src", "test", "resources", "frozen");

  /** A target that upgrades from all of them. */
  static Target upgradedBy(Target target) {
    return target.upgradesFromAllIn(FOLDER);
  }

  /** {@code mvn test -pl backend-sharded-sqlite -am -Dtest=FrozenStores -Dpagurus.freeze=yes}. */
  @Test
  @EnabledIfSystemProperty(named = "pagurus.freeze", matches = "yes")
  void freeze() {
    Kit.freezeAsZip(
        Target.of("sharded-sqlite"), FOLDER.resolve("format-" + Heading.FORMAT + ".zip"));
  }
}
