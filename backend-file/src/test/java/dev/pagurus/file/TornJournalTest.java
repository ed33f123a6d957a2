package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal with a hole: what a loss of power leaves, and what only a medium that forgets does. */
@Tag("DUR-2")
@Tag("DUR-3")
final class TornJournalTest {

  @TempDir private Path folder;

  private final List<String> rebuilt = new ArrayList<>();
  private final Logger logger = Logger.getLogger(Opening.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord told) {
          rebuilt.add(told.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
  }

  private Path store() {
    return folder.resolve("store");
  }

  /** Three commits, of which the medium has lost a part of the second. */
  private void make(Durability durability, boolean withRecords) throws IOException {
    Path alive = folder.resolve("alive");
    try (Backend backend = PowerStores.open(alive, durability)) {
      for (int i = 1; i <= 3; i++) {
        backend.commit("alice", Batch.of(PowerStores.put("notes", "n" + i, i, 2)));
      }
      DamageTest.copy(alive, store());
    }
    if (!withRecords) {
      UserRemoval.deleteTree(store().resolve("users"));
    }
    Path journal = JournalSegment.list(store().resolve("journal")).lastEntry().getValue();
    byte[] bytes = Files.readAllBytes(journal);
    int second = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("n2");
    bytes[second] ^= 1;
    Files.write(journal, bytes);
  }

  private static @Nullable StoredDocument get(Backend backend, String id) {
    return backend.get("alice", List.of(new Address("notes", id))).found().get(0);
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void whatWasNotForcedIsKeptUpToTheTear(Durability durability) throws IOException {
    make(durability, false);
    for (int opening = 0; opening < 3; opening++) {
      try (Backend backend = PowerStores.open(store(), durability)) {
        assertNotNull(get(backend, "n1"));
        assertNull(get(backend, "n2"));
        assertNull(get(backend, "n3"));
        assertEquals(1 + opening, backend.get("alice", List.of()).revision());
        PowerStores.verify(backend);
        backend.commit("alice", Batch.of(PowerStores.put("notes", "n4", opening, 2)));
        DamageTest.copy(store(), folder.resolve("copy" + opening));
      }
      UserRemoval.deleteTree(store());
      DamageTest.copy(folder.resolve("copy" + opening), store());
    }
    assertEquals(List.of(), rebuilt, "nothing tells of the index being made again");
  }

  @Test
  void whatWasSafeAndIsForgottenIsMadeGoodFromTheRecords() throws IOException {
    make(Durability.COMMIT, true);
    try (Backend backend = PowerStores.open(store(), Durability.COMMIT)) {
      for (String id : List.of("n1", "n2", "n3")) {
        assertNotNull(get(backend, id));
      }
      PowerStores.verify(backend);
    }
    assertEquals(1, rebuilt.size());
  }
}
