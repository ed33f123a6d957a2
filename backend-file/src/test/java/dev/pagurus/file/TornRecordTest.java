package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A loss of power may cut a record off where it still reads well: in the midst of a number, after a
 * line. The journal has all of it. That is no edit, and no damage either.
 */
final class TornRecordTest {

  private static final Address NOTE = new Address("notes", "a1");

  @TempDir private Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private Path record() {
    return store().resolve("users/alice/notes/a1.toml");
  }

  /** Two commits, of which the second is in the journal and not safe in the record yet. */
  private Write commit(boolean commented) throws IOException {
    Path alive = folder.resolve("alive");
    Write second = PowerStores.put("notes", "a1", 2, 40);
    try (Backend backend = PowerStores.open(alive, Durability.COMMIT)) {
      backend.commit("alice", Batch.of(PowerStores.put("notes", "a1", 1, 2)));
      if (commented) {
        Path file = alive.resolve("users/alice/notes/a1.toml");
        Files.writeString(
            file,
            Files.readString(file).replace("[document]\n", "[document]\n# what a person says\n"));
      }
      backend.commit("alice", Batch.of(second));
      DamageTest.copy(alive, store());
    }
    return second;
  }

  private void tear(int bytes, boolean keepTime) throws IOException {
    FileTime time = Files.getLastModifiedTime(record());
    String text = Files.readString(record());
    assertTrue(text.length() > bytes);
    Files.writeString(record(), text.substring(0, text.length() - bytes));
    Files.setLastModifiedTime(
        record(), keepTime ? time : FileTime.fromMillis(time.toMillis() - 5_000));
  }

  @ParameterizedTest
  @CsvSource({
    "2, false, false, false", "2, false, false, true", "2, false, true, false",
        "2, false, true, true",
    "2, true, false, false", "2, true, false, true", "2, true, true, false", "2, true, true, true",
    "20, true, false, false", "20, false, true, true"
  })
  void isWholeAgainAfterOpening(int bytes, boolean indexIsLost, boolean commented, boolean keepTime)
      throws IOException {
    Write.Put second = (Write.Put) commit(commented);
    tear(bytes, keepTime);
    if (indexIsLost) {
      UserRemoval.deleteTree(store().resolve("index"));
    }
    try (Backend backend = PowerStores.open(store(), Durability.COMMIT)) {
      StoredDocument got = backend.get("alice", List.of(NOTE)).found().get(0);
      assertNotNull(got);
      assertEquals(second.body(), got.body());
      assertEquals(2, got.revision());
      PowerStores.verify(backend);
      assertEquals(0, backend.maintenance().reindex(finding -> {}, Progress.NONE));
    }
    String text = Files.readString(record(), StandardCharsets.UTF_8);
    assertTrue(text.contains("line39 = 200039"), text);
  }
}
