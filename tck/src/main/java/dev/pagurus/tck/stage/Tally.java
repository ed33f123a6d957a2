package dev.pagurus.tck.stage;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what tests did to a store, for the report. Safe for many threads. */
public final class Tally {

  private final AtomicLong operations = new AtomicLong();
  private final AtomicLong documents = new AtomicLong();

  /**
   * Counts one call.
   *
   * @param written how many documents it wrote or deleted
   */
  public void call(int written) {
    operations.incrementAndGet();
    documents.addAndGet(written);
  }

  /**
   * Calls made.
   *
   * @return 0 or more
   */
  public long operations() {
    return operations.get();
  }

  /**
   * Documents written or deleted.
   *
   * @return 0 or more
   */
  public long documents() {
    return documents.get();
  }
}
