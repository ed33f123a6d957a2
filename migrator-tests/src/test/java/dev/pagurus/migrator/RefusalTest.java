package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Stumbling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves that must not be, and moves of a part. */
final class RefusalTest {

  @TempDir Path folder;

  private static Migration between(Store source, Store target, MigrationOptions options) {
    return Migration.of(End.open("source", source), End.open("target", target), options);
  }

  private static void fails(ErrorCode code, Migration migration) {
    BackendException e =
        assertThrows(BackendException.class, () -> migration.run(MigrationListener.NONE));
    assertEquals(code, e.code(), e::toString);
  }

  private void begin(Store source, Store target, MigrationOptions options) {
    Stumbling stumbling = new Stumbling(target.backend(), 4, true);
    fails(ErrorCode.FULL, between(source, Stores.over(stumbling), options));
    assertTrue(Control.read(target.backend()) != null);
  }

  @Test
  void onlyTheMoveThatWasBegunGoesOn() {
    MigrationOptions all = MigrationOptions.DEFAULT;
    try (Store source = Shells.open("memory", folder, "source");
        Store other = Shells.open("memory", folder, "other");
        Store target = Shells.open("memory", folder, "target")) {
      Hostile.fill(source, 100, 5);
      Hostile.fill(other, 100, 5);
      begin(source, target, all);
      String before = Portraits.of(target);
      fails(ErrorCode.CONFLICT, between(other, target, all));
      fails(ErrorCode.CONFLICT, between(source, target, all.withUsers(List.of("a"))));
      fails(ErrorCode.CONFLICT, between(source, target, all.withCollections(List.of("things"))));
      fails(ErrorCode.CONFLICT, between(target, other, all));
      assertEquals(before, Portraits.of(target));
      assertTrue(between(other, target, all).status().begun());
      between(other, target, all).abort();
      assertEquals(0, target.users().count());
      assertEquals(Outcome.DONE, between(other, target, all).run(MigrationListener.NONE).outcome());
      assertEquals(Portraits.of(other), Portraits.of(target));
      BackendException e =
          assertThrows(BackendException.class, () -> between(other, target, all).abort());
      assertEquals(ErrorCode.CONFLICT, e.code());
    }
  }

  @Test
  void oneStoreIsNotMovedIntoItself() {
    String locator = Shells.locator("sqlite", folder, "one");
    try (Store store = Store.open(locator)) {
      Hostile.fill(store, 50, 6);
      String before = Portraits.of(store);
      try (Store same = Store.open(locator)) {
        MigrationReport report =
            between(store, same, MigrationOptions.DEFAULT).verify(MigrationListener.NONE);
        assertEquals(Outcome.DONE, report.outcome());
      }
      try (Store same = Store.open(locator)) {
        fails(ErrorCode.INVALID, between(store, same, MigrationOptions.DEFAULT));
      }
      assertEquals(before, Portraits.of(store));
    }
    String empty = Shells.locator("sqlite", folder, "empty");
    try (Store store = Store.open(empty);
        Store same = Store.open(empty)) {
      fails(ErrorCode.INVALID, between(store, same, MigrationOptions.DEFAULT));
      assertEquals(0, store.users().count());
    }
  }

  @Test
  void whatIsDoneIsSeenToBeDone() {
    try (Store source = Shells.open("memory", folder, "source3");
        Store target = Shells.open("memory", folder, "target3")) {
      Hostile.fill(source, 100, 7);
      Migration migration = between(source, target, MigrationOptions.DEFAULT);
      assertEquals(Outcome.DONE, migration.run(MigrationListener.NONE).outcome());
      MigrationReport again = migration.run(MigrationListener.NONE);
      assertEquals(Outcome.DONE, again.outcome());
      assertEquals(0, again.movedDocuments());
      assertTrue(again.verifiedDocuments() > 0);
      target.user("a").collection("things").put("more", Json.object());
      fails(ErrorCode.EXISTS, migration);
    }
  }

  @Test
  void aPartMayBeMoved() {
    try (Store source = Shells.open("memory", folder, "source4");
        Store target = Shells.open("memory", folder, "target4");
        Store users = Shells.open("memory", folder, "users4")) {
      Hostile.fill(source, 300, 8);
      MigrationOptions things = MigrationOptions.DEFAULT.withCollections(List.of("things"));
      MigrationReport report = between(source, target, things).run(MigrationListener.NONE);
      assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
      assertEquals(1, report.collections().size());
      assertEquals(
          source.user("a").collection("things").count(),
          target.user("a").collection("things").count());
      assertEquals(0, target.user("a").collection("other-things").count());
      assertEquals(
          source.user("a").info().orElseThrow().revision(),
          target.user("a").info().orElseThrow().revision());
      MigrationOptions some = MigrationOptions.DEFAULT.withUsers(List.of("a", "x.", "nobody"));
      assertEquals(
          Outcome.DONE, between(source, users, some).run(MigrationListener.NONE).outcome());
      assertEquals(List.of("a", "x."), users.users().map(info -> info.user()).toList());
    }
  }

  @Test
  void aMoveWaitsAndStopsWhenItIsTold() throws Exception {
    Path pause = Files.createFile(folder.resolve("pause"));
    try (Store source = Shells.open("memory", folder, "source5");
        Store target = Shells.open("memory", folder, "target5")) {
      Hostile.fill(source, 100, 9);
      Migration migration = between(source, target, MigrationOptions.DEFAULT.withPauseFile(pause));
      MigrationReport stopped =
          migration.run(
              progress -> {
                if (progress.paused()) {
                  migration.stop();
                }
              });
      assertEquals(Outcome.STOPPED, stopped.outcome());
      assertEquals(0, stopped.movedDocuments());
      Migration second = between(source, target, MigrationOptions.DEFAULT.withPauseFile(pause));
      MigrationReport done =
          second.run(
              progress -> {
                if (progress.paused()) {
                  pause.toFile().delete();
                }
              });
      assertEquals(Outcome.DONE, done.outcome());
      assertEquals(Portraits.of(source), Portraits.of(target));
    }
  }
}
