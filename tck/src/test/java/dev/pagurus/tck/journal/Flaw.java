package dev.pagurus.tck.journal;

/** What a {@link JournalBackend} may do wrong. */
public enum Flaw {
  /** Nothing, but that opening reads all that was ever written (DUR-3). */
  NONE,
  /** Acknowledges commits before they are written. */
  LAZY,
  /** Writes a batch change by change. */
  TORN,
  /** Lets every other line wait, while those behind it are written. */
  REORDERING,
  /** Lets a second process in. */
  UNLOCKED,
  /** Takes the word of a file for who holds the store, also of one who is dead. */
  STALE,
  /** Takes the place of any file. */
  OVERWRITING,
  /** Moves in wherever there is a directory. */
  ENTERING,
  /** Believes what it reads. */
  TRUSTING,
  /** Drops what is behind a damage. */
  HIDING,
  /** Leaves out what is damaged without a word. */
  SILENT,
  /** Takes the limit of a find for a promise that no more will be read. */
  COUNTING,
  /** Finds nothing when it verifies. */
  BLIND,
  /** Repairs without keeping what was there. */
  TIDY,
  /** Forgets the deletions at opening. */
  REVIVING,
  /** Reads every number as a double at opening. */
  ROUNDING,
  /** Forgets the indexes at opening. */
  UNINDEXED,
  /** Forgets at opening that it is sealed. */
  REOPENING,
  /** Takes the times of documents from the clock at opening. */
  DATING
}
