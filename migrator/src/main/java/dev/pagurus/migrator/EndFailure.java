package dev.pagurus.migrator;

import dev.pagurus.document.Names;
import dev.pagurus.spi.BackendException;

/** What one of the ends threw, with which end and whose data it was about. */
final class EndFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SetAside.Side side;
  private final String user;
  private final BackendException failure;

  EndFailure(SetAside.Side side, String user, BackendException failure) {
    super(failure.getMessage(), failure);
    this.side = side;
    this.user = user;
    this.failure = failure;
  }

  SetAside.Side side() {
    return side;
  }

  BackendException failure() {
    return failure;
  }

  /** Whether it is about one user or record, so that the others can go on. */
  boolean isOfRecord() {
    return switch (failure.code()) {
      case CORRUPT, INVALID, CONFLICT, EXISTS, UNIQUE_VIOLATION -> true;
      case FOREIGN -> !user.isEmpty(); // a user's file is something else, and not the store
      default -> false;
    };
  }

  /** As callers see it. */
  BackendException toCaller() {
    String where = side == SetAside.Side.SOURCE ? "the source" : "the target";
    return new BackendException(
        failure.code(),
        where
            + (user.isEmpty() || Control.isUser(user) ? "" : ", user " + Names.quote(user))
            + ": "
            + failure.getMessage(),
        failure.address(),
        failure);
  }
}
