package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** How users' files take room. */
final class UserRoomTest {

  private static final int PAGE_SIZE_AT = 16;
  private static final long KIB = 1 << 10;

  @TempDir Path folder;

  private Path file(String user) {
    String path = user.charAt(0) + "/" + user.substring(1, 3) + "/" + user.substring(3) + ".db";
    return folder.resolve("store/users").resolve(path);
  }

  private String locator(String settings) {
    return "sharded-sqlite:" + folder.resolve("store") + "?digits=leading" + settings;
  }

  private static void put(Store store, String user) {
    store.user(user).collection("things").put("a", JsonNodeFactory.instance.objectNode());
  }

  private int pageBytes(String user) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file(user))).getShort(PAGE_SIZE_AT) & 0xFFFF;
  }

  @Test
  void usersFilesHaveTheRoomThatTheStoreWasMadeWith() throws IOException {
    try (Store store = Store.open(locator("&page-size=1KiB&preallocate=256KiB"))) {
      put(store, "11111111");
      store.compact(Progress.NONE);
    }
    assertEquals(1_024, pageBytes("11111111"));
    assertTrue(
        Files.size(file("11111111")) >= 256 * KIB, () -> file("11111111").toFile().length() + "");
    try (Store store = Store.open(locator(""))) {
      put(store, "22222222");
    }
    assertEquals(1_024, pageBytes("22222222"), "as the first");
  }

  @Test
  void aUserOfFewDocumentsTakesLittleRoom() throws IOException {
    try (Store store = Store.open(locator(""))) {
      store.indexes("things").value("n").text("t");
      put(store, "11111111");
    }
    assertEquals(2_048, pageBytes("11111111"));
    assertTrue(
        Files.size(file("11111111")) < 64 * KIB, () -> file("11111111").toFile().length() + "");
  }

  @Test
  void tooMuchForEachUserIsRefused() {
    StoreException e =
        assertThrows(StoreException.class, () -> Store.open(locator("&preallocate=1GiB")));
    assertEquals(ErrorCode.INVALID, e.code());
    assertTrue(e.toString().contains("at most 64MiB"), e::toString);
    assertFalse(Files.exists(folder.resolve("store")));
  }
}
