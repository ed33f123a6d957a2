package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class BesideTest {

  private static String await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted ? "interrupted" : "done";
  }

  @Test
  void twoGoOnBesideTheCallerAndTheThirdIsHisOwn() {
    try (Beside beside = new Beside()) {
      CountDownLatch latch = new CountDownLatch(1);
      Beside.Begun<String> one = beside.begin(() -> await(latch));
      Beside.Begun<String> two = beside.begin(() -> await(latch));
      assertSame(Thread.currentThread(), beside.begin(Thread::currentThread).end());
      latch.countDown();
      assertEquals("done", one.end());
      assertEquals("done", two.end());
    }
  }

  @Test
  void itIsDoneByAnotherThreadAndWhatFailsIsThrownAsItIs() {
    try (Beside beside = new Beside()) {
      assertNotSame(Thread.currentThread(), beside.begin(Thread::currentThread).end());
      BackendException full = new BackendException(ErrorCode.FULL, "no room");
      Beside.Begun<Boolean> failed =
          beside.begin(
              () -> {
                throw full;
              });
      assertSame(full, assertThrows(BackendException.class, failed::end));
      assertSame(full, assertThrows(BackendException.class, failed::end));
    }
  }

  @Test
  void anInterruptOfWhoWaitsIsKeptAndReachesNobodyElse() {
    try (Beside beside = new Beside()) {
      CountDownLatch latch = new CountDownLatch(1);
      Beside.Begun<String> begun = beside.begin(() -> await(latch));
      Thread.currentThread().interrupt();
      latch.countDown();
      assertEquals("done", begun.end());
      assertTrue(Thread.interrupted());
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }

  @Test
  void whatIsBegunAfterTheEndIsDoneAllTheSame() {
    Beside beside = new Beside();
    beside.close();
    assertEquals(1, beside.begin(() -> 1).end());
  }
}
