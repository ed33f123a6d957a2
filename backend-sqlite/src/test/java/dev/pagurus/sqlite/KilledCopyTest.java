package dev.pagurus.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy left that was killed does no harm to the next one, and goes with it. */
final class KilledCopyTest {

  @TempDir Path folder;

  /** A journal as it is beside a file in the midst of a transaction. */
  private void leaveJournal(Path journal) throws SQLException, IOException {
    Path file = folder.resolve("other.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA cache_size=1");
      statement.execute("CREATE TABLE t(a)");
      statement.execute(
          "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <"
              + " 2000) SELECT randomblob(500) FROM n");
      statement.execute("BEGIN");
      statement.execute("UPDATE t SET a = randomblob(500)");
      Files.copy(folder.resolve("other.db-journal"), journal);
      statement.execute("ROLLBACK");
    }
    assertTrue(Files.size(journal) > 100_000, "pages of a stranger");
    Files.delete(file);
  }

  @Test
  void aJournalThatWasLeftIsNotTakenForTheNextCopys() throws Exception {
    Path copy = folder.resolve("copy.db");
    leaveJournal(folder.resolve("copy.db.part-journal"));
    Files.write(folder.resolve("copy.db.part"), new byte[4096]);
    try (Backend store = Stores.open(folder.resolve("store.db"))) {
      for (int i = 0; i < 200; i++) {
        Stores.put(store, "id" + i, "{\"n\": " + i + ", \"text\": \"" + "x".repeat(500) + "\"}");
      }
      store.maintenance().backup(copy, Progress.NONE);
    }
    leaveJournal(folder.resolve("again.db.part-journal"));
    Path again = folder.resolve("again.db");
    OpenRequest request =
        Stores.request(again, Map.of(), OpenRequest.Mode.OPEN_OR_CREATE, InstantSource.system());
    new SqliteProvider().restore(copy, request);
    requireWhole(copy);
    requireWhole(again);
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName() + "").sorted().toList();
      assertEquals(List.of("again.db", "copy.db", "store.db"), names);
    }
  }

  private static void requireWhole(Path copy) {
    try (Backend store = Stores.open(copy)) {
      List<Finding> findings = new ArrayList<>();
      assertEquals(200, store.maintenance().verify(findings::add, Progress.NONE));
      assertEquals(List.of(), findings);
    }
  }
}
