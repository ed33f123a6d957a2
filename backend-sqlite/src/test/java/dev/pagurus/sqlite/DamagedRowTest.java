package dev.pagurus.sqlite;

import static dev.pagurus.sqlite.Stores.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
}
