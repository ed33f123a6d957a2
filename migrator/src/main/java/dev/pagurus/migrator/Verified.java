package dev.pagurus.migrator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a move was verified. Believed for as long as the users up to there are, at both ends, at
 * the revisions that were compared.
 *
 * @param upTo the last user
 * @param users how many users that are
 * @param revisions what the names and revisions of these users add up to
 * @param totals what their documents add up to, as JSON
 * @param aside what their records that were set aside add up to
 * @param quarantined how many records that are
 */
record Verified(
    String upTo, long users, String revisions, ObjectNode totals, String aside, long quarantined) {

  ObjectNode toJson() {
    ObjectNode tree =
        Json.object()
            .put("upTo", upTo)
            .put("users", users)
            .put("revisions", revisions)
            .put("aside", aside)
            .put("quarantined", quarantined);
    tree.set("totals", totals);
    return tree;
  }

  static Verified of(JsonNode tree) {
    return new Verified(
        tree.path("upTo").asString(""),
        tree.path("users").asLong(0),
        tree.path("revisions").asString(""),
        tree.path("totals") instanceof ObjectNode totals ? totals : Json.object(),
        tree.path("aside").asString(""),
        tree.path("quarantined").asLong(0));
  }
}
