package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.pagurus.document.Address;
import dev.pagurus.file.PowerFileSystem.Operation;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Durability;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records whose files cannot be written: served, written later, and told of once. */
@Tag("DUR-1")
final class UnwritableRecordsTest {

  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();

  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord told) {
          if (told.getLevel().intValue() >= Level.WARNING.intValue()) {
            warnings.add(told.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private static void put(Backend store, int from, int to) {
    for (int i = from; i < to; i++) {
      String id = "d" + i;
      store.commit("alice", Batch.of(PowerStores.put("notes", id, i, 1)));
      assertNotNull(store.get("alice", List.of(new Address("notes", id))).found().get(0));
    }
  }

  @Test
  void thousandsThatFailAreNotThousandsOfWarnings() {
    PowerFileSystem files = new PowerFileSystem();
    AtomicBoolean full = new AtomicBoolean();
    files.watch(
        (operation, path) -> {
          if (full.get()
              && operation == Operation.WRITE
              && path.startsWith("/store/users/alice/notes")) {
            throw new IOException("no room");
          }
        });
    Logger logger = Logger.getLogger(RecordWriter.class.getName());
    boolean parents = logger.getUseParentHandlers();
    logger.setUseParentHandlers(false);
    logger.addHandler(ear);
    try (Backend store = PowerStores.open(files.getPath("/store"), Durability.COMMIT)) {
      put(store, 0, 5);
      for (int round = 1; round <= 2; round++) {
        full.set(true);
        put(store, 0, 40);
        assertEquals(round, warnings.size(), warnings::toString);
        full.set(false);
        put(store, 0, 40);
        assertEquals(round, warnings.size(), warnings::toString);
      }
    } finally {
      logger.removeHandler(ear);
      logger.setUseParentHandlers(parents);
    }
    assertEquals(2, warnings.size(), warnings::toString);
  }
}
