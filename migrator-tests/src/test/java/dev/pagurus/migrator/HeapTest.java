package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Store;
import dev.pagurus.migrator.LargeBodies.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole move in 64 MiB of heap, with documents as large as they may be. */
final class HeapTest {

  @TempDir Path folder;

  private void moves(String from, String to, int users, List<Shape> shapes) throws Exception {
    String source = Shells.locator(from, folder, "source");
    String target = Shells.locator(to, folder, "target");
    try (Store store = Store.open(source)) {
      LargeBodies.fill(store, users, shapes);
    }
    Path output = folder.resolve("output");
    int code = Processes.move(output, "64m", source, target).waitFor();
    assertEquals(0, code, Files.readString(output));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"sqlite,file", "file,sqlite", "sqlite,sharded-sqlite"})
  void aFewLargeDocuments(String from, String to) throws Exception {
    moves(from, to, 1, List.of(Shape.MEMBERS, Shape.NULLS));
  }

  @EnabledIfSystemProperty(named = "pagurus.soak", matches = "true")
  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "sqlite,sqlite",
    "sqlite,sharded-sqlite",
    "sqlite,file",
    "sharded-sqlite,sqlite",
    "sharded-sqlite,sharded-sqlite",
    "sharded-sqlite,file",
    "file,sqlite",
    "file,sharded-sqlite",
    "file,file"
  })
  void manyOfAllShapes(String from, String to) throws Exception {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      shapes.addAll(List.of(Shape.values()));
    }
    moves(from, to, 3, shapes);
  }
}
