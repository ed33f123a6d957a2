package dev.pagurus.migrator;

/** How a run ended. */
public enum Outcome {
  /**
   * Both ends were read to the end and hold the same, or differ in nothing but what was accepted.
   */
  DONE,
  /** Everything is over but what was set aside; it is not done until that is accepted. */
  SET_ASIDE,
  /** More was set aside than the limit allows; the run was ended there. */
  TOO_MUCH_SET_ASIDE,
  /** Both ends were read, and they differ. */
  DIFFERENT,
  /** It was asked to stop; the same call goes on. */
  STOPPED
}
