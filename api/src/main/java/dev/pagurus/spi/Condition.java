package dev.pagurus.spi;

/**
 * What must be true of an address for a write to go through (REV-3).
 *
 * @param kind what is demanded
 * @param revision the revision demanded, 1 or more, for {@link Kind#AT_REVISION}; else 0
 */
public record Condition(Kind kind, long revision) {

  /** What a condition demands. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** That there is no document. */
    ABSENT,
    /** That there is a document, whatever its revision. */
    PRESENT,
    /** That there is a document, as one revision left it. */
    AT_REVISION
  }

  /** Any state will do. */
  public static final Condition NONE = new Condition(Kind.NONE, 0);

  /** There must be no document. */
  public static final Condition ABSENT = new Condition(Kind.ABSENT, 0);

  /** There must be a document. */
  public static final Condition PRESENT = new Condition(Kind.PRESENT, 0);

  /**
   * Checks that there is a revision if and only if one is demanded.
   *
   * @throws IllegalArgumentException if not
   */
  public Condition {
    if (kind == Kind.AT_REVISION ? revision < 1 : revision != 0) {
      throw new IllegalArgumentException(
          "no document has the revision " + revision + ": the first is 1");
    }
  }

  /**
   * There must be a document, as this revision left it.
   *
   * @param revision 1 or more
   * @return the condition
   * @throws IllegalArgumentException if no document can have the revision
   */
  public static Condition atRevision(long revision) {
    return new Condition(Kind.AT_REVISION, revision);
  }

  /**
   * Judges what was found.
   *
   * @param found the revision of the document that is there, 0 if there is none
   * @return whether the write may go through
   */
  public boolean holds(long found) {
    return switch (kind) {
      case NONE -> true;
      case ABSENT -> found == 0;
      case PRESENT -> found > 0;
      case AT_REVISION -> found == revision;
    };
  }

  /** The condition in words, for messages. */
  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "anything";
      case ABSENT -> "no document";
      case PRESENT -> "a document";
      case AT_REVISION -> "revision " + revision;
    };
  }
}
