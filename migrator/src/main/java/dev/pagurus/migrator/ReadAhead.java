package dev.pagurus.migrator;

import dev.pagurus.spi.Changes;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a user's feed, of which the next is read while one is written. The budget holds for
 * each from before it is read until {@link #written}. For one thread.
 */
final class ReadAhead implements AutoCloseable {

  private final LongFunction<Changes> feed;
  private final ExecutorService readers;
  private final Budget budget;
  private final Gate gate;
  private final long expected;
  private @Nullable Future<Page> next;
  private @Nullable Page current;
  private boolean begun;
  private long since;

  /**
   * Begins.
   *
   * @param feed reads the page after a revision
   * @param since the revision after which to begin
   * @param expected how many bytes a page should have
   */
  ReadAhead(
      LongFunction<Changes> feed,
      long since,
      long expected,
      ExecutorService readers,
      Budget budget,
      Gate gate) {
    this.feed = feed;
    this.since = since;
    this.expected = expected;
    this.readers = readers;
    this.budget = budget;
    this.gate = gate;
  }

  /** The next page, null after the last. */
  @Nullable Page next() {
    Page last = current;
    if (begun && (last == null || !last.changes().more())) {
      return null;
    }
    // Most users have one page, which is not worth another thread.
    Page page = next == null ? read(since) : await(next);
    next = null;
    begun = true;
    current = page;
    since = page.changes().upTo();
    if (page.changes().more()) {
      long from = since;
      next = readers.submit(() -> read(from));
    }
    return page;
  }

  private Page read(long from) {
    gate.pass();
    budget.take(expected, gate);
    boolean read = false;
    try {
      Page page = Page.of(feed.apply(from));
      budget.settle(expected, page.bytes());
      read = true;
      return page;
    } finally {
      if (!read) {
        budget.give(expected);
      }
    }
  }

  /** The page that {@link #next} answered last is at the target. */
  void written() {
    Page page = current;
    if (page != null) {
      budget.give(page.bytes());
      current = new Page(new Changes(List.of(), page.changes().upTo(), page.changes().more()), 0);
    }
  }

  private static Page await(Future<Page> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw Threads.rethrown(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets go of what was read and not written. */
  @Override
  public void close() {
    written();
    Future<Page> left = next;
    if (left != null) {
      next = null;
      try {
        budget.give(await(left).bytes());
      } catch (RuntimeException e) {
        // It gave back itself, and nobody wants the page any more.
        System.getLogger(ReadAhead.class.getName())
            .log(System.Logger.Level.DEBUG, "a page that nobody waits for", e);
      }
    }
  }
}
