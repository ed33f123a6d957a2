package dev.pagurus.migrator;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

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
    ObjectNode tree = Json.object().put("begun", begun);
    source.ifPresent(name -> tree.put("source", name));
    startedAt.ifPresent(at -> tree.put("startedAt", at.toString()));
    phase.ifPresent(at -> tree.put("phase", at.name().toLowerCase(Locale.ROOT)));
    tree.put("users", users).put("documents", documents).put("bytes", bytes);
    verifiedUpTo.ifPresent(user -> tree.put("verifiedUpTo", user));
    return Json.write(tree.put("quarantined", quarantined));
  }
}
