package dev.pagurus.tck.process;

/** What a child process does. */
public enum Role {
  /** Opens the store, says so or which error it got, and keeps it open until it is told to end. */
  HOLDER,
  /**
   * Commits the {@link Workload} in several threads, and says each commit when it is acknowledged.
   */
  WRITER,
  /** Adds to a counter, and creates what is absent, beside others who do the same. */
  RIVAL,
  /** Opens the store, reads one document, and says how many bytes the process read for that. */
  OPENER,
  /** Plays the steps of a random program that it is told. */
  PLAYER
}
