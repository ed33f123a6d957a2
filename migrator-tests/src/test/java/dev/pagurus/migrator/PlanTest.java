package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pagurus.Store;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan says, and that it changes nothing. */
final class PlanTest {

  @TempDir Path folder;

  private String source() {
    String locator = Shells.locator("sqlite", folder, "source");
    try (Store store = Store.open(locator)) {
      Hostile.fill(store, 60, 10);
    }
    return locator;
  }

  private static MigrationPlan plan(String from, String to) {
    return Migration.of(End.at(from), End.at(to), MigrationOptions.DEFAULT).plan();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sqlite", "sharded-sqlite"})
  void aTargetThatIsNotThereIsNotMade(String shell) {
    String source = source();
    String target = Shells.locator(shell, folder, "target");
    MigrationPlan plan = plan(source, target);
    assertEquals(MigrationPlan.State.ABSENT, plan.state());
    assertTrue(plan.canRun(), plan::toMarkdown);
    assertTrue(plan.users() > 5 && plan.documents() > 5 && plan.bytes() > 100);
    assertEquals(3, plan.indexes().get(0).indexes().size());
    assertTrue(plan.estimate().isPresent(), plan::toMarkdown);
    assertTrue(plan.toJson().contains("\"canRun\":true"), plan::toJson);
    assertFalse(Files.exists(folder.resolve("target")));
    assertFalse(Files.exists(folder.resolve("target.db")));
  }

  private static List<String> told(MigrationPlan plan, Obstacle.Severity severity) {
    return plan.obstacles().stream()
        .filter(one -> one.severity() == severity)
        .map(Obstacle::what)
        .toList();
  }

  @Test
  void aTargetUnderAFileStops() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    MigrationPlan plan = plan(source(), "file:" + file.resolve("target"));
    assertFalse(plan.canRun());
    assertTrue(
        told(plan, Obstacle.Severity.STOPS).contains(file + " cannot be written to"),
        plan::toMarkdown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sqlite", "sharded-sqlite"})
  void whatCannotBeWrittenToStops(String shell) throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "root may");
    MigrationPlan made = plan(source(), Shells.locator(shell, closed, "target"));
    assertEquals(List.of(closed + " cannot be written to"), told(made, Obstacle.Severity.STOPS));
    assertTrue(closed.toFile().setWritable(true));
  }

  @Test
  void whatIsNamedAndNotThereWarns() {
    MigrationOptions named =
        MigrationOptions.DEFAULT.withUsers(List.of("nobody")).withCollections(List.of("nothing"));
    String target = Shells.locator("sqlite", folder, "target");
    MigrationPlan plan = Migration.of(End.at(source()), End.at(target), named).plan();
    assertTrue(plan.canRun(), plan::toMarkdown);
    List<String> told = told(plan, Obstacle.Severity.WARNS);
    assertTrue(told.contains("the source has no user \"nobody\""), told::toString);
    assertTrue(told.contains("no user to be moved has a collection nothing"), told::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sqlite", "sharded-sqlite"})
  void aFolderThatIsNotThereWarns(String shell) {
    Path missing = folder.resolve("missing");
    List<String> told =
        told(plan(source(), Shells.locator(shell, missing, "target")), Obstacle.Severity.WARNS);
    assertEquals(List.of("there is no folder " + missing + " to put the target into"), told);
    assertFalse(Files.exists(missing));
  }

  @Test
  void aTargetThatEndsWithTheProcessWarns() {
    List<String> told = told(plan(source(), "memory:target"), Obstacle.Severity.WARNS);
    assertEquals(List.of("memory:target ends with the process that moves into it"), told);
  }

  @Test
  void aTargetForSmallerDocumentsWarns() {
    String source = source();
    String target = Shells.locator("file", folder, "target");
    assertEquals(List.of(), told(plan(source, target), Obstacle.Severity.WARNS));
    MigrationPlan smaller = plan(source, target + "&max-document-bytes=1MiB");
    assertTrue(smaller.canRun());
    assertEquals(
        List.of(
            "documents may have 8388608 bytes at the source, and 1048576 at the target: larger ones"
                + " arrive, and cannot be written again"),
        told(smaller, Obstacle.Severity.WARNS));
    assertEquals(
        List.of(),
        told(plan(source + "&max-document-bytes=1KiB", target), Obstacle.Severity.WARNS));
  }

  @Test
  void whatIsInTheWayIsTold() {
    String source = source();
    String file = Shells.locator("file", folder, "other");
    try (Store store = Store.open(file)) {
      store.user("a").collection("things").put("x", Json.object());
    }
    MigrationPlan occupied = plan(source, file);
    assertEquals(MigrationPlan.State.OCCUPIED, occupied.state());
    assertFalse(occupied.canRun());
    String inside = "sqlite:" + folder.resolve("other/users/inside.db");
    MigrationPlan within = plan(file, inside);
    assertFalse(within.canRun(), within::toMarkdown);
    BackendException e =
        assertThrows(
            BackendException.class,
            () ->
                Migration.of(End.at(file), End.at(inside), MigrationOptions.DEFAULT)
                    .run(MigrationListener.NONE));
    assertEquals(ErrorCode.INVALID, e.code());
    assertFalse(Files.exists(folder.resolve("other/users/inside.db")));
    MigrationPlan same = plan(source, source);
    assertFalse(same.canRun(), same::toMarkdown);
  }
}
