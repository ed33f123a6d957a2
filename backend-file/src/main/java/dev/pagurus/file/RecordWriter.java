package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of commits that are in the journal. A file must not tell what a loss of power
 * would take from the journal: so where the journal is not forced for each commit, records wait
 * until the index is written. And those wait that the file system does not take; gets are answered
 * from here meanwhile, and the journal is kept.
 *
 * <p>Writing is for one thread at a time; any number look.
 */
final class RecordWriter {

  private static final System.Logger LOG = System.getLogger(RecordWriter.class.getName());

  private final Records records;
  private final boolean eager;
  private final Map<DocKey, Version> unwritten = new ConcurrentHashMap<>();
  private volatile @Nullable Throwable failure;

  /**
   * Has nothing to write yet.
   *
   * @param eager whether records are written before a commit is acknowledged
   */
  RecordWriter(Records records, boolean eager) {
    this.records = records;
    this.eager = eager;
  }

  /** Whether records wait until the index is written; then whoever writes it writes them too. */
  boolean defers() {
    return !eager;
  }

  /** Writes a record, now or when it is time. */
  void write(Planned.Step step) {
    if (eager) {
      writeNow(step);
    } else {
      unwritten.put(step.key(), step.version());
    }
  }

  /** Writes a record; if that fails, it is tried again later. */
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
      failed(step);
      failure = e;
      LOG.log(
          System.Logger.Level.WARNING,
          "cannot write the record of "
              + Records.address(step.key())
              + "; it is safe in the journal and will be tried again",
          e);
    }
  }

  private void failed(Planned.Step step) {
    unwritten.merge(
        step.key(),
        step.version(),
        (waiting, failed) -> waiting.revision() > failed.revision() ? waiting : failed);
  }

  private void written(Planned.Step step) {
    unwritten.computeIfPresent(
        step.key(),
        (key, waiting) -> waiting.revision() <= step.version().revision() ? null : waiting);
  }

  /** Why the records that wait could not be written. */
  IOException failure() {
    return new IOException(
        unwritten.size() + " records cannot be written, and the journal is kept: " + failure,
        failure);
  }

  /** The versions whose records wait to be written. */
  Map<DocKey, Version> waiting() {
    return Map.copyOf(unwritten);
  }

  /** The version of a document whose record waits to be written, null if none does. */
  @Nullable Version waiting(DocKey key) {
    return unwritten.get(key);
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
