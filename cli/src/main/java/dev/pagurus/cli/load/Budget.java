package dev.pagurus.cli.load;

/**
 * Bounds the memory of lines on their way: taken before a line is parsed, given back when it is
 * committed. One that is larger than all there is goes alone. Safe for many threads.
 */
final class Budget {

  private final long limit;
  private long used;

  Budget(long limit) {
    this.limit = limit;
  }

  /** Takes so much if it is there. */
  synchronized boolean tryTake(long weight) {
    if (!hasRoom(weight)) {
      return false;
    }
    used += weight;
    return true;
  }

  /** Waits until so much may be there. */
  synchronized void awaitRoom(long weight) throws InterruptedException {
    while (!hasRoom(weight)) {
      wait();
    }
  }

  private boolean hasRoom(long weight) {
    return used == 0 || used + weight <= limit;
  }

  /** Gives back. */
  synchronized void give(long weight) {
    used -= weight;
    notifyAll();
  }

  /** How much can be out at once. */
  long limit() {
    return limit;
  }
}
