package dev.pagurus.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the first n of many in an order, in memory for n: how a find with a limit sorts.
 *
 * <p>Adding costs a comparison for what is too late in the order, and log n for what is kept. Not
 * safe for many threads.
 *
 * @param <T> what is kept
 */
public final class TopN<T> {

  private final int n;
  private final Comparator<? super T> order;

  /** The last in order comes out first, to make room for a better one. */
  private final PriorityQueue<T> kept;

  /**
   * Keeps nothing yet.
   *
   * @param n how many to keep; 1 or more
   * @param order which come first
   */
  public TopN(int n, Comparator<? super T> order) {
    if (n < 1) {
      throw new IllegalArgumentException("keeps 1 or more, not " + n);
    }
    this.n = n;
    this.order = order;
    this.kept = new PriorityQueue<>(order.reversed());
  }

  /**
   * Offers one more.
   *
   * @param item kept if it is among the first n of all that were offered; of equals, the first
   *     offered
   */
  public void add(T item) {
    if (kept.size() < n) {
      kept.add(item);
    } else if (order.compare(item, kept.element()) < 0) {
      kept.remove();
      kept.add(item);
    }
  }

  /**
   * How many are kept.
   *
   * @return 0 to n
   */
  public int size() {
    return kept.size();
  }

  /**
   * What was kept.
   *
   * @return the first n of all that were offered, or all if they were fewer, in order; a list of
   *     the caller's own
   */
  public List<T> toList() {
    List<T> list = new ArrayList<>(kept);
    list.sort(order);
    return list;
  }
}
