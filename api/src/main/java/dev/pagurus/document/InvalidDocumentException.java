package dev.pagurus.document;

import org.jspecify.annotations.Nullable;

/** A body that the DOC rules do not allow: where the offender stands and what is wrong with it. */
public final class InvalidDocumentException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String reason;

  /**
   * Refuses a body.
   *
   * @param pointer JSON Pointer (RFC 6901) of the offender; empty for the body as a whole
   * @param reason what is wrong, as a phrase for people
   * @param cause what the parser said, if it spoke
   */
  public InvalidDocumentException(String pointer, String reason, @Nullable Throwable cause) {
    super(
        "invalid document at "
            + (pointer.isEmpty() ? "the top" : Names.quote(pointer))
            + ": "
            + reason,
        cause);
    this.pointer = pointer;
    this.reason = reason;
  }

  /**
   * Where the offender stands.
   *
   * @return a JSON Pointer (RFC 6901); empty for the body as a whole
   */
  public String pointer() {
    return pointer;
  }

  /**
   * What is wrong.
   *
   * @return a phrase for people
   */
  public String reason() {
    return reason;
  }
}
