package dev.pagurus.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** What of a user is not in its documents. */
final class RenameAndQuotaTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("store.db");
  }

  private Store open() {
    return Store.open("sqlite:" + file());
  }

  private void fill() {
    try (Store store = open()) {
      for (String id : List.of("a", "b", "c")) {
        store
            .user("alice")
            .collection("things")
            .put(id, JsonNodeFactory.instance.objectNode().put("n", 1));
      }
      store.user("alice").collection("things").delete("c");
      store.user("alice").setQuota(Quota.NONE.withDocuments(2).withBytes(100));
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void aRepairedStoreHasItsQuotas() throws SQLException {
    fill();
    run("UPDATE user SET documents = 99");
    try (Store store = open()) {
      List<Finding> findings = new ArrayList<>();
      store.repair(folder.resolve("quarantine"), findings::add, Progress.NONE);
      assertFalse(findings.isEmpty());
      assertEquals(Quota.NONE.withDocuments(2).withBytes(100), store.user("alice").quota());
    }
  }

  @Test
  void aDamagedDocumentIsStillDamagedUnderTheNewName() throws SQLException {
    fill();
    run("UPDATE document SET body = '{\"n\":2}' WHERE id = 'a'");
    run("UPDATE tombstone SET revision = 3");
    try (Store store = open()) {
      store.user("alice").rename("a much longer name");
      var things = store.user("a much longer name").collection("things");
      StoreException damaged = assertThrows(StoreException.class, () -> things.get("a"));
      assertEquals(ErrorCode.CORRUPT, damaged.code());
      assertTrue(things.get("b").isPresent());
      List<Finding> findings = new ArrayList<>();
      store.verify(findings::add, Progress.NONE);
      assertEquals(2, findings.size(), findings::toString);
    }
  }
}
