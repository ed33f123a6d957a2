package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks on bytes among the stores of one process; {@link StormTest} has several processes. */
final class ByteLocksTest {

  private static final long BYTE = 1L << 61;

  @Test
  void aByteIsAloneOrShared(@TempDir Path folder) throws IOException {
    try (ByteLocks one = ByteLocks.open(folder.resolve("locks"));
        ByteLocks other = ByteLocks.open(folder.resolve("locks"))) {
      assertTrue(one.tryShare(BYTE));
      assertTrue(other.tryShare(BYTE));
      assertFalse(other.tryAlone(BYTE));
      assertFalse(one.isSharedOnce(BYTE));
      other.release(BYTE);
      assertTrue(one.isSharedOnce(BYTE));
      assertTrue(one.tryUpgrade(BYTE));
      assertTrue(one.isAlone(BYTE));
      assertFalse(other.tryShare(BYTE));
      assertFalse(other.isOpenToShare(BYTE));
      assertTrue(other.tryAlone(BYTE + 1));
      assertFalse(one.isNobodys(BYTE + 1));
      one.release(BYTE);
      assertTrue(other.isNobodys(BYTE));
      assertTrue(other.tryAlone(BYTE));
    }
  }

  @Test
  void locksLastUntilTheLastWhoOpenedThemClosesThem(@TempDir Path folder) throws IOException {
    Path locks = folder.resolve("locks");
    ByteLocks one = ByteLocks.open(locks);
    try (ByteLocks other = ByteLocks.open(locks)) {
      assertTrue(one.tryAlone(BYTE));
      one.close();
      assertTrue(other.isAlone(BYTE));
    }
    try (ByteLocks later = ByteLocks.open(locks)) {
      assertTrue(later.isNobodys(BYTE));
    }
    try (Stream<Path> files = Files.list(locks)) {
      assertEquals(0, files.mapToLong(file -> file.toFile().length()).sum());
    }
  }

  @Test
  void whoWaitsInVainIsTold(@TempDir Path folder) throws IOException {
    try (ByteLocks locks = ByteLocks.open(folder.resolve("locks"))) {
      assertTrue(locks.tryAlone(BYTE));
      assertFalse(locks.await(() -> locks.tryAlone(BYTE), Duration.ofMillis(1)));
      locks.release(BYTE);
      assertTrue(locks.await(() -> locks.tryAlone(BYTE), Duration.ofMillis(1)));
    }
  }
}
