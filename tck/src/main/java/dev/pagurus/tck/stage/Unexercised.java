package dev.pagurus.tck.stage;

/**
 * Thrown by a test that could not ask its question here; the reason goes into the report, and the
 * rule stays unproven.
 */
public final class Unexercised extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Gives up on asking.
   *
   * @param reason why, and what the author of the backend can do about it
   */
  public Unexercised(String reason) {
    super(reason);
  }
}
