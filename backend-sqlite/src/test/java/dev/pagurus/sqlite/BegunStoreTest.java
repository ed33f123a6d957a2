package dev.pagurus.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store whose making was cut short, or is under way in another process: SQLite has written a page
 * that says how to vacuum, and not yet whose file it is.
 */
final class BegunStoreTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void begin() {
    file = folder.resolve("store.db");
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void isMadeToItsEnd() throws SQLException, IOException {
    run("PRAGMA auto_vacuum=INCREMENTAL");
    assertTrue(Files.size(file) > 0);
    try (Backend store = Stores.open(file)) {
      assertEquals(1, Stores.put(store, "a", "{}").revision());
    }
  }

  @Test
  void isNoStoreYetForWhoAsksForOne() throws SQLException {
    run("PRAGMA auto_vacuum=INCREMENTAL");
    BackendException refused =
        assertThrows(
            BackendException.class,
            () -> Stores.open(file, Map.of(), OpenRequest.Mode.MUST_EXIST, InstantSource.system()));
    assertEquals(ErrorCode.NO_STORE, refused.code());
  }

  /** Whoever looks while another makes it sees nothing yet, or a store, and never a stranger's. */
  @Test
  void isSeenAsAWholeByARival() throws Exception {
    ExecutorService rivals = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 60; round++) {
        Path each = folder.resolve("store" + round + ".db");
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<Boolean> rival =
            () -> {
              start.await();
              Stores.open(each).close();
              return true;
            };
        for (Future<Boolean> opened : rivals.invokeAll(List.of(rival, rival, rival))) {
          assertTrue(opened.get());
        }
      }
    } finally {
      rivals.shutdownNow();
    }
  }

  @Test
  void aStrangersFileIsStillRefused() throws SQLException, IOException {
    run("PRAGMA auto_vacuum=INCREMENTAL", "CREATE TABLE theirs(a)");
    byte[] before = Files.readAllBytes(file);
    BackendException refused = assertThrows(BackendException.class, () -> Stores.open(file));
    assertEquals(ErrorCode.FOREIGN, refused.code());
    assertArrayEquals(before, Files.readAllBytes(file));
  }
}
