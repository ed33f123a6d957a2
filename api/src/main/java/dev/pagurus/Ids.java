package dev.pagurus;

import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Makes ids: UUIDv7 (RFC 9562, section 5.7) in lower case, increasing within the process (ADDR-6).
 * Safe for many threads.
 *
 * <p>The 12 bits after the time count the ids of one millisecond (section 6.2, method 1). They
 * begin at random in their lower half, so that at least 2,048 ids fit; when they overflow, or when
 * the clock is set back, the time runs on from the last id instead of waiting for the clock.
 */
final class Ids {
  private static final int COUNTER_BITS = 12;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final Ids OF_THIS_PROCESS = new Ids(System::currentTimeMillis, new SecureRandom());

  private final LongSupplier clock;
  private final Random random;

  /** Milliseconds and counter of the last id, side by side. */
  private long last;

  /**
   * @param clock milliseconds since 1970
   * @param random where the bits come from that make ids of several processes differ
   */
  Ids(LongSupplier clock, Random random) {
    this.clock = clock;
    this.random = random;
  }

  static String next() {
    return OF_THIS_PROCESS.make();
  }

  String make() {
    long ticks = tick();
    long head = ticks >>> COUNTER_BITS << 16 | VERSION_7 | (ticks & 0xFFF);
    long tail = random.nextLong() >>> 2 | VARIANT;
    return new UUID(head, tail).toString();
  }

  private synchronized long tick() {
    long now = clock.getAsLong() << COUNTER_BITS | random.nextInt(1 << (COUNTER_BITS - 1));
    boolean isLater = now >>> COUNTER_BITS > last >>> COUNTER_BITS;
    last = isLater ? now : last + 1;
    return last;
  }
}
