package dev.pagurus.cli.migrate;

import dev.pagurus.cli.console.Counts;
import dev.pagurus.cli.console.Sizes;
import dev.pagurus.cli.console.Spans;
import dev.pagurus.migrator.MigrationPlan;
import dev.pagurus.migrator.Obstacle;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for people. */
public final class PlanText {

  private PlanText() {}

  /**
   * Says what a migration would do.
   *
   * @param plan the plan
   * @return lines
   */
  public static List<String> of(MigrationPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add("from      " + plan.source());
    lines.add("to        " + plan.target() + ", " + state(plan.state()));
    lines.add("moves     " + extent(plan.users(), plan.documents(), plan.bytes()));
    lines.add("indexes   " + indexes(plan.indexes()));
    lines.add(
        "takes     " + plan.estimate().map(span -> "about " + Spans.text(span)).orElse("unknown"));
    for (Obstacle obstacle : plan.obstacles()) {
      boolean stops = obstacle.severity() == Obstacle.Severity.STOPS;
      lines.add((stops ? "stops     " : "warning   ") + obstacle.what() + ": " + obstacle.advice());
    }
    return lines;
  }

  /** How much it is. */
  static String extent(long users, long documents, long bytes) {
    return Counts.of(users, "user")
        + ", "
        + Counts.of(documents, "document")
        + ", "
        + Sizes.text(bytes);
  }

  private static String state(MigrationPlan.State state) {
    return switch (state) {
      case ABSENT -> "which will be made";
      case EMPTY -> "which is empty";
      case BEGUN -> "where this migration goes on";
      case OCCUPIED -> "which is not empty";
    };
  }

  private static String indexes(List<CollectionDefinition> definitions) {
    return definitions.isEmpty()
        ? "none"
        : definitions.stream()
            .map(
                definition ->
                    definition.collection()
                        + ": "
                        + definition.indexes().stream()
                            .map(IndexDefinition::name)
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("; "));
  }
}
