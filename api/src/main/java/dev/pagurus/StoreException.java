package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every error of a store (LIFE-4): what kind, in which operation, at which address, with the cause
 * kept. The code says what to do next; the message says it in words.
 */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String operation;
  private final @Nullable String user;
  private final @Nullable String collection;
  private final @Nullable String id;

  StoreException(
      ErrorCode code,
      String operation,
      @Nullable String user,
      @Nullable String collection,
      @Nullable String id,
      String detail,
      @Nullable Throwable cause) {
    super(operation + place(user, collection, id) + ": " + detail, cause);
    this.code = code;
    this.operation = operation;
    this.user = user;
    this.collection = collection;
    this.id = id;
  }

  /** The error of a call that is wrong in itself and is not about one user. */
  static StoreException invalid(String operation, String detail, @Nullable Throwable cause) {
    return new StoreException(ErrorCode.INVALID, operation, null, null, null, detail, cause);
  }

  /** What a backend threw, with what only the caller knows. */
  static StoreException of(
      BackendException e,
      String operation,
      @Nullable String user,
      @Nullable String collection,
      @Nullable String id) {
    Address address = e.address();
    return new StoreException(
        e.code(),
        operation,
        user,
        address == null ? collection : address.collection(),
        address == null ? id : address.id(),
        String.valueOf(e.getMessage()),
        e);
  }

  private static String place(
      @Nullable String user, @Nullable String collection, @Nullable String id) {
    StringBuilder place = new StringBuilder();
    if (user != null) {
      place.append(" user ").append(Names.quote(user));
    }
    if (collection != null) {
      place.append(user == null ? " " : ", ").append("collection ").append(collection);
    }
    if (id != null) {
      place.append(", id ").append(Names.quote(id));
    }
    return place.toString();
  }

  /**
   * What kind of error it is, and through {@link ErrorCode#nextMove()} what to do next.
   *
   * @return the code
   */
  public ErrorCode code() {
    return code;
  }

  /**
   * What was being done.
   *
   * @return the operation, such as "put"
   */
  public String operation() {
    return operation;
  }

  /**
   * Whose data it is about.
   *
   * @return the user, empty if it is not about one
   */
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /**
   * Which collection it is about.
   *
   * @return the collection, empty if it is not about one
   */
  public Optional<String> collection() {
    return Optional.ofNullable(collection);
  }

  /**
   * Which document it is about.
   *
   * @return the id, empty if it is not about one
   */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }
}
