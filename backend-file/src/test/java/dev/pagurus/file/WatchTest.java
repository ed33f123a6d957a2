package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store takes in by itself what a person does to its files. */
final class WatchTest extends HandMadeStore {

  /** Within a second on a machine that has nothing else to do. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  @Override
  String settings() {
    return "?watch=true";
  }

  @BeforeEach
  void fill() {
    places().put("oslo", place("Oslo", 700));
    places().put("hamar", place("Hamar", 28));
  }

  private static void await(BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE;
    while (!done.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not taken in");
      pause(20);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitFound(String query, String... ids) {
    await(() -> found(query).equals(List.of(ids)));
  }

  @Test
  void editsDeletionsAndNewFilesAreTakenIn() throws IOException {
    long before = norway().revision();
    edit("oslo", "700", "701");
    awaitFound("population = 701", "oslo");
    replace("oslo", text("oslo").replace("population = 701", "population = 702"));
    awaitFound("population = 702", "oslo");
    Files.delete(file("hamar"));
    awaitFound("population > 0", "oslo");
    write("bergen", "[document]\nname = \"Bergen\"\npopulation = 290\n");
    awaitFound("population > 0", "bergen", "oslo");
    assertEquals(before + 4, norway().revision());
    Path made = folder().resolve("users/se/towns/umea.toml");
    Files.createDirectories(Disk.folder(made));
    Files.write(made, utf8("[document]\nname = \"Umeå\"\n"));
    await(() -> store().user("se").revision() == 1);
    assertEquals(List.of(), verify());
  }

  @Test
  void aBrokenEditIsTakenInWhenItIsMended() throws IOException {
    edit("oslo", "700", "7 00");
    edit("hamar", "28", "29");
    awaitFound("population = 29", "hamar");
    edit("oslo", "7 00", "701");
    awaitFound("population = 701", "oslo");
  }

  @Test
  void aFolderThatIsMovedAwayTakesItsDocumentsAlong() throws IOException {
    Files.move(folder().resolve("users/no/places"), folder().resolve("users/no/towns"));
    await(() -> norway().collection("towns").find("population > 0").size() == 2);
    awaitFound("population > 0");
    assertEquals(List.of(), verify());
  }

  @Test
  void theStoresOwnWritesAreNoEdits() {
    for (int i = 0; i < 300; i++) {
      places().put("p" + i % 50, place("P", i));
      if (i % 7 == 0) {
        places().delete("p" + i % 50);
      }
    }
    long revision = norway().revision();
    pause(1_500);
    assertEquals(revision, norway().revision());
    assertEquals(List.of(), verify());
  }

  @Test
  void whatWasEditedWhileTheStoreWasClosedIsTakenIn() throws IOException {
    store().close();
    edit("oslo", "700", "701");
    Files.delete(file("hamar"));
    open();
    awaitFound("population > 0", "oslo");
    awaitFound("population = 701", "oslo");
  }
}
