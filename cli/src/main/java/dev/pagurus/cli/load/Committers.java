package dev.pagurus.cli.load;

import dev.pagurus.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads that commit batches. All batches of a user go through one of them, so they stay in
 * order; there are several because a backend may commit what several callers bring with one sync of
 * the disk. What waits here is bounded by the budget.
 */
final class Committers {

  private static final int THREADS = 8;
  private static final long MILLIS_BETWEEN_LOOKS = 100;

  /** After so many refusals a batch is committed document by document. */
  private static final int MOST_REFUSALS = 8;

  private static final UserBatch END = new UserBatch("");

  private final Store store;
  private final Format format;
  private final Rejects rejects;
  private final Budget budget;
  private final List<BlockingQueue<UserBatch>> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong committed = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  Committers(Store store, Format format, Rejects rejects, Budget budget) {
    this.store = store;
    this.format = format;
    this.rejects = rejects;
    this.budget = budget;
  }

  void start() {
    for (int i = 0; i < THREADS; i++) {
      BlockingQueue<UserBatch> queue = new LinkedBlockingQueue<>();
      Thread thread = new Thread(() -> serve(queue), "import-" + i);
      thread.setDaemon(true);
      queues.add(queue);
      threads.add(thread);
      thread.start();
    }
  }

  void send(UserBatch batch) {
    queues.get(Math.floorMod(batch.user().hashCode(), THREADS)).add(batch);
  }

  /** How many documents are in the store. */
  long committed() {
    return committed.get();
  }

  /** Whether nothing more is committed, because of a failure or because somebody said so. */
  boolean hasStopped() {
    return stopped;
  }

  /** Ends after the batches that are being committed; what waits is dropped. */
  void stop() {
    stopped = true;
  }

  /**
   * Waits until all that was sent is committed, or dropped. May be called again.
   *
   * @param meanwhile called now and then
   */
  void finish(Runnable meanwhile) throws InterruptedException {
    queues.forEach(queue -> queue.add(END));
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        meanwhile.run();
        thread.join(MILLIS_BETWEEN_LOOKS);
      }
    }
  }

  /** What went wrong, null if nothing did. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  private void serve(BlockingQueue<UserBatch> queue) {
    try {
      boolean more = true;
      while (more) {
        more = serveNext(queue);
      }
    } catch (InterruptedException e) {
      fail(e);
    }
  }

  /** In a frame of its own, so that no batch is held while the next is waited for. */
  private boolean serveNext(BlockingQueue<UserBatch> queue) throws InterruptedException {
    UserBatch batch = queue.take();
    if (batch == END) {
      return false;
    }
    if (!stopped) {
      tryCommit(batch);
    }
    long weight = batch.weight();
    batch.clear();
    budget.give(weight);
    return true;
  }

  private void tryCommit(UserBatch batch) {
    try {
      commit(batch);
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void fail(Throwable e) {
    failure.compareAndSet(null, e);
    stopped = true;
  }

  private void commit(UserBatch batch) {
    List<Item> left = batch.items();
    for (int refusals = 0; !left.isEmpty(); refusals++) {
      try {
        write(batch.user(), left);
        return;
      } catch (Format.Refused e) {
        Item refused = e.item();
        if (refused == null || refusals == MOST_REFUSALS) {
          commitOneByOne(batch.user(), left);
          return;
        }
        reject(refused, e);
        left =
            left.stream().filter(item -> item.line().number() != refused.line().number()).toList();
      }
    }
  }

  private void commitOneByOne(String user, List<Item> items) {
    for (Item item : items) {
      try {
        write(user, List.of(item));
      } catch (Format.Refused e) {
        reject(item, e);
      }
    }
  }

  private void write(String user, List<Item> items) throws Format.Refused {
    format.write(store, user, items);
    committed.addAndGet(items.size());
  }

  private void reject(Item item, Format.Refused e) {
    rejects.add(item.line(), String.valueOf(e.getMessage()));
  }
}
