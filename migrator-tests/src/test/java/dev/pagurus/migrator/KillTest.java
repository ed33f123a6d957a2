package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A move that is killed again and again comes to its end all the same. */
final class KillTest {

  @TempDir Path folder;

  private static void fill(Store store, int users, int documents) {
    for (int u = 0; u < users; u++) {
      for (int i = 0; i < documents; i++) {
        Address address = new Address("things", "d" + (i * 7919) % documents);
        Body body = Body.parse("{\"n\":" + i + ",\"text\":\"" + "word ".repeat(60) + "\"}");
        store.backend().commit("user" + u, Batch.of(new Write.Put(address, body, Condition.NONE)));
      }
    }
  }

  private void survives(String from, String to, int kills, int documents) throws Exception {
    String source = Shells.locator(from, folder, "source");
    String target = Shells.locator(to, folder, "target");
    try (Store store = Store.open(source)) {
      Hostile.fill(store, 200, 3);
      fill(store, 3, documents);
    }
    Random random = new Random(4);
    Path output = folder.resolve("output");
    boolean done = false;
    for (int kill = 0; kill < kills && !done; kill++) {
      Process process = Processes.move(output, "256m", source, target);
      // From before the first line of the program to some pages into the move, whatever is busy.
      if (process.waitFor(300 + random.nextInt(1_200), TimeUnit.MILLISECONDS)) {
        done = process.exitValue() == 0;
        assertEquals(0, process.exitValue(), () -> read(output));
      } else {
        process.destroyForcibly().waitFor();
      }
    }
    Process last = Processes.move(output, "256m", source, target);
    assertEquals(0, last.waitFor(), () -> read(output));
    try (Store one = Store.open(source);
        Store other = Store.open(target)) {
      assertEquals(Portraits.of(one), Portraits.of(other));
    }
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource("sqlite,file")
  void aFewKills(String from, String to) throws Exception {
    survives(from, to, 2, 300);
  }

  @EnabledIfSystemProperty(named = "pagurus.soak", matches = "true")
  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"sqlite,file", "sqlite,sharded-sqlite", "sharded-sqlite,sqlite", "file,sqlite"})
  void aHundredKills(String from, String to) throws Exception {
    survives(from, to, 100, 20_000);
  }
}
