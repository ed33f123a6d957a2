package dev.pagurus.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** A file that is opened with {@code immutable=true} is read as it is, and nothing else happens. */
final class ImmutableTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fill() {
    file = folder.resolve("s.db");
    try (Store store = Store.open("sqlite:" + file)) {
      store.indexes("things").value("n");
      for (int i = 0; i < 50; i++) {
        store
            .user("alice")
            .collection("things")
            .put("d" + i, JsonNodeFactory.instance.objectNode().put("n", i));
      }
    }
  }

  private Store immutable() {
    return Store.open("sqlite:" + file + "?immutable=true");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> String.valueOf(each.getFileName())).toList();
    }
  }

  @Test
  void everythingCanBeReadAndNoFileIsMade() throws IOException {
    byte[] before = Files.readAllBytes(file);
    try (Store store = immutable()) {
      var things = store.user("alice").collection("things");
      assertEquals(7, things.get("d7").orElseThrow().value().path("n").intValue());
      assertEquals(10, things.find("n >= 40").size());
      assertEquals(50, things.count(Query.parse("n >= 0")));
      assertEquals(50, store.user("alice").changes(0, 100).changes().size());
      assertEquals(List.of("s.db"), files());
    }
    assertEquals(List.of("s.db"), files());
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void everyWriteIsRefusedAndSaysWhatToDo() throws IOException {
    byte[] before = Files.readAllBytes(file);
    try (Store store = immutable()) {
      var things = store.user("alice").collection("things");
      List<Runnable> writes =
          List.of(
              () -> things.put("x", JsonNodeFactory.instance.objectNode()),
              () -> things.delete("d1"),
              () -> store.indexes("things").value("m"),
              () -> store.user("alice").delete());
      for (Runnable write : writes) {
        StoreException refused = assertThrows(StoreException.class, write::run);
        assertEquals(ErrorCode.INVALID, refused.code());
        String told = String.valueOf(refused.getMessage());
        assertTrue(told.contains("immutable=true"), told);
      }
      assertEquals(50, things.count(Query.parse("n >= 0")));
    }
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void whatIsNoStoreIsRefused() throws IOException {
    Path missing = folder.resolve("missing.db");
    StoreException none =
        assertThrows(
            StoreException.class, () -> Store.open("sqlite:" + missing + "?immutable=true"));
    assertEquals(ErrorCode.NO_STORE, none.code());
    Path text = Files.writeString(folder.resolve("text.db"), "x".repeat(200));
    StoreException foreign =
        assertThrows(StoreException.class, () -> Store.open("sqlite:" + text + "?immutable=true"));
    assertEquals(ErrorCode.FOREIGN, foreign.code());
    assertTrue(Files.notExists(missing));
  }

  @Test
  void aStoreThatIsReadFirstIsWrittenThen() {
    try (Store store = Store.open("sqlite:" + file)) {
      var things = store.user("alice").collection("things");
      assertEquals(50, things.count(Query.parse("n >= 0")));
      things.put("x", JsonNodeFactory.instance.objectNode().put("n", 99));
      assertEquals(51, things.count(Query.parse("n >= 0")));
    }
    try (Store store = immutable()) {
      assertEquals(51, store.user("alice").collection("things").count(Query.parse("n >= 0")));
    }
  }
}
