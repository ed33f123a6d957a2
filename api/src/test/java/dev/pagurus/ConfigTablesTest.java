package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that have tables. */
class ConfigTablesTest {

  @TempDir Path directory;

  private StoreConfig read(String toml) throws IOException {
    Path file = Files.writeString(directory.resolve("pagurus.toml"), toml);
    return ServiceFiles.naming(directory, FakeProvider.Disk.class)
        .during(() -> StoreConfig.read(file, Map.of()));
  }

  private static List<Map<String, String>> tables(Map<String, String> settings) {
    return SettingValues.of(settings, new FakeProvider.Disk().settings())
        .tables(FakeProvider.DISKS);
  }

  @Test
  void tablesAreReadAndTheirPathsCountFromTheFile() throws IOException {
    StoreConfig config =
        read(
            """
            locator = "disk:x"
            [[disks]]
            name = "a"
            path = "/mnt/a"
            [[disks]]
            path = "b/c"
            name = "\\"b\\""
            """);
    assertEquals(
        List.of(
            Map.of("name", "a", "path", "/mnt/a"),
            Map.of("name", "\"b\"", "path", directory.resolve("b/c").toString())),
        tables(config.locator().settings()));
    Locator again = Locator.parse(config.locator().toString());
    assertEquals(config.locator().settings(), again.settings());
    assertEquals(List.of(), tables(Map.of()));
    assertEquals(List.of(), tables(read("locator = \"disk:x\"\ndisks = []").locator().settings()));
  }

  @Test
  void everythingWrongIsToldWithItsLine() throws IOException {
    String toml =
        """
        locator = "disk:x"
        [[disks]]
        nmae = "a"
        path = "/mnt/a"
        [[disks]]
        name = 7
        path = "/mnt/b"
        """;
    String told = String.valueOf(assertThrows(StoreException.class, () -> read(toml)).getMessage());
    assertTrue(told.contains(":2:1: each of the disks needs name = \"...\""), told);
    assertTrue(told.contains(":3:1: there is no key \"nmae\"; did you mean name?"), told);
    assertTrue(told.contains(":6:1: each of the disks needs name = \"...\", and this is an"), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disks = 1", "disks = \"a\"", "disks = [1]", "[disks]\nname = \"a\""})
  void whatIsNoArrayOfTablesIsRefused(String toml) {
    String told =
        String.valueOf(
            assertThrows(StoreException.class, () -> read("locator = \"disk:x\"\n" + toml))
                .getMessage());
    assertTrue(told.contains("[[disks]]"), told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[1]",
        "[{}]",
        "[{\"name\":\"a\"}]",
        "[{\"name\":\"a\",\"path\":1}]",
        "[{\"name\":\"a\",\"path\":\"b\",\"more\":\"c\"}]",
        "["
      })
  void whatIsNoTablesInJsonIsRefused(String written) {
    assertThrows(IllegalArgumentException.class, () -> tables(Map.of("disks", written)));
  }
}
