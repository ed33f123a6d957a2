package dev.pagurus.migrator;

import dev.pagurus.document.Body;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of a move that is under way.
 *
 * @param plan what is moved from where, which every run must want alike
 * @param sourceName what the source was called when it began
 * @param startedAt when it began
 * @param run which run is at it
 * @param phase how far it has come
 * @param verified how far it was verified
 * @param shown what was set aside and shown when it was verified to the end last, as a sum; empty
 *     if it never was
 * @param quarantined how many records that were
 */
record ControlState(
    Agreement plan,
    String sourceName,
    Instant startedAt,
    String run,
    Phase phase,
    Optional<Verified> verified,
    String shown,
    long quarantined) {

  /**
   * What every run of a move must want alike.
   *
   * @param source which store is the source
   * @param users only these users, or all
   * @param collections only these collections, or all
   * @param merge the rule for a target that is not empty
   */
  record Agreement(
      String source,
      SortedSet<String> users,
      SortedSet<String> collections,
      Optional<MergeRule> merge) {}

  static ControlState begin(Agreement plan, String sourceName, String run) {
    return new ControlState(
        plan,
        sourceName,
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        run,
        Phase.MOVING,
        Optional.empty(),
        "",
        0);
  }

  ControlState withRun(String next) {
    return new ControlState(plan, sourceName, startedAt, next, phase, verified, shown, quarantined);
  }

  ControlState at(Phase next, Optional<Verified> upTo) {
    return new ControlState(plan, sourceName, startedAt, run, next, upTo, shown, quarantined);
  }

  ControlState showing(String sum, long records) {
    return new ControlState(plan, sourceName, startedAt, run, phase, verified, sum, records);
  }

  Body body() {
    ObjectNode tree =
        Json.object()
            .put("version", 1)
            .put("source", plan.source())
            .put("sourceName", sourceName)
            .put("startedAt", startedAt.toString())
            .put("run", run)
            .put("phase", phase.name().toLowerCase(Locale.ROOT))
            .put("shown", shown)
            .put("quarantined", quarantined);
    tree.set("users", Json.array(plan.users()));
    tree.set("collections", Json.array(plan.collections()));
    plan.merge().ifPresent(rule -> tree.put("merge", rule.name().toLowerCase(Locale.ROOT)));
    verified.ifPresent(upTo -> tree.set("verified", upTo.toJson()));
    return Body.of(tree);
  }

  static ControlState of(Body body) {
    JsonNode tree = body.root();
    JsonNode merge = tree.path("merge");
    JsonNode verified = tree.path("verified");
    return new ControlState(
        new Agreement(
            tree.path("source").asString(""),
            texts(tree.path("users")),
            texts(tree.path("collections")),
            merge.isString() ? Optional.of(MergeRule.valueOf(upper(merge))) : Optional.empty()),
        tree.path("sourceName").asString(""),
        Instant.parse(tree.path("startedAt").asString("")),
        tree.path("run").asString(""),
        Phase.valueOf(upper(tree.path("phase"))),
        verified.isObject() ? Optional.of(Verified.of(verified)) : Optional.empty(),
        tree.path("shown").asString(""),
        tree.path("quarantined").asLong(0));
  }

  private static String upper(JsonNode text) {
    return text.asString("").toUpperCase(Locale.ROOT);
  }

  private static SortedSet<String> texts(JsonNode array) {
    SortedSet<String> texts = new TreeSet<>();
    array.forEach(each -> texts.add(each.asString("")));
    return texts;
  }
}
