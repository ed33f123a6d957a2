package dev.pagurus.spi;

import java.time.Instant;
import java.util.List;

/**
 * What a batch did.
 *
 * @param revision the user's revision after it: one more than before, or the same if it changed
 *     nothing
 * @param outcomes one for each write, in the order of the batch
 */
public record Commit(long revision, List<Outcome> outcomes) {

  /** Copies. */
  public Commit {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * What one write did.
   *
   * @param existed whether there was a document before: for a delete, whether it deleted one
   * @param createdAt when the document was created: the one written, or the one deleted; {@link
   *     Instant#EPOCH} for a delete that found nothing
   * @param updatedAt the time of the commit; {@link Instant#EPOCH} for a delete that found nothing
   */
  public record Outcome(boolean existed, Instant createdAt, Instant updatedAt) {}
}
