package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of commits that are in the journal. From when a commit is seen until its
 * records are written gets are answered from here. A file must not tell what a loss of power would
 * take from the journal: so where the journal is not forced for each commit, records wait until the
 * index is written. And those wait that the file system does not take; the journal is kept
 * meanwhile.
 *
 * <p>For many threads. Commits to one document may come to write it in another order than they were
 * made: each writes the newest version that waits, and leaves nothing to do to those who wrote the
 * older ones.
 */
final class RecordWriter {

  private static final System.Logger LOG = System.getLogger(RecordWriter.class.getName());

  private static final int LOCKS = 256;

  private final Records records;
  private final boolean eager;
  private final Map<DocKey, Planned.Step> unwritten = new ConcurrentHashMap<>();

  /** One document is written by one thread at a time: that which holds the lock of its hash. */
  private final Object[] locks = new Object[LOCKS];

  private volatile @Nullable Throwable failure;

  /** Whether a failure was told since no record waited. A full disk fails each of thousands. */
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * Has nothing to write yet.
   *
   * @param eager whether records are written before a commit is acknowledged
   */
  RecordWriter(Records records, boolean eager) {
    this.records = records;
    this.eager = eager;
    Arrays.setAll(locks, i -> new Object());
  }

  /** Whether records wait until the index is written; then whoever writes it writes them too. */
  boolean defers() {
    return !eager;
  }

  /** A commit is in the journal and about to be seen; its records are still to be written. */
  void expect(Planned.Step step) {
    unwritten.put(step.key(), step);
  }

  /** Writes what waits of a document, unless it is to wait for the index. */
  void write(DocKey key) {
    if (eager) {
      synchronized (locks[Math.floorMod(key.hashCode(), LOCKS)]) {
        Planned.Step newest = unwritten.get(key);
        if (newest != null) {
          writeNow(newest);
        }
      }
    }
  }

  /**
   * Writes a record; if that fails, it is tried again later. For who knows that nobody else writes.
   */
  void writeNow(Planned.Step step) {
    try {
      StoredDocument document = step.version().document();
      if (document == null) {
        records.delete(step.key());
      } else {
        byte[] before = step.existed() ? records.text(step.key()) : null;
        records.write(step.key(), document, before);
      }
      written(step);
    } catch (IOException | RuntimeException | Error e) {
      failed(step, e);
    }
  }

  /** Nothing is lost, so nobody need suffer if there is no memory or stack left to tell it. */
  private void failed(Planned.Step step, Throwable why) {
    failure = why;
    try {
      LOG.log(
          told.compareAndSet(false, true) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
          "cannot write the record of "
              + Records.address(step.key())
              + "; it is safe in the journal and will be tried again, as will those that fail until"
              + " then",
          why);
    } catch (RuntimeException | Error e) {
      failure = why; // which a checkpoint tells
    }
  }

  private void written(Planned.Step step) {
    unwritten.computeIfPresent(
        step.key(),
        (key, waiting) ->
            waiting.version().revision() <= step.version().revision() ? null : waiting);
    if (told.get() && unwritten.isEmpty()) {
      told.set(false);
    }
  }

  /** Why the records that wait could not be written. */
  IOException failure() {
    return new IOException(
        unwritten.size() + " records cannot be written, and the journal is kept: " + failure,
        failure);
  }

  /** The versions whose records wait to be written. */
  Map<DocKey, Version> waiting() {
    Map<DocKey, Version> waiting = new HashMap<>();
    unwritten.forEach((key, step) -> waiting.put(key, step.version()));
    return waiting;
  }

  /** The version of a document whose record waits to be written, null if none does. */
  @Nullable Version waiting(DocKey key) {
    Planned.Step step = unwritten.get(key);
    return step == null ? null : step.version();
  }

  boolean isWaiting(DocKey key) {
    return unwritten.containsKey(key);
  }

  boolean isIdle() {
    return unwritten.isEmpty();
  }

  /** A user has ended: its records are not written any more. */
  void forget(String user) {
    unwritten.keySet().removeIf(key -> key.user().equals(user));
  }
}
