package dev.pagurus.migrator;

/**
 * Something in the way of a migration.
 *
 * @param severity whether it stops the move
 * @param what what is in the way, and where
 * @param advice what to do about it
 */
public record Obstacle(Severity severity, String what, String advice) {

  /** How much an obstacle is in the way. */
  public enum Severity {
    /** The move is refused. */
    STOPS,
    /** The move would go on, and may stop or take long. */
    WARNS
  }
}
