package dev.pagurus.bench;

import java.util.Arrays;

/** An uneven load: the share of a user falls with its rank to a power. */
final class Zipf {

  static final double EXPONENT = 0.99;

  private final double[] sums;

  /** Of so many users. */
  Zipf(int users) {
    sums = new double[users];
    double sum = 0;
    for (int i = 0; i < users; i++) {
      sum += 1 / Math.pow(i + 1, EXPONENT);
      sums[i] = sum;
    }
  }

  /** The user of a call, by rank; which user has which rank is mixed. */
  int user(long call) {
    double share = (Records.mix(call, 17) >>> 10) * 0x1.0p-53; // of its 63 bits, the upper 53
    double at = share * sums[sums.length - 1];
    int found = Arrays.binarySearch(sums, at);
    int rank = Math.min(sums.length - 1, found < 0 ? -found - 1 : found);
    return (int) Math.floorMod(rank * 7_919L, (long) sums.length);
  }
}
