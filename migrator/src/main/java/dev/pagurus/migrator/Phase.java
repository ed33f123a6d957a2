package dev.pagurus.migrator;

/** What a migration is busy with. */
public enum Phase {
  /** Looks at both ends. */
  LOOKING,
  /** Declares indexes at the target. */
  INDEXING,
  /** Brings users' changes over. */
  MOVING,
  /** Reads both ends and compares. */
  VERIFYING,
  /** Has ended. */
  ENDED
}
