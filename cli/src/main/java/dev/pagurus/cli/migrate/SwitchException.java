package dev.pagurus.cli.migrate;

/** Why an application cannot be switched. */
public final class SwitchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  SwitchException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What the operator does next. */
  public enum Kind {
    /** Gives another command. */
    WRONG_USE,
    /** Looks which of the stores is used. */
    REFUSED,
    /** Gives the same command again. */
    AGAIN,
    /** Nothing: there is nothing to take back. */
    NOTHING,
    /** Ends the work by hand. */
    FAILED
  }

  /**
   * What the operator does next.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
