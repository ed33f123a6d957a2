package dev.pagurus.sqlite;

import static dev.pagurus.sqlite.Stores.USER;
import static dev.pagurus.sqlite.Stores.ids;
import static dev.pagurus.sqlite.Stores.put;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file of an older format is brought up step by step in one transaction. The store is the frozen
 * one of format 1; the later formats are made up here, and note in the file that they were reached.
 */
final class FormatUpgradeTest {

  private static final String NOTES = "SELECT value FROM property WHERE name = 'notes'";

  private static final Schema.Upgrade FIRST =
      writer -> writer.runOnce("INSERT INTO property VALUES('notes', 1)");

  /** Not what the first does, and of no use without it. */
  private static final Schema.Upgrade SECOND =
      writer -> writer.runOnce("UPDATE property SET value = value * 10 + 2 WHERE name = 'notes'");

  private static final Schema.Upgrade FAILING =
      writer -> {
        writer.runOnce("DELETE FROM document");
        writer.runOnce("INSERT INTO no_such_table VALUES(1)");
      };

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void thaw() throws IOException {
    file = FrozenStores.thaw(1, folder);
  }

  private static void bringUp(Path file, Schema.Upgrade... upgrades) throws SQLException {
    Schema later = new Schema(1 + upgrades.length, List.of(upgrades));
    try (Link writer = connector(file).writer()) {
      later.prepare(writer, file, new SqliteSettings.Room(4_096, 0));
    }
  }

  private static Connector connector(Path file) {
    OpenRequest request =
        Stores.request(file, Map.of(), OpenRequest.Mode.MUST_EXIST, InstantSource.system());
    return new Connector(file, SqliteSettings.of(request.settings()));
  }

  private static long number(Path file, String sql) throws SQLException {
    try (Link link = connector(file).reader()) {
      return link.numberOnce(sql);
    }
  }

  private static long version(Path file) throws SQLException {
    return number(file, "PRAGMA user_version");
  }

  @Test
  void stepsAreTakenInTheirOrder() throws SQLException {
    long documents = number(file, "SELECT count(*) FROM document");
    assertTrue(documents > 0);

    bringUp(file, FIRST, SECOND);

    assertEquals(3, version(file));
    assertEquals(12, number(file, NOTES));
    assertEquals(documents, number(file, "SELECT count(*) FROM document"));
  }

  @Test
  void stepsThatWereTakenAreNotTakenAgain() throws SQLException {
    bringUp(file, FIRST);
    assertEquals(1, number(file, NOTES));
    bringUp(file, FIRST, SECOND);
    assertEquals(12, number(file, NOTES));
    bringUp(file, FIRST, SECOND);
    assertEquals(12, number(file, NOTES));
  }

  @Test
  void oneStepThatFailsTakesAllBack() throws SQLException {
    long documents = number(file, "SELECT count(*) FROM document");

    assertThrows(SQLException.class, () -> bringUp(file, FIRST, FAILING));

    assertEquals(1, version(file));
    assertEquals(0, number(file, NOTES));
    assertEquals(documents, number(file, "SELECT count(*) FROM document"));
    requireSound();
  }

  @Test
  void ofTwoWhoOpenAtTheSameTimeOneTakesTheSteps()
      throws SQLException, InterruptedException, ExecutionException {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      Callable<Boolean> opener =
          () -> {
            bringUp(file, FIRST, SECOND);
            return true;
          };
      for (Future<Boolean> opened : two.invokeAll(List.of(opener, opener))) {
        assertTrue(opened.get());
      }
    } finally {
      two.shutdownNow();
    }
    assertEquals(12, number(file, NOTES));
  }

  /** The child is gone in the middle of the second step, without a word to SQLite. */
  @Test
  void aKillInTheMiddleLeavesTheOldStore() throws Exception {
    long documents = number(file, "SELECT count(*) FROM document");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledUpgrade.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("child.txt").toFile())
            .start();
    assertTrue(child.waitFor(2, TimeUnit.MINUTES));
    assertEquals(KilledUpgrade.STATUS, child.exitValue(), () -> said());
    assertTrue(Files.size(folder.resolve("store.db-wal")) > 1_000_000, "the log holds the half");

    assertEquals(1, version(file));
    assertEquals(0, number(file, NOTES));
    assertEquals(documents, number(file, "SELECT count(*) FROM document"));
    requireSound();
    bringUp(file, FIRST, SECOND);
    assertEquals(12, number(file, NOTES));
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("child.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** A process of its own: begins an upgrade, writes much of it to the log, and is gone. */
  static final class KilledUpgrade {

    static final int STATUS = 99;

    private KilledUpgrade() {}

    public static void main(String[] arguments) throws SQLException {
      NativeLibrary.load();
      bringUp(
          Path.of(arguments[0]),
          FIRST,
          writer -> {
            writer.runOnce("PRAGMA cache_size=10"); // so that pages go to the log before COMMIT
            writer.runOnce("DELETE FROM document");
            writer.runOnce("CREATE TABLE filler(bytes BLOB)");
            for (int i = 0; i < 500; i++) {
              writer.runOnce("INSERT INTO filler VALUES(randomblob(10000))");
            }
            Runtime.getRuntime().halt(STATUS);
          });
    }
  }

  @Test
  void aNewerFileIsRefusedAndLeftAsItIs() throws SQLException, IOException {
    bringUp(file, FIRST);
    byte[] before = Files.readAllBytes(file);

    BackendException refused = assertThrows(BackendException.class, () -> Stores.open(file));

    assertEquals(ErrorCode.FOREIGN, refused.code());
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void whoHasItOpenNoticesThatANewerBuildBroughtItUp() throws SQLException {
    try (Backend store = Stores.open(file)) {
      put(store, "mine", "{\"n\":1}");
      assertFalse(ids(store, "n = 1").isEmpty());

      bringUp(file, FIRST);

      assertEquals(
          ErrorCode.FOREIGN,
          assertThrows(BackendException.class, () -> put(store, "late", "{}")).code());
      assertEquals(
          ErrorCode.FOREIGN,
          assertThrows(BackendException.class, () -> ids(store, "n = 1")).code());
      assertEquals(
          ErrorCode.FOREIGN, assertThrows(BackendException.class, store::definitions).code());
    }
    assertEquals(0, number(file, "SELECT count(*) FROM document WHERE id = 'late'"));
  }

  /** The build of today opens it, finds nothing wrong with it, and writes to it. */
  private void requireSound() {
    try (Backend store = Stores.open(file)) {
      List<Object> findings = new ArrayList<>();
      store.maintenance().verify(findings::add, Progress.NONE);
      assertEquals(List.of(), findings);
      put(store, "after", "{\"n\":1}");
      assertTrue(Stores.get(store, USER, "after") != null);
    }
  }
}
