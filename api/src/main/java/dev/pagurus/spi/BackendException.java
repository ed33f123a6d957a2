package dev.pagurus.spi;

import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import org.jspecify.annotations.Nullable;

/**
 * What a backend throws, and all that it throws. The shared layer adds the user and the operation
 * and hands it on to the application as a {@code dev.pagurus.StoreException}.
 *
 * <p>The message says what happened and what to do next; it need not repeat the address.
 */
public final class BackendException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient @Nullable Address address;

  /**
   * An error of a store or a user.
   *
   * @param code what kind of error
   * @param message what happened and what to do next
   */
  public BackendException(ErrorCode code, String message) {
    this(code, message, null, null);
  }

  /**
   * An error with a cause.
   *
   * @param code what kind of error
   * @param message what happened and what to do next
   * @param cause what the engine said
   */
  public BackendException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, null, cause);
  }

  /**
   * An error of one document.
   *
   * @param code what kind of error
   * @param message what happened and what to do next
   * @param address the document, null if it is not about one
   * @param cause what the engine said, null if it said nothing
   */
  public BackendException(
      ErrorCode code, String message, @Nullable Address address, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.address = address;
  }

  /**
   * What kind of error it is.
   *
   * @return the code
   */
  public ErrorCode code() {
    return code;
  }

  /**
   * Which document it is about.
   *
   * @return the address, null if it is not about one document
   */
  public @Nullable Address address() {
    return address;
  }

  /**
   * The error of a failed condition (REV-3).
   *
   * @param address where
   * @param expected what the write demanded
   * @param found the revision that was found, 0 for no document
   * @return EXISTS if the write wanted no document, else CONFLICT
   */
  public static BackendException conditionFailed(Address address, Condition expected, long found) {
    ErrorCode code =
        expected.kind() == Condition.Kind.ABSENT ? ErrorCode.EXISTS : ErrorCode.CONFLICT;
    String there = found == 0 ? "no document" : "revision " + found;
    return new BackendException(
        code,
        "expected "
            + expected
            + " and found "
            + there
            + "; nothing was changed: read again and decide again",
        address,
        null);
  }

  /**
   * The error of a user that is not at the revision a batch demands (REV-3).
   *
   * @param expected the revision demanded
   * @param found the user's revision
   * @return CONFLICT
   */
  public static BackendException userMoved(long expected, long found) {
    return new BackendException(
        ErrorCode.CONFLICT,
        "expected the user at revision "
            + expected
            + " and found it at "
            + found
            + "; nothing was changed: read again and decide again");
  }

  /**
   * The error of a store that is sealed ({@link Backend#seal}).
   *
   * @param to where its data is now
   * @return MOVED
   */
  public static BackendException moved(String to) {
    return new BackendException(
        ErrorCode.MOVED,
        "the store was moved to "
            + to
            + ": use it there, or take the move back with pagurus migrate undo");
  }

  /**
   * The error of a call that needs a user who is not there.
   *
   * @return NO_STORE
   */
  public static BackendException noUser() {
    return new BackendException(
        ErrorCode.NO_STORE, "there is no such user: see to the name with pagurus users");
  }

  /**
   * The error of a call that is to make a user who is there already.
   *
   * @param user who is there
   * @return EXISTS
   */
  public static BackendException userExists(String user) {
    return new BackendException(
        ErrorCode.EXISTS,
        "there is a user "
            + Names.quote(user)
            + " already; nothing was changed: use another name, or delete that user first");
  }

  /**
   * The error of a write that a unique index refuses (INDEX-2).
   *
   * @param address the document that could not be written
   * @param index the index
   * @param holder the id that holds the value
   * @return UNIQUE_VIOLATION
   */
  public static BackendException uniqueViolation(
      Address address, IndexDefinition index, String holder) {
    return new BackendException(
        ErrorCode.UNIQUE_VIOLATION,
        "the index "
            + index.name()
            + " allows a value once, and "
            + new Address(address.collection(), holder)
            + " holds it; nothing was changed",
        address,
        null);
  }
}
