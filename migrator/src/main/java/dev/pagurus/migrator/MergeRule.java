package dev.pagurus.migrator;

/** What happens where both ends have a document at one address, and not the same. */
public enum MergeRule {
  /** The document of the source replaces that of the target. */
  SOURCE,
  /** The document of the target stays. */
  TARGET,
  /** The one that was written later stays; of the same instant, that of the source. */
  NEWER
}
