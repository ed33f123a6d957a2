package dev.pagurus.bench;

/**
 * What one side did in one go.
 *
 * @param units calls, documents or openings
 * @param nanos how long they took
 * @param digest of the answers: the same for every side, else the run fails
 */
record Lap(long units, long nanos, long digest) {

  double perSecond() {
    return units * 1e9 / nanos;
  }

  double micros() {
    return nanos / 1e3 / units;
  }
}
