package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Many users with their files: every folder is counted. {@code -Dpagurus.users=100000} makes as
 * many as the layout is for, and takes an hour where a file takes 10 ms.
 */
@EnabledIfSystemProperty(named = "pagurus.soak", matches = "true")
final class ManyUsersTest {

  private static final int USERS = Integer.getInteger("pagurus.users", 10_000);
  private static final int MOST_ENTRIES = 500;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"hash", "reversed"})
  void noFolderIsTooFull(String digits) throws IOException {
    Path root = folder.resolve(digits);
    String locator = "sharded-sqlite:" + root + "?durability=relaxed&digits=" + digits;
    AtomicLong fullest = new AtomicLong();
    try (Store store = Store.open(locator)) {
      IntStream.range(0, USERS)
          .parallel()
          .forEach(
              i ->
                  store
                      .user(Integer.toString(10_000_000 + i))
                      .collection("things")
                      .put("a", JsonNodeFactory.instance.objectNode().put("n", i)));
      fullest.set(fullest(root)); // with the logs of those that are open
      assertEquals(USERS, store.users().count());
    }
    assertTrue(fullest.get() <= MOST_ENTRIES, fullest + " entries");
    try (Store store = Store.open(locator)) {
      store.relayout(
          "2/2",
          finding -> {
            throw new AssertionError(finding.toString());
          },
          (done, total) -> {
            if (done % 10_000 == 0) {
              fullest.set(Math.max(fullest.get(), fullest(root)));
            }
          });
      assertEquals(USERS, store.verify(finding -> {}, Progress.NONE));
    }
    assertTrue(fullest.get() <= MOST_ENTRIES, fullest + " entries while it was laid out anew");
    assertTrue(fullest(root) <= MOST_ENTRIES);
  }

  private static long fullest(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> folders = all.filter(Files::isDirectory).toList();
      long most = 0;
      for (Path each : folders) {
        try (Stream<Path> entries = Files.list(each)) {
          most = Math.max(most, entries.count());
        }
      }
      return most;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
