package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file that is to name another store. */
final class ConfigRelocationTest {

  @TempDir Path directory;

  private StoreConfig.Relocated relocate(String text, Locator to) throws IOException {
    Path file = Files.writeString(directory.resolve("pagurus.toml"), text);
    return ServiceFiles.naming(directory, FakeProvider.Disk.class, FakeProvider.Memory.class)
        .during(() -> StoreConfig.relocate(file, to));
  }

  private static Locator memory(String name, Map<String, String> settings) {
    return new Locator("memory", name, settings);
  }

  private static Locator disk(Path place) {
    return new Locator("disk", place.toString(), Map.of());
  }

  @Test
  void allButTheLocatorStaysAsItIsWritten() throws IOException {
    StoreConfig.Relocated relocated =
        relocate(
            """
            # Places \u00e5, for the demo.

              'locator'   =   '''disk:data/places.db'''   # by hand: "see" # below

            # safe enough
            durability = "relaxed"   # fast
            max-document-bytes = 1_048_576

            [collections.places]     # what we look for
            value = [
              "country",  # first
              "country, population",
            ]
            """,
            disk(directory.resolve("other \"shell\"/places.db")));
    assertEquals(
        """
        # Places \u00e5, for the demo.

          'locator'   =   "disk:other \\"shell\\"/places.db"   # by hand: "see" # below

        # safe enough
        durability = "relaxed"   # fast
        max-document-bytes = 1_048_576

        [collections.places]     # what we look for
        value = [
          "country",  # first
          "country, population",
        ]
        """,
        relocated.text());
    assertEquals(List.of(), relocated.leftOut());
  }

  @Test
  void settingsThatTheOtherBackendDoesNotKnowAreLeftOut() throws IOException {
    StoreConfig.Relocated relocated =
        relocate(
            """
            locator = "disk:places.db"
            cache = "1MiB"
            refuse-scans = true
            durability = "relaxed"

            [[disks]]
            name = "a"
            path = "b"

            [[disks]]
            name = "c"
            path = "d"

            [collections.places]
            value = ["country"]
            """,
            memory("places", Map.of("durability", "commit")));
    assertEquals(List.of("cache", "durability", "disks"), relocated.leftOut());
    assertEquals(
        """
        locator = "memory:places?durability=commit"
        refuse-scans = true

        [collections.places]
        value = ["country"]
        """,
        relocated.text());
  }

  @Test
  void aStoreElsewhereIsNamedInFull() throws IOException {
    Path other = directory.resolveSibling("elsewhere.db").toAbsolutePath();
    assertEquals(
        "locator = \"disk:" + other + "\"\n",
        relocate("locator = \"disk:a\"\n", disk(other)).text());
    Path relative = Path.of("").toAbsolutePath().relativize(other);
    assertEquals(
        "locator = \"disk:" + other + "\"\r\nreaders = 2\r\n",
        relocate("locator = \"disk:a\"\r\nreaders = 2\r\n", disk(relative)).text());
  }

  @Test
  void aFileThatCannotBeReadIsNotRelocated() {
    for (String bad : List.of("", "locator = ", "locator = 'disk:a'\nreader = 3\n")) {
      StoreException e =
          assertThrows(StoreException.class, () -> relocate(bad, disk(Path.of("/b"))));
      assertEquals(ErrorCode.INVALID, e.code());
      assertTrue(String.valueOf(e.getMessage()).contains("pagurus.toml"), e.getMessage());
    }
  }
}
