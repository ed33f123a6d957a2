package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shows that generated ids keep ADDR-6. */
final class IdsTest {
  private static final long NOON = 1_700_000_000_000L;

  @Test
  void anIdIsAVersion7UuidInLowerCaseThatTellsItsTime() {
    String id = new Ids(() -> NOON, new Random(1)).make();
    UUID uuid = UUID.fromString(id);
    assertEquals(uuid.toString(), id);
    assertEquals(7, uuid.version());
    assertEquals(2, uuid.variant());
    assertEquals(NOON, uuid.getMostSignificantBits() >>> 16);
  }

  @Test
  void idsIncreaseWhileTheClockStandsStill() {
    assertIncreasing(
        Stream.generate(new Ids(() -> NOON, new Random(2))::make).limit(10_000).toList());
  }

  @Test
  void idsIncreaseWhileTheClockRunsBack() {
    AtomicLong clock = new AtomicLong(NOON);
    Ids ids = new Ids(clock::getAndDecrement, new Random(3));
    assertIncreasing(Stream.generate(ids::make).limit(10_000).toList());
  }

  @Test
  void idsFollowTheClockAgainOnceItIsAhead() {
    AtomicLong clock = new AtomicLong(NOON);
    Ids ids = new Ids(clock::get, new Random(4));
    String before = ids.make();
    clock.set(NOON + 1);
    String after = ids.make();
    assertIncreasing(List.of(before, after));
    assertEquals(NOON + 1, UUID.fromString(after).getMostSignificantBits() >>> 16);
  }

  @Test
  void manyThreadsGetIncreasingIdsAndNoneTwice() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<List<String>>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(threads.submit(() -> Stream.generate(Ids::next).limit(20_000).toList()));
    }
    threads.shutdown();
    Set<String> all = new HashSet<>();
    for (Future<List<String>> result : results) {
      assertIncreasing(result.get());
      all.addAll(result.get());
    }
    assertEquals(80_000, all.size());
  }

  private static void assertIncreasing(List<String> ids) {
    for (int i = 1; i < ids.size(); i++) {
      String before = ids.get(i - 1);
      String after = ids.get(i);
      assertTrue(before.compareTo(after) < 0, () -> before + " then " + after);
    }
  }
}
