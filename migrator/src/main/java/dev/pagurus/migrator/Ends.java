package dev.pagurus.migrator;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls of both ends: timed, tried again where that may help, and with errors that say which end
 * and whose data. Everything that is called here may be called twice. Safe for many threads.
 *
 * @param source where documents come from
 * @param target where they go
 * @param gate ends waiting for a second try
 * @param gauge hears of the time
 */
record Ends(Backend source, Backend target, Gate gate, Gauge gauge) {

  private static final int ATTEMPTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 50;

  <R extends @Nullable Object> R read(String user, Function<Backend, R> call) {
    return call(SetAside.Side.SOURCE, source, user, call);
  }

  <R extends @Nullable Object> R write(String user, Function<Backend, R> call) {
    return call(SetAside.Side.TARGET, target, user, call);
  }

  /** A call of either end that reads. */
  <R extends @Nullable Object> R at(SetAside.Side side, String user, Function<Backend, R> call) {
    return side == SetAside.Side.SOURCE ? read(user, call) : write(user, call);
  }

  LongAdder timeOf(SetAside.Side side) {
    return side == SetAside.Side.SOURCE ? gauge.readNanos : gauge.writeNanos;
  }

  private <R extends @Nullable Object> R call(
      SetAside.Side side, Backend end, String user, Function<Backend, R> call) {
    long start = System.nanoTime();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return call.apply(end);
        } catch (BackendException e) {
          TightHeap.requireNone(side, user, e);
          if (attempt == ATTEMPTS || !mayHelp(e.code())) {
            throw new EndFailure(side, user, e);
          }
          rest(FIRST_PAUSE_MILLIS << attempt);
        } catch (IllegalArgumentException e) {
          BackendException invalid =
              new BackendException(ErrorCode.INVALID, String.valueOf(e.getMessage()), e);
          throw new EndFailure(side, user, invalid);
        }
      }
    } finally {
      timeOf(side).add(System.nanoTime() - start);
    }
  }

  private static boolean mayHelp(ErrorCode code) {
    return switch (code) {
      case BUSY, UNAVAILABLE, OUTCOME_UNKNOWN -> true;
      default -> false;
    };
  }

  private void rest(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      gate.pass();
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Gate.Stopped();
      }
    }
  }
}
