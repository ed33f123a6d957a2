package dev.pagurus.file.index;

import org.apache.lucene.index.ConcurrentMergeScheduler;

/**
 * Merges in the background; one that fails stops the writer, which tells the next caller why,
 * instead of printing a stack trace as well.
 */
final class QuietMerges extends ConcurrentMergeScheduler {

  @Override
  protected void handleMergeException(Throwable problem) {}
}
