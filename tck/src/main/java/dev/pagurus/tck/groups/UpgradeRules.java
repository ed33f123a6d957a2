package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Store;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.model.Frozen;
import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores made by earlier builds still open and answer the same. */
@NeedsDisk
final class UpgradeRules {

  @Rule({"LIFE-1", "DOC-3", "FEED-1", "INDEX-1"})
  void storesOfEarlierBuildsAnswerTheSame(TestStore test) {
    for (Path fixture : fixtures(test)) {
      requireSame(test, fixture);
    }
  }

  private static List<Path> fixtures(TestStore test) {
    if (!test.fixtures().isEmpty()) {
      return test.fixtures();
    }
    test.note(
        "no store of an earlier build was checked: none is named with Target.upgradesFrom; one made by this build was");
    StoreSpec made = test.anotherSpec().in(Frozen.FILES);
    Frozen.make(made, test.tally());
    return List.of(made.directory().resolveSibling(""));
  }

  private static void requireSame(TestStore test, Path fixture) {
    StoreSpec copy = test.anotherSpec().in(Frozen.FILES);
    Path directory = copy.directory().resolveSibling("");
    copyOf(fixture, directory);
    List<String> expected = Frozen.expected(directory);
    try (Store store = test.open(copy, test.clock())) {
      assertEquals(expected, Frozen.census(store), () -> fixture + " answers otherwise");
      List<Object> findings = new ArrayList<>();
      store.verify(findings::add, Progress.NONE);
      assertEquals(List.of(), findings, () -> "what verify finds in " + fixture);
      store.user("upgraded").collection("things").create("a", json("{}"));
    }
    try (Store store = test.open(copy, test.clock())) {
      assertEquals(1, store.user("upgraded").revision());
    }
  }

  private static void copyOf(Path fixture, Path directory) {
    if (Files.isDirectory(fixture)) {
      Directories.copy(fixture, directory);
      return;
    }
    try (FileSystem zip = FileSystems.newFileSystem(fixture)) {
      Directories.copy(zip.getPath("/"), directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the frozen store " + fixture, e);
    }
  }
}
