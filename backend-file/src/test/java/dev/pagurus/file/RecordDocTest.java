package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.file.RecordFile.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The records shown in docs/disk-format-file.md are what the program writes and reads. */
class RecordDocTest {

  @Test
  void theExamplesAreReal() throws Exception {
    String doc = Files.readString(Path.of("../docs/disk-format-file.md"));
    byte[] toml = example(doc, "user = ", "The same in JSON");
    byte[] json = example(doc, "{\n", "Members stand");
    RecordFile read = RecordFormat.TOML.read(toml);
    assertEquals(Origin.WRITTEN, read.origin());
    assertArrayEquals(toml, RecordFormat.TOML.write("NO", read.document(), null));
    assertEquals(read, RecordFormat.JSON.read(json));
    assertArrayEquals(json, RecordFormat.JSON.write("NO", read.document(), null));
  }

  /** The indented block that starts with one text and ends before another. */
  private static byte[] example(String doc, String start, String end) {
    String block = doc.substring(doc.indexOf("    " + start), doc.indexOf(end));
    return RecordBodies.bytes(
        block
                .strip()
                .lines()
                .map(line -> line.startsWith("    ") ? line.substring(4) : line)
                .collect(Collectors.joining("\n"))
            + "\n");
  }
}
