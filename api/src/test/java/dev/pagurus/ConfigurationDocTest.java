package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.StandardSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/configuration.md says what is so. */
class ConfigurationDocTest {

  private static final Path DOC = Path.of("..", "docs", "configuration.md");

  @Test
  void theTableTellsEveryStandardSettingAndItsDefault() throws IOException {
    List<String> lines = Files.readAllLines(DOC);
    for (Setting setting : StandardSettings.ALL) {
      String start = "| `" + setting.name() + "` |";
      List<String> rows = lines.stream().filter(line -> line.startsWith(start)).toList();
      assertEquals(1, rows.size(), start);
      List<String> cells = List.of(rows.get(0).split("\\|", -1));
      assertEquals("`" + setting.defaultValue() + "`", cells.get(3).strip());
      for (String choice : setting.choices()) {
        assertTrue(cells.get(2).contains("`" + choice + "`"), rows.get(0));
      }
    }
  }

  @Test
  void theExampleIsAFileThatCanBeRead(@TempDir Path directory) throws IOException {
    String doc = Files.readString(DOC);
    String example = doc.substring(doc.indexOf("```toml\n") + 8);
    example = example.substring(0, example.indexOf("```"));
    Path file = directory.resolve("pagurus.toml");
    Files.writeString(file, example.replace("\"sqlite:", "\"disk:"));
    StoreConfig config =
        ServiceFiles.naming(directory, FakeProvider.Disk.class)
            .during(() -> StoreConfig.read(file, Map.of()));
    assertEquals(6, config.locator().settings().size());
    assertEquals(
        List.of("places", "notes"),
        config.collections().stream().map(CollectionDefinition::collection).toList());
    assertEquals(7, config.collections().get(0).indexes().size());
  }
}
