package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.Stumbling;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A move that ends at any of its steps goes on from there, and nothing is lost, doubled or left.
 */
final class InterruptionTest {

  private static final int MOST_STEPS = 2_000;

  @TempDir Path folder;

  private static Migration between(Store source, Store target) {
    return Migration.of(
        End.open("source", source), End.open("target", target), MigrationOptions.DEFAULT);
  }

  @ParameterizedTest(name = "the step done: {0}")
  @ValueSource(booleans = {false, true})
  void everyStepMayBeTheLast(boolean done) {
    try (Store source = Shells.open("memory", folder, "source" + done);
        Store target = Shells.open("memory", folder, "target" + done)) {
      Hostile.fill(source, 150, 2);
      int steps = 1;
      while (true) {
        Stumbling stumbling = new Stumbling(target.backend(), steps, done);
        Migration migration = between(source, Stores.over(stumbling));
        if (steps > MOST_STEPS) {
          throw new AssertionError("it comes to no end");
        }
        try {
          MigrationReport report = migration.run(MigrationListener.NONE);
          assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
          break;
        } catch (BackendException e) {
          assertEquals(ErrorCode.FULL, e.code(), e::toString);
        }
        if (steps % 3 == 0) {
          abort(target);
        }
        steps += 1;
      }
      assertEquals(Portraits.of(source), Portraits.of(target));
    }
  }

  private static void abort(Store target) {
    if (Control.read(target.backend()) != null) {
      Migration.of(End.open("", target), End.open("", target), MigrationOptions.DEFAULT).abort();
      assertEquals(0, target.users().count());
    }
  }

  @Test
  void everyPageGoesOnFromTheLast() {
    try (Store source = Shells.open("memory", folder, "source");
        Store target = Shells.open("sqlite", folder, "target")) {
      for (int i = 0; i < 3_500; i++) {
        put(source, "alice", "d" + i % 3_000, "{\"n\":" + i + "}");
      }
      long brought = 0;
      for (int run = 0; run < 50; run++) {
        Stumbling stumbling = new Stumbling(target.backend(), 5, true);
        try {
          MigrationReport report =
              between(source, Stores.over(stumbling)).run(MigrationListener.NONE);
          assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
          brought += report.movedDocuments();
          break;
        } catch (BackendException e) {
          assertEquals(ErrorCode.FULL, e.code(), e::toString);
        }
      }
      assertEquals(Portraits.of(source), Portraits.of(target));
      assertTrue(brought < 3_000, () -> "nothing was brought twice");
    }
  }

  private static void put(Store store, String user, String id, String body) {
    Write write = new Write.Put(new Address("things", id), Body.parse(body), Condition.NONE);
    store.backend().commit(user, Batch.of(write));
  }

  private static void delete(Store store, String user, String id) {
    Write write = new Write.Delete(new Address("things", id), Condition.NONE);
    store.backend().commit(user, Batch.of(write));
  }

  /** Stops a move after some steps. */
  private void cutShort(Store source, Store target, int steps) {
    Stumbling stumbling = new Stumbling(target.backend(), steps, true);
    BackendException e =
        assertThrows(
            BackendException.class,
            () -> between(source, Stores.over(stumbling)).run(MigrationListener.NONE));
    assertEquals(ErrorCode.FULL, e.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file", "sqlite", "sharded-sqlite"})
  void whatHappensAtTheSourceMeanwhileIsCaughtUpWith(String shell) {
    try (Store source = Shells.open(shell, folder, "source");
        Store target = Shells.open("memory", folder, "target" + shell)) {
      for (String user : new String[] {"a", "b", "c", "d", "e"}) {
        for (int i = 0; i < 20; i++) {
          put(source, user, "d" + i, "{\"n\":" + i + "}");
        }
      }
      cutShort(source, target, 6);
      delete(source, "a", "d1");
      put(source, "a", "d2", "{\"changed\":true}");
      source.backend().deleteUser("b");
      source.backend().deleteUser("c");
      for (int i = 10; i < 45; i++) {
        put(source, "c", "d" + i, "{\"again\":" + i + "}");
      }
      put(source, "f", "new", "{}");
      MigrationReport report = between(source, target).run(MigrationListener.NONE);
      assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
      assertEquals(Portraits.of(source), Portraits.of(target));
    }
  }
}
