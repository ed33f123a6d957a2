package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole move in 64 MiB of heap, with documents as large as they may be. */
@EnabledIfSystemProperty(named = "pagurus.soak", matches = "true")
final class HeapTest {

  private static final int LARGEST = Body.DEFAULT_MAX_BYTES;

  @TempDir Path folder;

  private static void fill(Store store) {
    String large = "x".repeat(LARGEST - "{\"text\":\"\"}".length());
    for (int user = 0; user < 3; user++) {
      for (int i = 0; i < 5; i++) {
        put(store, "user" + user, "large" + i, "{\"text\":\"" + large + "\"}");
      }
      for (int i = 0; i < 2_000; i++) {
        put(store, "user" + user, "small" + i, "{\"n\":" + i + "}");
      }
      put(store, "user" + user, "large again", "{\"text\":\"" + large + "\"}");
    }
  }

  private static void put(Store store, String user, String id, String json) {
    Write write = new Write.Put(new Address("things", id), Body.parse(json), Condition.NONE);
    store.backend().commit(user, Batch.of(write));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"sqlite,sqlite", "sqlite,sharded-sqlite"})
  void largeDocumentsMoveInLittleHeap(String from, String to) throws Exception {
    String source = Shells.locator(from, folder, "source");
    String target = Shells.locator(to, folder, "target");
    try (Store store = Store.open(source)) {
      fill(store);
    }
    Path output = folder.resolve("output");
    int code = Processes.move(output, "64m", source, target).waitFor();
    assertEquals(0, code, Files.readString(output));
  }
}
