package dev.pagurus.migrator;

import dev.pagurus.spi.CollectionDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a migration would do.
 *
 * @param source what the source is called
 * @param target what the target is called
 * @param state what the target is to this migration now
 * @param users users to be moved
 * @param documents documents to be moved
 * @param bytes bytes of their canonical bodies
 * @param indexes indexes that will be declared at the target
 * @param obstacles what is in the way; the move is refused if one of them stops it
 * @param estimate how long it should take, from a measured sample; empty if that is not known
 */
public record MigrationPlan(
    String source,
    String target,
    State state,
    long users,
    long documents,
    long bytes,
    List<CollectionDefinition> indexes,
    List<Obstacle> obstacles,
    Optional<Duration> estimate) {

  /** What a target is to a migration. */
  public enum State {
    /** There is no store; it will be made. */
    ABSENT,
    /** A store without users. */
    EMPTY,
    /** This migration was begun and goes on. */
    BEGUN,
    /** Something else is there. */
    OCCUPIED
  }

  /** Copies. */
  public MigrationPlan {
    indexes = List.copyOf(indexes);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * Whether nothing stops it.
   *
   * @return whether it would run
   */
  public boolean canRun() {
    return obstacles.stream().noneMatch(one -> one.severity() == Obstacle.Severity.STOPS);
  }

  /**
   * For people.
   *
   * @return Markdown
   */
  public String toMarkdown() {
    return PlanText.markdown(this);
  }

  /**
   * For programs.
   *
   * @return one JSON object
   */
  public String toJson() {
    return PlanText.json(this);
  }
}
