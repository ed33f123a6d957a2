package dev.pagurus.sqlite;

import static dev.pagurus.sqlite.Stores.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.SettingValues;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a file takes room: the size of its pages, and how large it is made. */
final class RoomTest {

  private static final int PAGE_SIZE_AT = 16;
  private static final long MIB = 1 << 20;

  /** Some pages that tell where others belong go with those that are given back. */
  private static final long ABOUT_3_MIB = 3 * MIB * 99 / 100;

  @TempDir Path folder;

  private static int pageBytes(Path file) throws IOException {
    int stored = ByteBuffer.wrap(Files.readAllBytes(file)).getShort(PAGE_SIZE_AT) & 0xFFFF;
    return stored == 1 ? 65_536 : stored;
  }

  private static void fill(Backend store) {
    for (int i = 0; i < 200; i++) {
      String text = i % 10 == 0 ? "seldom ".repeat(3_000) : "often";
      Stores.put(store, "d" + i, "{\"n\":" + i + ",\"t\":\"" + text + "\"}");
    }
  }

  private static void isWhole(Backend store) {
    assertEquals(200, Stores.ids(store, "n >= 0").size());
    assertEquals(20, Stores.ids(store, "t matches \"seldom\"").size());
    List<Finding> findings = new ArrayList<>();
    store.maintenance().verify(findings::add, Progress.NONE);
    assertEquals(List.of(), findings);
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "1KiB, 1024", "4KiB, 4096", "64KiB, 65536"})
  void pagesKeepTheSizeThatTheFileWasMadeWith(String set, int bytes) throws IOException {
    Path file = folder.resolve("store.db");
    Path copy = folder.resolve("copy.db");
    try (Backend store = Stores.open(file, Map.of("page-size", set))) {
      Stores.define(store, Kind.VALUE, "n");
      Stores.define(store, Kind.TEXT, "t");
      fill(store);
      isWhole(store);
    }
    assertEquals(bytes, pageBytes(file));
    try (Backend store = Stores.open(file, Map.of("page-size", "8KiB"))) {
      Stores.put(store, "d0", "{\"n\":0,\"t\":\"seldom\"}");
      store.maintenance().repair(folder.resolve("aside"), found -> {}, Progress.NONE);
      store.maintenance().compact(Progress.NONE);
      isWhole(store);
      store.maintenance().backup(copy, Progress.NONE);
    }
    assertEquals(bytes, pageBytes(file));
    assertEquals(bytes, pageBytes(copy));
  }

  @Test
  void aFileIsMadeSoLargeAndStaysSoLarge() throws IOException {
    Path file = folder.resolve("store.db");
    Map<String, String> large = Map.of("preallocate", "3MiB", "durability", "relaxed");
    try (Backend store = Stores.open(file, large)) {
      long made = Files.size(file);
      assertTrue(made >= 3 * MIB && made < 4 * MIB, () -> "made with " + made);
      Stores.define(store, Kind.VALUE, "n");
      Stores.define(store, Kind.TEXT, "t");
      fill(store);
      store.maintenance().compact(Progress.NONE);
      long full = Files.size(file);
      assertTrue(full >= ABOUT_3_MIB && full <= made, () -> "it need not grow: " + full);
      Stores.put(store, "more", "{\"n\":-1,\"t\":\"" + "x".repeat(5_000_000) + "\"}");
      store.maintenance().compact(Progress.NONE);
      assertTrue(Files.size(file) > 5 * MIB);
      Stores.delete(store, "more");
      store.maintenance().compact(Progress.NONE);
      long after = Files.size(file);
      assertTrue(after >= ABOUT_3_MIB && after < 4 * MIB, () -> "after a compact " + after);
      isWhole(store);
    }
    try (Backend store = Stores.open(file)) {
      store.maintenance().compact(Progress.NONE);
      isWhole(store);
      assertTrue(store.user(USER) != null);
    }
    assertTrue(Files.size(file) < 2 * MIB, "the room is given back when nobody asks for it");
  }

  @Test
  void anotherPageSizeThanSqliteKnowsIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> SettingValues.of(Map.of("page-size", "3000"), SqliteSettings.ALL));
    assertTrue(String.valueOf(e.getMessage()).contains("64KiB"), e::toString);
  }
}
