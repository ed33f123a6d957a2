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
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.Stumbling;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users whose feed has forgotten deletions: they are read as a whole. */
final class TruncatedTest {

  private static final int DAY = 86_400;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path folder;

  private Store source(String shell) {
    InstantSource clock = now::get;
    return Store.builder(Shells.locator(shell, folder, "source")).clock(clock).open();
  }

  private void forget(Store store) {
    now.updateAndGet(then -> then.plusSeconds(31 * DAY));
    store.compact(Progress.NONE);
  }

  private static void put(Store store, String user, String collection, String id, int n) {
    Write write =
        new Write.Put(new Address(collection, id), Body.parse("{\"n\":" + n + "}"), Condition.NONE);
    store.backend().commit(user, Batch.of(write));
  }

  private static void delete(Store store, String user, String collection, String id) {
    Write write = new Write.Delete(new Address(collection, id), Condition.NONE);
    store.backend().commit(user, Batch.of(write));
  }

  private void fill(Store source) {
    for (int i = 0; i < 30; i++) {
      put(source, "alice", "things", "d" + i, i);
      put(source, "alice", "others", "d" + i, i);
      put(source, "bob", "things", "d" + i, i);
    }
    delete(source, "alice", "things", "d7");
    delete(source, "emptied", "things", "none");
    put(source, "emptied", "things", "one", 1);
    delete(source, "emptied", "things", "one");
    forget(source);
    delete(source, "alice", "others", "d9");
    put(source, "alice", "things", "d3", 100);
  }

  private static Migration between(Store source, Store target) {
    return Migration.of(
        End.open("source", source), End.open("target", target), MigrationOptions.DEFAULT);
  }

  private static void isMoved(Store source, Store target) {
    MigrationReport report = between(source, target).run(MigrationListener.NONE);
    assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
    assertEquals(Portraits.of(source), Portraits.of(target));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("dev.pagurus.migrator.Shells#pairs")
  void aForgetfulFeedArrivesWithItsHorizon(String from, String to) {
    try (Store source = source(from)) {
      fill(source);
      try (Store target = Shells.open(to, folder, "target")) {
        isMoved(source, target);
      }
      try (Store target = Shells.open(to, folder, "target")) {
        assertEquals(Portraits.of(source), Portraits.of(target), "after it was opened again");
        long horizon = source.user("alice").info().orElseThrow().horizon();
        assertTrue(horizon > 0);
        BackendException e =
            assertThrows(
                BackendException.class, () -> target.backend().changes("alice", horizon - 1, 10));
        assertEquals(ErrorCode.HISTORY_TRUNCATED, e.code());
        put(target, "alice", "things", "more", 1);
        assertEquals(1, target.backend().changes("alice", 63, 10).changes().size());
      }
    }
  }

  /**
   * Whether the step that was done and failed was the last of all. How many there are differs:
   * users are brought side by side.
   */
  private static boolean isOver(Store target) {
    return Control.read(target.backend()) == null && target.users().findAny().isPresent();
  }

  @ParameterizedTest(name = "the step done: {0}")
  @ValueSource(booleans = {false, true})
  void everyStepMayBeTheLast(boolean done) {
    try (Store source = source("memory");
        Store target = Shells.open("memory", folder, "target" + done)) {
      fill(source);
      for (int steps = 1; ; steps++) {
        try {
          isMoved(source, Stores.over(new Stumbling(target.backend(), steps, done)));
          return;
        } catch (BackendException e) {
          assertEquals(ErrorCode.FULL, e.code(), e::toString);
        }
        if (isOver(target)) {
          assertEquals(Portraits.of(source), Portraits.of(target));
          return;
        }
        if (steps % 2 == 0) {
          delete(source, "alice", "things", "d" + (10 + steps % 20));
          delete(source, "bob", "things", "d" + steps % 30);
          forget(source);
        }
      }
    }
  }
}
