package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that keeps the overlay small and the journal short, off the way of those who commit;
 * and the brake on them when it cannot keep up.
 */
final class Housekeeping implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

  /** Documents that a find looks at one by one; more are written into the index. */
  private static final int FRESH_FOR_FINDS = 200;

  private static final int FRESH = 5_000;
  private static final long FRESH_BYTES = ofHeap(16, 32);

  /** What may wait while a checkpoint forces files; more holds up those who commit. */
  private static final long MOST_BYTES = ofHeap(4, 256);

  private static final int MOST_CHECKPOINTS_BEHIND = 8;
  private static final long PAUSE_MILLIS = 250;
  private static final long FLUSH_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long CHECKPOINT_AFTER_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Generations generations;
  private final Checkpoints checkpoints;
  private final long checkpointBytes;
  private final Thread thread = new Quiet.Worker(this::run, "pagurus-file-housekeeping");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private boolean closed;
  private boolean wanted;
  private @Nullable Throwable failure;

  private long flushed = System.nanoTime();
  private long checkpointed = System.nanoTime();

  Housekeeping(Generations generations, Checkpoints checkpoints, long checkpointBytes) {
    this.generations = generations;
    this.checkpoints = checkpoints;
    this.checkpointBytes = Math.max(1, checkpointBytes);
  }

  private static long ofHeap(int part, long mostMebibytes) {
    return Math.min(Runtime.getRuntime().maxMemory() / part, mostMebibytes << 20);
  }

  void start() {
    thread.start();
  }

  /** Whether an overlay is to go into the index now. */
  static boolean isLarge(Overlay growing) {
    return growing.size() >= FRESH || growing.bytes() >= FRESH_BYTES;
  }

  /** A find looked at so many fresh documents. */
  void found(int fresh) {
    if (fresh > FRESH_FOR_FINDS) {
      want();
    }
  }

  private void want() {
    lock.lock();
    try {
      wanted = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Before a commit: waits while too much is on its way into files and index.
   *
   * @throws BackendException if it does not get there
   */
  void awaitRoom() {
    if (isLarge(generations.current().growing())) {
      want();
    }
    if (hasRoom()) {
      return;
    }
    lock.lock();
    try {
      while (!hasRoom() && !closed) {
        if (failure != null) {
          throw told(failure);
        }
        wanted = true;
        work.signal();
        room.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom() {
    return bytes() < MOST_BYTES && checkpoints.behind() < MOST_CHECKPOINTS_BEHIND * checkpointBytes;
  }

  private long bytes() {
    return generations.current().overlays().stream().mapToLong(Overlay::bytes).sum();
  }

  private void run() {
    while (await()) {
      Throwable failed = null;
      try {
        keep();
      } catch (IOException | RuntimeException | Error e) {
        failed = e; // also if memory ran out: nobody else frees any of what waits here
      }
      tell(failed);
    }
  }

  private void tell(@Nullable Throwable failed) {
    lock.lock();
    try {
      failure = failed;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (failed != null) {
        LOG.log(System.Logger.Level.WARNING, "nothing is lost; it is tried again", told(failed));
      }
    } catch (OutOfMemoryError e) {
      failed.addSuppressed(e); // and those who commit are told all the same
    }
  }

  private static RuntimeException told(Throwable failure) {
    if (failure instanceof IOException e) {
      return Errors.of("cannot bring commits from the journal to files and index", e);
    }
    if (failure instanceof RuntimeException e) {
      return e;
    }
    return new BackendException(
        ErrorCode.UNAVAILABLE,
        "cannot bring commits from the journal to files and index: " + failure,
        failure);
  }

  private boolean await() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
      while (!wanted && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean takeWish() {
    lock.lock();
    try {
      boolean wish = wanted;
      wanted = false;
      return wish;
    } finally {
      lock.unlock();
    }
  }

  private void keep() throws IOException {
    boolean now = takeWish();
    long time = System.nanoTime();
    boolean old = time - checkpointed > CHECKPOINT_AFTER_NANOS && checkpoints.behind() > 0;
    if (checkpoints.behind() >= checkpointBytes || old) {
      checkpointed = time;
      flushed = time;
      checkpoints.checkpoint();
    } else if (!generations.current().growing().isEmpty()
        && (now || time - flushed > FLUSH_AFTER_NANOS)) {
      checkpoints.flush();
      flushed = time;
    }
  }

  /** Ends the thread; what is under way is finished. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    Quiet.join(thread);
  }
}
