package dev.pagurus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The load that users' benchmarks put on a store is as uneven as they say, and no more. */
final class ZipfTest {

  private static final int USERS = 1_000;
  private static final int CALLS = 100_000;

  @Test
  void shareFallsWithRank() {
    Zipf zipf = new Zipf(USERS);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < CALLS; i++) {
      counts.merge(zipf.user(i), 1, Integer::sum);
    }
    double sum = 0;
    for (int rank = 1; rank <= USERS; rank++) {
      sum += 1 / Math.pow(rank, Zipf.EXPONENT);
    }
    int[] sorted = counts.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    assertTrue(sorted.length > USERS * 0.99, () -> sorted.length + " users are met");
    assertEquals(CALLS / sum, sorted[sorted.length - 1], CALLS / sum / 20);
    double tenth = CALLS / sum / Math.pow(10, Zipf.EXPONENT);
    assertEquals(tenth, sorted[sorted.length - 10], tenth / 5);
  }
}
