package dev.pagurus.migrator;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A plan for people and for programs. */
final class PlanText {

  private PlanText() {}

  static String markdown(MigrationPlan plan) {
    Markdown text = new Markdown();
    text.line("# Migration of " + plan.source() + " to " + plan.target()).blank();
    text.line("| | |").line("|---|---|");
    text.row("the target is", lower(plan.state()));
    text.row("users", plan.users()).row("documents", plan.documents());
    text.row("bytes of bodies", plan.bytes());
    text.row("time it should take", plan.estimate().map(Markdown::time).orElse("unknown"));
    text.indexes("Indexes to declare", plan.indexes());
    if (!plan.obstacles().isEmpty()) {
      text.blank().line("## In the way").blank();
      for (Obstacle one : plan.obstacles()) {
        text.line("- " + lower(one.severity()) + ": " + one.what() + "; " + one.advice());
      }
    }
    return text.toString();
  }

  static String json(MigrationPlan plan) {
    ObjectNode tree =
        Json.object()
            .put("source", plan.source())
            .put("target", plan.target())
            .put("state", lower(plan.state()))
            .put("canRun", plan.canRun())
            .put("users", plan.users())
            .put("documents", plan.documents())
            .put("bytes", plan.bytes());
    tree.set("indexes", Json.indexes(plan.indexes()));
    tree.set(
        "obstacles",
        Json.objects(
            plan.obstacles(),
            one ->
                Json.object()
                    .put("severity", lower(one.severity()))
                    .put("what", one.what())
                    .put("advice", one.advice())));
    plan.estimate().ifPresent(time -> tree.put("estimateMillis", time.toMillis()));
    return Json.write(tree);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
