package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The making of the index from the files: says how far it is, is given up when the store is closed,
 * and keeps what is to be done afterwards.
 */
final class IndexMaking {

  private static final System.Logger LOG = System.getLogger(IndexMaking.class.getName());

  private static final long BETWEEN_LINES_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Progress progress;
  private volatile boolean givenUp;
  private volatile Runnable whenMade = () -> {};

  /** Documents that a person edited, which the index has in the revision before. */
  private final List<DocKey> edited = new ArrayList<>();

  IndexMaking(Progress progress) {
    this.progress = progress;
  }

  /** What makes it. */
  interface Work {

    /** Answers the documents that a person edited. */
    List<DocKey> run(Progress progress) throws IOException;
  }

  /** Who is told when there is an index. */
  void whenMade(Runnable hearer) {
    whenMade = hearer;
  }

  /** The store is closing: there will be no index. */
  void giveUp() {
    givenUp = true;
  }

  /** Fails with CLOSED if the store is closing. */
  void requireWanted() {
    if (givenUp) {
      throw Errors.closed();
    }
  }

  /** Makes it, in a folder. */
  void run(Path folder, Work work) throws IOException {
    Told told = new Told(folder);
    List<DocKey> found = work.run(told);
    synchronized (edited) {
      edited.addAll(found);
    }
    told.end();
    whenMade.run();
  }

  /** What a person edited, to be taken in now that there is an index; it is told once. */
  List<DocKey> takeEdited() {
    synchronized (edited) {
      List<DocKey> taken = List.copyOf(edited);
      edited.clear();
      return taken;
    }
  }

  /** Tells the log now and then, and whoever opened the store always. */
  private final class Told implements Progress {

    private final Path folder;
    private final long start = System.nanoTime();
    private long next = start + BETWEEN_LINES_NANOS;
    private long made;

    Told(Path folder) {
      this.folder = folder;
    }

    @Override
    public void at(long done, long total) {
      made = done;
      progress.at(done, total);
      if (System.nanoTime() - next >= 0) {
        next += BETWEEN_LINES_NANOS;
        LOG.log(System.Logger.Level.INFO, "{0}: {1} documents so far", folder, done);
      }
    }

    void end() {
      LOG.log(
          System.Logger.Level.INFO,
          "{0}: made from the files, with {1} documents, in {2} ms",
          folder,
          made,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
  }
}
