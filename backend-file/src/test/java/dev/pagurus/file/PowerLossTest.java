package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.file.PowerMedium.Loss;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cuts the power before every operation on the files of a working store, and opens what is left
 * (DUR-1, DUR-2).
 */
@Tag("DUR-1")
@Tag("DUR-2")
final class PowerLossTest {

  private static final boolean SOAK = Boolean.getBoolean("pagurus.soak");
  private static final List<Loss> LOSSES = List.of(Loss.values());
  private static final int SEEDS = 8;
  private static final int ENOUGH = 3;

  private final List<String> failures = new ArrayList<>();
  private final PowerModel model = new PowerModel();
  private int operations;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void everyMomentIsAsGoodAsAnyToCutThePower(Durability durability) {
    PowerFileSystem files = new PowerFileSystem();
    files.watch(
        (operation, path) -> {
          if (operation.changes()) {
            cut(files, durability, operation + " of " + path);
          }
        });
    Backend backend = PowerStores.open(files.getPath("/store"), durability);
    new PowerStores.Work(backend, model, (what, call) -> call.run()).live();
    backend.close();
    cut(files, durability, "the end");
    assertEquals(List.of(), failures);
    assertTrue(operations > 300, () -> "only " + operations + " operations");
  }

  /** A rename in a folder that is not forced may be undone, with all that it names forced. */
  @ParameterizedTest
  @EnumSource(Durability.class)
  void whatTookThePlaceOfARecordIsSafeAfterACheckpoint(Durability durability) {
    PowerFileSystem files = new PowerFileSystem();
    Backend backend = PowerStores.open(files.getPath("/store"), durability);
    PowerStores.Work work = new PowerStores.Work(backend, model, (what, call) -> call.run());
    for (int i = 1; i <= 3; i++) {
      work.commit("alice", PowerStores.put("notes", "a1", i, 3));
      backend.maintenance().compact(Progress.NONE);
      cut(files, Durability.COMMIT, "the commit after version " + i, Loss.EVERYTHING, 5 * i);
    }
    backend.close();
    assertEquals(List.of(), failures);
  }

  private synchronized void cut(PowerFileSystem files, Durability durability, String what) {
    int at = operations++;
    if (!SOAK) {
      cut(files, durability, what, LOSSES.get(at % LOSSES.size()), at);
      return;
    }
    cut(files, durability, what, Loss.EVERYTHING, at);
    cut(files, durability, what, Loss.NOTHING, at);
    cut(files, durability, what, Loss.BYTES, at);
    for (int seed = 0; seed < SEEDS; seed++) {
      cut(files, durability, what, Loss.ANY, SEEDS * at + seed);
    }
  }

  private void cut(PowerFileSystem files, Durability durability, String what, Loss loss, int seed) {
    if (failures.size() >= ENOUGH) {
      return;
    }
    PowerModel.Promise promise = model.promise();
    PowerFileSystem left = files.cut(loss, new Random(seed));
    PowerModel.Allowed allowed = model.allowed(promise, durability == Durability.RELAXED);
    try {
      reopen(left.getPath("/store"), durability, allowed, seed);
    } catch (RuntimeException | AssertionError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      failures.add("before " + what + ", losing " + loss + " by " + seed + ": " + trace);
    }
  }

  /** Looks, works on, and looks again after closing. */
  private static void reopen(
      Path folder, Durability durability, PowerModel.Allowed allowed, int seed) {
    PowerModel.State carol;
    try (Backend backend = PowerStores.open(folder, durability)) {
      PowerStores.check(backend, allowed);
      PowerModel fresh = new PowerModel();
      new PowerStores.Work(backend, fresh, (what, call) -> call.run())
          .commit("carol", PowerStores.put("notes", "c1", seed, 1));
      carol = fresh.last("carol");
    }
    if (seed % 5 == 0) {
      try (Backend backend = PowerStores.open(folder, durability)) {
        assertEquals(
            carol,
            PowerStores.state(
                backend, "carol", List.of(new dev.pagurus.document.Address("notes", "c1"))));
        PowerStores.verify(backend);
      }
    }
  }
}
