package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a move waits: for its rate, for a pause to be over. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class GateTest {

  @TempDir Path folder;

  @Test
  void noMoreBytesPassThanTheRateAllows() {
    Gate gate = new Gate(Optional.empty(), OptionalLong.of(1_000_000));
    long start = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      gate.pay(100_000);
    }
    long least = TimeUnit.MILLISECONDS.toNanos(300);
    assertTrue(System.nanoTime() - start >= least, "three pages were waited for");
  }

  @Test
  void withoutARateNobodyWaits() {
    assertEquals(0, new Gate(Optional.empty(), OptionalLong.empty()).pay(Long.MAX_VALUE / 2));
  }

  @Test
  void whoWaitsForTheRateIsStopped() {
    Gate gate = new Gate(Optional.empty(), OptionalLong.of(1));
    gate.pay(1_000_000);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> gate.pay(1));
    assertFalse(waiting.isDone());
    gate.stop();
    Exception ended = assertThrows(Exception.class, waiting::get);
    assertTrue(ended.getCause() instanceof Gate.Stopped, String.valueOf(ended));
  }

  @Test
  void aFileThatIsThereMakesItWait() throws Exception {
    Path pause = Files.createFile(folder.resolve("pause"));
    Gate gate = new Gate(Optional.of(pause), OptionalLong.empty());
    CompletableFuture<Long> passing = CompletableFuture.supplyAsync(gate::pass);
    while (!gate.isPaused()) {
      Thread.onSpinWait();
    }
    assertFalse(passing.isDone());
    Files.delete(pause);
    assertTrue(passing.get() > 0);
    assertFalse(gate.isPaused());
  }
}
