package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that went through a zip file, and many documents in one collection. */
final class MovedStoreTest extends HandMadeStore {

  @TempDir private Path elsewhere;

  /** A zip file has times of two seconds, and no permissions. */
  @Test
  void aStoreThatWasZippedOpensElsewhereAndIsSound() throws IOException {
    for (int i = 0; i < 500; i++) {
      places().put("Place " + i, place("Ås " + i, i));
    }
    places().delete("Place 7");
    store().close();
    Path zip = elsewhere.resolve("store.zip");
    zip(folder(), zip);
    Path copy = elsewhere.resolve("copy");
    unzip(zip, copy);
    open();
    try (Store other = Store.open("file:" + copy)) {
      List<String> findings = new ArrayList<>();
      assertEquals(499, other.verify(f -> findings.add(f.problem()), (done, all) -> {}));
      assertEquals(0, other.reindex(f -> findings.add(f.problem()), (done, all) -> {}));
      assertEquals(List.of(), findings);
      assertEquals(
          places().find("population > 490").documents().stream().map(Object::toString).toList(),
          other.user("no").collection("places").find("population > 490").documents().stream()
              .map(Object::toString)
              .toList());
      assertEquals(norway().changes(0, 1_000), other.user("no").changes(0, 1_000));
    }
  }

  private static void zip(Path folder, Path zip) throws IOException {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(folder)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(each)) {
          ZipEntry entry = new ZipEntry(folder.relativize(each).toString());
          entry.setTime(Files.getLastModifiedTime(each).toMillis());
          out.putNextEntry(entry);
          Files.copy(each, out);
        }
      }
    }
  }

  private static void unzip(Path zip, Path folder) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path each = folder.resolve(entry.getName());
        Files.createDirectories(Disk.folder(each));
        Files.copy(in, each);
        Files.setLastModifiedTime(each, FileTime.fromMillis(entry.getTime()));
      }
    }
  }

  @Test
  void noFolderOfALargeCollectionIsLarge() {
    var batch = norway().batch();
    for (int i = 0; i < 5_000; i++) {
      batch.put("places", "place " + i, place("P", i));
      if (i % 1_000 == 999) {
        batch.commit();
        batch = norway().batch();
      }
    }
    long fullest = store().statistics().getOrDefault("entries_in_fullest_folder", 0L);
    assertTrue(fullest > 200 && fullest <= 500, () -> fullest + " entries");
  }
}
