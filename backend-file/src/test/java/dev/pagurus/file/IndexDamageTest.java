package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages every file of the index in many ways, while nobody has the store open and under an open
 * store. The files are the truth: whatever became of the index, no answer is wrong.
 */
final class IndexDamageTest {

  private static final boolean SOAK = Boolean.getBoolean("pagurus.soak");
  private static final int ENOUGH = 3;

  /** A number that is prime to the number of cases of a file. */
  private static final int STEP = 3;

  /** In how many places each file is flipped. */
  private static final int PLACES = SOAK ? 60 : 2;

  /** So much is logged on purpose that nobody would see anything else. */
  private static final Logger LOGGER = Logger.getLogger("dev.pagurus.file");

  @TempDir Path temporary = Path.of("");

  private final List<String> failures = new ArrayList<>();
  private Path sound = temporary;

  @BeforeEach
  void make() {
    LOGGER.setLevel(Level.SEVERE);
    sound = temporary.resolve("sound");
    IndexStores.make(sound);
  }

  @AfterEach
  void logAgain() {
    LOGGER.setLevel(null);
  }

  /** What happens to a file. */
  private interface Damage {

    void to(Path file) throws IOException;
  }

  private record Case(String what, Damage damage) {}

  private static List<Case> cases(Path file) throws IOException {
    long size = Files.size(file);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < PLACES && i < size; i++) {
      long at = i == PLACES - 1 ? size - 1 : i * size / PLACES;
      cases.add(new Case("flipped at " + at, each -> flip(each, at)));
    }
    cases.add(new Case("cut off", each -> cut(each, size / 2)));
    cases.add(new Case("cut off at the end", each -> cut(each, size - 1)));
    cases.add(new Case("emptied", each -> cut(each, 0)));
    return cases;
  }

  private static List<Case> casesOfClosed(Path file) throws IOException {
    List<Case> cases = cases(file);
    cases.add(new Case("deleted", Files::delete));
    cases.add(
        new Case(
            "a folder",
            each -> {
              Files.delete(each);
              Files.createDirectory(each);
              Files.writeString(each.resolve("note"), "not ours");
            }));
    return cases;
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int there = bytes.read();
      bytes.seek(at);
      bytes.write(there ^ (1 << (at % 8)));
    }
  }

  private static void cut(Path file, long size) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(size);
    }
  }

  /** A quick run tries some cases of each file, and each case with some files. */
  private static boolean isTried(int number) {
    return SOAK || number % STEP == 0;
  }

  @Test
  void whateverBecameOfAFileIsHealedAtOpening() throws IOException {
    int tried = 0;
    int number = 0;
    for (Path file : IndexStores.indexFiles(sound)) {
      for (Case each : casesOfClosed(file)) {
        if (failures.size() < ENOUGH && isTried(++number)) {
          tried++;
          attempt(file.getFileName() + " " + each.what(), copy -> closed(copy, file, each));
        }
      }
    }
    assertEquals(List.of(), failures);
    int all = tried;
    assertTrue(all > 15, () -> "only " + all + " cases");
  }

  private static void closed(Path copy, Path file, Case what) throws IOException {
    what.damage().to(copy.resolve("index").resolve(file.getFileName().toString()));
    try (Store store = IndexStores.open(copy)) {
      IndexStores.requireExact(store);
      store.verify(finding -> {}, (done, all) -> {}); // which may tell what was mended
      assertEquals(List.of(), IndexStores.verify(store));
    }
  }

  /** What is done with a copy. */
  private interface Attempt {

    void on(Path copy) throws IOException;
  }

  private void attempt(String what, Attempt attempt) throws IOException {
    Path copy = temporary.resolve("copy");
    IndexStores.copy(sound, copy);
    try {
      attempt.on(copy);
    } catch (RuntimeException | AssertionError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      failures.add(what + ": " + trace);
    } finally {
      UserRemoval.deleteTree(copy);
    }
  }

  @Test
  void whateverBecomesOfAFileUnderAnOpenStoreIsHealedByVerify() throws IOException {
    int number = 0;
    for (Path file : IndexStores.indexFiles(sound)) {
      for (Case each : cases(file)) {
        if (failures.size() < ENOUGH && isTried(++number)) {
          attempt(file.getFileName() + " " + each.what(), copy -> open(copy, file, each));
        }
      }
    }
    assertEquals(List.of(), failures);
  }

  private static void open(Path copy, Path file, Case what) throws IOException {
    try (Store store = IndexStores.open(copy)) {
      IndexStores.requireExact(store);
      Path damaged = copy.resolve("index").resolve(file.getFileName().toString());
      if (!Files.exists(damaged)) {
        return; // it was merged into another
      }
      what.damage().to(damaged);
      ask(store);
      IndexStores.places(store, "no").put(IndexStores.id(3), IndexStores.place(3));
      IndexStores.places(store, "no").put(IndexStores.id(3), IndexStores.place(3));
      store.verify(finding -> {}, (done, all) -> {});
      assertEquals(List.of(), IndexStores.verify(store));
      IndexStores.requireExact(store);
    }
  }

  /** Gets are right always; a find answers, or says that it is to be asked again. */
  private static void ask(Store store) {
    for (int i = 0; i < IndexStores.DOCUMENTS; i += 5) {
      assertEquals(
          IndexStores.place(i),
          IndexStores.places(store, "no").get(IndexStores.id(i)).orElseThrow().value());
    }
    for (String query :
        List.of("n >= 0 order by n", "kind = \"k1\"", "note matches \"group2\"", "n = 7")) {
      try {
        IndexStores.found(store, "no", query);
      } catch (StoreException e) {
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
      }
    }
  }

  @Test
  void verifyTellsWhichFileWasDamagedAndIsContentAfterwards() throws IOException {
    Path file = largest();
    try (Store store = IndexStores.open(sound)) {
      flip(file, Files.size(file) / 3);
      List<String> findings = IndexStores.verify(store);
      assertEquals(1, findings.size(), findings::toString);
      assertTrue(findings.get(0).contains(file.getFileName().toString()), findings::toString);
      assertEquals(List.of(), IndexStores.verify(store));
      IndexStores.requireExact(store);
    }
  }

  @Test
  void repairAndReindexHealIt() throws IOException {
    for (boolean repair : List.of(true, false)) {
      Path file = largest();
      try (Store store = IndexStores.open(sound)) {
        flip(file, Files.size(file) / 3);
        if (repair) {
          store.repair(temporary.resolve("aside"), finding -> {}, (done, all) -> {});
        } else {
          assertEquals(0, store.reindex(finding -> {}, (done, all) -> {}));
        }
        IndexStores.requireExact(store);
      }
      try (Store store = IndexStores.open(sound)) {
        assertEquals(List.of(), IndexStores.verify(store));
      }
    }
    assertFalse(Files.exists(temporary.resolve("aside")), "a record was set aside");
  }

  private Path largest() throws IOException {
    Path largest = sound;
    for (Path file : IndexStores.indexFiles(sound)) {
      boolean larger = largest.equals(sound) || Files.size(file) > Files.size(largest);
      largest = larger ? file : largest;
    }
    return largest;
  }

  @Test
  void anIndexOfAnotherTimeIsNotUsed() throws IOException {
    Path before = temporary.resolve("before");
    IndexStores.copy(sound, before);
    try (Store store = IndexStores.open(sound)) {
      IndexStores.places(store, "no").put("late", IndexStores.place(-7));
    }
    Path after = temporary.resolve("after");
    IndexStores.copy(sound, after);
    exchange(before, after);
    try (Store store = IndexStores.open(after)) {
      assertEquals(List.of("late"), IndexStores.found(store, "no", "n = -7"));
      assertEquals(List.of(), IndexStores.verify(store));
    }
    try (Store store = IndexStores.open(before)) {
      IndexStores.requireExact(store);
      assertEquals(List.of(), IndexStores.verify(store));
    }
  }

  private void exchange(Path one, Path other) throws IOException {
    Path aside = temporary.resolve("aside");
    Files.move(one.resolve("index"), aside);
    Files.move(other.resolve("index"), one.resolve("index"));
    Files.move(aside, other.resolve("index"));
  }

  @Test
  void anIndexOfAnotherStoreIsNotUsed() throws IOException {
    Path other = temporary.resolve("other");
    try (Store store = IndexStores.open(other)) {
      IndexStores.places(store, "no").put("other", IndexStores.place(-7));
    }
    exchange(sound, other);
    try (Store store = IndexStores.open(sound)) {
      IndexStores.requireExact(store);
    }
    try (Store store = IndexStores.open(other)) {
      assertEquals(List.of("other"), IndexStores.found(store, "no", "n = -7"));
      assertEquals(List.of(), IndexStores.found(store, "no", "n >= 0"));
    }
  }

  @Test
  void strangersInTheFolderDoNoHarm() throws IOException {
    Path index = sound.resolve("index");
    Files.writeString(index.resolve("note.txt"), "a note");
    Files.writeString(index.resolve("_99.cfs"), "not an index");
    Files.createDirectories(index.resolve("folder").resolve("in it"));
    try (Store store = IndexStores.open(sound)) {
      IndexStores.requireExact(store);
      store.reindex(finding -> {}, (done, all) -> {});
      assertEquals(List.of(), IndexStores.verify(store));
    }
    try (Store store = IndexStores.open(sound)) {
      IndexStores.requireExact(store);
    }
  }

  @Test
  void aFileInThePlaceOfTheFolderIsReplaced() throws IOException {
    UserRemoval.deleteTree(sound.resolve("index"));
    Files.writeString(sound.resolve("index"), "not a folder");
    try (Store store = IndexStores.open(sound)) {
      IndexStores.requireExact(store);
    }
  }
}
