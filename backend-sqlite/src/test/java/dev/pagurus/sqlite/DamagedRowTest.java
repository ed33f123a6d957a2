package dev.pagurus.sqlite;

import static dev.pagurus.sqlite.Stores.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that was changed behind the store's back is damage, and never a document less (DUR-4). */
final class DamagedRowTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revision = 0",
        "revision = -1",
        "created_us = 0",
        "updated_us = 0",
        "checksum = 0",
        "body = '{}'",
        "body = ''"
      })
  void isReportedByItsAddress(String damage) throws SQLException {
    Path file = folder.resolve("store.db");
    try (Backend store = Stores.open(file)) {
      Stores.put(store, "oslo", "{\"country\":\"NO\"}");
      try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = stranger.createStatement()) {
        assertEquals(1, statement.executeUpdate("UPDATE document SET " + damage));
      }
      BackendException damaged =
          assertThrows(BackendException.class, () -> Stores.get(store, USER, "oslo"));
      assertEquals(ErrorCode.CORRUPT, damaged.code());
      assertEquals(Stores.place("oslo"), damaged.address());
    }
  }

  /** The driver gives a statement up that met a damaged page: the next is to have another. */
  @Test
  void aDamagedPageIsReportedEachTimeItIsMet() throws Exception {
    Path file = folder.resolve("store.db");
    try (Backend store = Stores.open(file)) {
      Stores.put(store, "oslo", "{\"country\":\"NO\"}");
    }
    damageThePageOfDocuments(file);
    try (Backend store = Stores.open(file)) {
      for (int i = 0; i < 3; i++) {
        BackendException damaged =
            assertThrows(BackendException.class, () -> Stores.get(store, USER, "oslo"));
        assertEquals(ErrorCode.CORRUPT, damaged.code(), damaged::getMessage);
        BackendException unread =
            assertThrows(BackendException.class, () -> store.changes(USER, 0, 10));
        assertEquals(ErrorCode.CORRUPT, unread.code(), unread::getMessage);
      }
    }
  }

  private static void damageThePageOfDocuments(Path file) throws SQLException, IOException {
    long page;
    long size;
    try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = stranger.createStatement()) {
      page = number(statement, "SELECT rootpage FROM sqlite_master WHERE name = 'document'");
      size = number(statement, "PRAGMA page_size");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek((page - 1) * size);
      bytes.write(new byte[8]);
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : -1;
    }
  }
}
