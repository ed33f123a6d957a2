package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.IndexDamage;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that there is an index, and that it says what was written to it: a thread that checks
 * its sums, and has it made from the files where there is none that can be believed. Whoever needs
 * the index waits here for it.
 */
final class IndexCare implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(IndexCare.class.getName());

  /** How often a call is tried that meets damage. */
  private static final int MOST_TRIES = 3;

  /** An index of so many bytes is checked before it is used, in some 30 ms; a larger one beside. */
  private static final long CHECKED_FIRST = 64L << 20;

  private final FileStore store;
  private final Checkpoints checkpoints;
  private final IndexMaking making;
  private final Thread thread = new Quiet.Worker(this::run, "pagurus-file-index");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Whether somebody waits for a check. Changed under the lock. */
  private volatile boolean suspected;

  private boolean unchecked = true;
  private boolean wanted = true;
  private boolean closed;
  private long attempts;
  private @Nullable RuntimeException failure;

  /** Damage that was met and mended, until somebody asks for it. */
  private final List<String> damage = new ArrayList<>();

  IndexCare(FileStore store, Checkpoints checkpoints, IndexMaking making) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.making = making;
    making.whenMade(this::want);
  }

  void start() {
    suspected = store.generations().current().isIndexed() && isSmall();
    thread.start();
  }

  private boolean isSmall() {
    Generation generation = store.generations().acquire();
    try {
      return generation.view().bytes() <= CHECKED_FIRST;
    } finally {
      generation.release();
    }
  }

  /** Something that is asked of the store. */
  interface Call<T> {
    T make();
  }

  /** What a call needs. */
  private enum Need {
    /** Records, which tell of their own damage. */
    RECORDS,
    /** No index that is under suspicion. */
    NO_DOUBT,
    INDEX
  }

  /** Makes a call that needs the index; waits until there is one. */
  <T> T withIndex(Call<T> call) {
    return attempt(Need.INDEX, call);
  }

  /**
   * Makes a call that files can answer while there is no index. It fails with {@link
   * UnindexedException} where they cannot, and is made again when there is one.
   */
  <T> T withFiles(Call<T> call) {
    return attempt(Need.NO_DOUBT, call);
  }

  /** Makes a call that waits for nothing. */
  <T> T withRecords(Call<T> call) {
    return attempt(Need.RECORDS, call);
  }

  private <T> T attempt(Need least, Call<T> call) {
    Need need = least;
    for (int tries = 1; ; tries++) {
      await(need);
      try {
        return call.make();
      } catch (UnindexedException e) {
        need = Need.INDEX;
      } catch (BackendException e) {
        if (!IndexDamage.is(e) || tries == MOST_TRIES) {
          throw e;
        }
        suspect(e);
        need = need == Need.RECORDS ? Need.NO_DOUBT : need;
      }
    }
  }

  /** A call met what looks like damage: the index is checked before anybody asks it again. */
  void suspect(BackendException met) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: {1}; it is checked",
        store.layout().index(),
        met.getMessage());
    doubt();
  }

  private void doubt() {
    lock.lock();
    try {
      suspected = true;
      unchecked = true;
      want();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks the index, and has it made again if it is damaged.
   *
   * @return what was found to be damaged since this was asked last
   */
  List<String> check() {
    doubt();
    withIndex(() -> true);
    synchronized (damage) {
      List<String> taken = List.copyOf(damage);
      damage.clear();
      return taken;
    }
  }

  private boolean isReady(Need need) {
    return switch (need) {
      case RECORDS -> true;
      case NO_DOUBT -> !suspected;
      case INDEX -> !suspected && store.generations().current().isIndexed();
    };
  }

  private void await(Need need) {
    if (isReady(need)) {
      return;
    }
    lock.lock();
    try {
      long before = attempts;
      while (!isReady(need)) {
        if (closed) {
          throw Errors.closed();
        }
        if (failure != null && attempts > before) {
          throw failure;
        }
        want();
        if (suspected) {
          changed.awaitUninterruptibly(); // that takes no time
        } else {
          changed.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(
          ErrorCode.BUSY,
          "interrupted while the search index is made from the files: ask again later",
          e);
    } finally {
      lock.unlock();
    }
  }

  private void want() {
    lock.lock();
    try {
      wanted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitWish()) {
      RuntimeException failed = null;
      try {
        care();
      } catch (IOException e) {
        failed = Errors.of("cannot make the search index from the files", e);
      } catch (RuntimeException e) {
        failed = e;
      } catch (Error e) { // also if memory ran out: somebody may wait
        failed =
            new BackendException(
                ErrorCode.UNAVAILABLE, "cannot make the search index: try again (" + e + ")", e);
      }
      lock.lock();
      try {
        if (failed != null && !closed) {
          LOG.log(
              System.Logger.Level.WARNING, "it is tried again when the index is needed", failed);
        }
        failure = failed;
        attempts++;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean awaitWish() {
    lock.lock();
    try {
      while (!wanted && !closed) {
        changed.awaitUninterruptibly();
      }
      wanted = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void care() throws IOException {
    if (takeUnchecked()) {
      checkSums();
    }
    if (!store.generations().current().isIndexed()) {
      checkpoints.flush(); // which has it made first
    }
    takeIn(making.takeEdited());
  }

  private boolean takeUnchecked() {
    lock.lock();
    try {
      boolean was = unchecked;
      unchecked = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  /** Reads all of the index, and does without it from now on if it is not what was written. */
  private void checkSums() throws IOException {
    try {
      Generation generation = store.generations().acquire();
      try {
        if (generation.isIndexed()) {
          generation.view().verify();
        }
      } catch (BackendException e) {
        if (!IndexDamage.is(e)) {
          throw e;
        }
        found(e);
      } finally {
        generation.release();
      }
    } finally {
      lock.lock();
      try {
        suspected = unchecked;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void found(BackendException e) throws IOException {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: {1}; it is made again from the files",
        store.layout().index(),
        e.getMessage());
    synchronized (damage) {
      damage.add(String.valueOf(e.getMessage()));
    }
    checkpoints.distrustIndex();
  }

  private void takeIn(List<DocKey> edited) {
    if (!edited.isEmpty()) {
      new Reindex(store, checkpoints).takeInAll(edited);
    }
  }

  /** Lets nobody wait any more, and gives up what is being made. */
  void giveUp() {
    making.giveUp();
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread. Idempotent. */
  @Override
  public void close() {
    giveUp();
    Quiet.join(thread);
  }
}
