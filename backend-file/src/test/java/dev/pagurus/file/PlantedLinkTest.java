package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbolic links that somebody planted in the store lead no write and no deletion out of it. */
final class PlantedLinkTest extends HandMadeStore {

  @TempDir private Path outside;

  @BeforeEach
  void fill() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    places().put("oslo", place("Oslo", 700));
    places().put("hamar", place("Hamar", 28));
    verify();
    Files.writeString(outside.resolve("precious"), "do not touch");
  }

  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        content.put(
            folder.relativize(file).toString(),
            Files.isRegularFile(file)
                ? Files.readString(file, StandardCharsets.ISO_8859_1)
                    + Files.getLastModifiedTime(file)
                : "folder");
      }
    }
    return content;
  }

  /** Moves what is there out of the store and leaves a link to it. */
  private void plant(String path) throws IOException {
    Path there = folder().resolve(path);
    Path moved = outside.resolve("moved");
    Files.move(there, moved);
    Files.createSymbolicLink(there, moved);
  }

  private void writeAll() {
    places().put("oslo", place("Oslo", 701));
    places().delete("hamar");
    places().put("bergen", place("Bergen", 290));
    reindex();
  }

  @ParameterizedTest
  @ValueSource(strings = {"users/no/places/oslo.toml", "users/no/places", "users/no", "users"})
  void amongTheFoldersOfAnOpenStore(String path) throws IOException {
    plant(path);
    Map<String, String> before = content(outside);
    try {
      writeAll();
      norway().delete();
    } catch (StoreException e) {
      assertTrue(String.valueOf(e.getMessage()).contains(folder().toString()), e::toString);
    }
    assertEquals(before, content(outside));
    try {
      store().close();
    } catch (StoreException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("nothing is lost"), e::toString);
    }
    assertEquals(before, content(outside));
  }

  @ParameterizedTest
  @ValueSource(strings = {"users/no/places", "users/no"})
  void areToldAndRefuseWritesUntilTheyAreTakenAway(String path) throws IOException {
    plant(path);
    StoreException refused =
        assertThrows(StoreException.class, () -> places().put("bergen", place("Bergen", 290)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains(folder().resolve(path).toString()),
        refused::toString);
    assertTrue(
        verify().stream().anyMatch(told -> told.contains(folder().resolve(path).toString())),
        "verify tells of the link");
    Files.delete(folder().resolve(path));
    Files.move(outside.resolve("moved"), folder().resolve(path));
    assertEquals(List.of(), verify());
    places().put("bergen", place("Bergen", 290));
    assertEquals("Bergen", name("bergen"));
    assertEquals(List.of(), verify());
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "journal", "index", "store.lock", "store.toml"})
  void amongWhatAStoreIsMadeOf(String path) throws IOException {
    store().close();
    plant(path);
    Map<String, String> before = content(outside);
    StoreException refused =
        assertThrows(StoreException.class, () -> Store.open("file:" + folder()));
    assertTrue(
        String.valueOf(refused.getMessage()).contains(folder().resolve(path).toString()),
        refused::toString);
    assertEquals(before, content(outside));
  }

  @Test
  void filesAndFoldersAreTheirOwnersOnly() throws IOException {
    places().delete("hamar");
    store().close();
    try (Stream<Path> all = Files.walk(folder())) {
      List<String> open =
          all.filter(file -> !file.startsWith(folder().resolve("index")) || Files.isDirectory(file))
              .filter(PlantedLinkTest::isForOthers)
              .map(Path::toString)
              .toList();
      assertEquals(List.of(), open);
    }
  }

  private static boolean isForOthers(Path file) {
    try {
      return !PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).endsWith("------");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
