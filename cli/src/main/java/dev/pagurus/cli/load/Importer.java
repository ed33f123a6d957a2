package dev.pagurus.cli.load;

import dev.pagurus.Store;
import dev.pagurus.cli.console.Meter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One import. The calling thread reads and parses while others commit; whatever ends it, whole
 * batches are in the store and no part of one.
 */
public final class Importer {

  private static final int LONGEST_LINE = 64 << 20;

  /** Lines between two looks at the clock. */
  private static final int LINES_BETWEEN = 256;

  private final Format format;
  private final Rejects rejects;
  private final Meter meter;
  private final Budget budget;
  private final Committers committers;
  private final OpenBatches open;
  private final AtomicLong bytesRead = new AtomicLong();
  private final int maxLine;
  private volatile boolean stopped;

  /** Documents that were read, of which some wait; used by the reading thread. */
  private long taken;

  /**
   * An import that has not begun.
   *
   * @param store where documents go
   * @param format what lines mean
   * @param rejects takes the lines that cannot be taken
   * @param meter shows how far it is
   */
  public Importer(Store store, Format format, Rejects rejects, Meter meter) {
    long heap = Runtime.getRuntime().maxMemory();
    this.format = format;
    this.rejects = rejects;
    this.meter = meter;
    this.maxLine = (int) Math.min(LONGEST_LINE, heap / 4);
    this.budget = new Budget(Math.min(256L << 20, heap * 3 / 8));
    this.committers = new Committers(store, format, rejects, budget);
    this.open = new OpenBatches(committers::send);
  }

  /**
   * Imports everything; used once.
   *
   * @param source what to import
   * @return how many documents were committed
   * @throws IOException if the source cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public long run(Source source) throws IOException, InterruptedException {
    committers.start();
    try {
      read(source);
      open.sendAll();
      committers.finish(() -> meter.at(committers.committed(), taken));
    } finally {
      committers.finish(() -> {});
    }
    rethrow(committers.failure());
    return committers.committed();
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException("an import thread failed", failure);
    }
  }

  /**
   * How many documents are committed by now.
   *
   * @return 0 or more
   */
  public long committed() {
    return committers.committed();
  }

  /**
   * Whether it was stopped before its end.
   *
   * @return true after {@link #stop}
   */
  public boolean wasStopped() {
    return stopped;
  }

  /**
   * Ends the import and waits for the batches that are being committed, not for the reader, who may
   * wait for input. May be called by any thread.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void stop() throws InterruptedException {
    stopped = true;
    committers.stop();
    committers.finish(() -> {});
  }

  private void read(Source source) throws IOException, InterruptedException {
    long line = 0;
    try {
      LineReader reader = new LineReader(source.open(bytesRead), maxLine, this::makeAllRoom);
      while (!committers.hasStopped() && readNext(reader, source)) {
        line++;
      }
    } catch (IOException e) {
      String where = source.name() + ", after line " + line + ": ";
      throw new IOException(where + (e.getMessage() == null ? e : e.getMessage()), e);
    }
  }

  /** In a frame of its own, so that no line is held while the next is read. */
  private boolean readNext(LineReader reader, Source source)
      throws IOException, InterruptedException {
    Line line = reader.next();
    if (line == null) {
      return false;
    }
    if (line.isTooLong()) {
      rejects.add(line, tooLong(line));
    } else if (!line.isBlank()) {
      take(line);
    }
    if (line.number() % LINES_BETWEEN == 0) {
      report(source);
    }
    return true;
  }

  private String tooLong(Line line) {
    String limit = "the line has " + line.length() + " bytes, and at most " + maxLine + " can be ";
    return limit
        + (maxLine < LONGEST_LINE ? "read in so little memory: give Java more" : "read")
        + "; the text here is only its beginning";
  }

  private void take(Line line) throws InterruptedException {
    long weight = Weights.toParse(line);
    makeRoom(weight);
    Item item;
    try {
      item = format.parse(line);
    } catch (IllegalArgumentException e) {
      rejects.add(line, String.valueOf(e.getMessage()));
      budget.give(weight);
      return;
    }
    budget.give(weight - item.weight());
    open.add(item);
    taken++;
  }

  /** Takes from the budget, and makes batches go where it does not suffice. */
  private void makeRoom(long weight) throws InterruptedException {
    while (!budget.tryTake(weight)) {
      if (open.isEmpty()) {
        budget.awaitRoom(weight);
      } else {
        open.sendHalf();
      }
    }
  }

  /** Waits until nothing is held: a long line needs it. */
  private void makeAllRoom() {
    open.sendAll();
    try {
      budget.awaitRoom(budget.limit());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(Source source) {
    long read = bytesRead.get();
    boolean known = source.size() > 0 && read > 0;
    // What is read runs ahead of what is committed, so the total is told by what was read.
    double all = known ? (double) taken * source.size() / read : -1;
    meter.at(committers.committed(), known ? Math.max(taken, Math.round(all)) : -1);
  }
}
