package dev.pagurus.migrator;

import java.time.Instant;
import java.util.Optional;

/**
 * What a target knows of a migration into it.
 *
 * @param begun whether a migration is under way, running or not
 * @param source what its source was called, empty if none is under way
 * @param startedAt when it was begun
 * @param phase how far it had come
 * @param users users at the target
 * @param documents documents at the target
 * @param bytes bytes of their canonical bodies
 * @param verifiedUpTo the last user up to whom everything was verified
 * @param quarantined how many records were set aside when it was verified last
 */
@SuppressWarnings("DoNotCallSuggester") // until each is made
public record MigrationStatus(
    boolean begun,
    Optional<String> source,
    Optional<Instant> startedAt,
    Optional<Phase> phase,
    long users,
    long documents,
    long bytes,
    Optional<String> verifiedUpTo,
    long quarantined) {

  /**
   * For programs.
   *
   * @return one JSON object
   */
  public String toJson() {
    throw new UnsupportedOperationException("in the making");
  }
}
