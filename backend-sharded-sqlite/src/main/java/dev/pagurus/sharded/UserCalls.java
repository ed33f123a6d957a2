package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Rows;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has a user's file answer what only reads: it is leased for as long as the answer takes, and for a
 * user that is not there an empty file answers.
 */
final class UserCalls {

  private final OpenUsers users;
  private final Backend empty;

  /**
   * Of a store.
   *
   * @param empty answers for users that are not there
   */
  UserCalls(OpenUsers users, Backend empty) {
    this.users = users;
    this.empty = empty;
  }

  /** A short read of one user. */
  <T> T read(String user, Function<Backend, T> action) {
    try (OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.READ)) {
      return action.apply(lease == null ? empty : lease.backend());
    }
  }

  /**
   * Has a user's file answer with rows. Of a file at rest they are read at once, if they are few:
   * who walks through rows may take his time, and may write meanwhile, which needs the file live.
   */
  <T> T rows(
      String user,
      Function<Backend, T> action,
      Function<T, Rows> rows,
      BiFunction<T, Rows, T> with) {
    OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.READ);
    if (lease == null || !lease.isAtRest()) {
      return walk(lease, action, rows, with);
    }
    try (lease) {
      T answer = action.apply(lease.backend());
      Rows whole = WholeRows.of(rows.apply(answer), users::requireOpen);
      if (whole != null) {
        return with.apply(answer, whole);
      }
    }
    return walk(users.lease(user, OpenUsers.Use.LIVE), action, rows, with);
  }

  private <T> T walk(
      OpenUsers.@Nullable Lease lease,
      Function<Backend, T> action,
      Function<T, Rows> rows,
      BiFunction<T, Rows, T> with) {
    if (lease == null) {
      return action.apply(empty);
    }
    try {
      T answer = action.apply(lease.backend());
      return with.apply(answer, new LeasedRows(rows.apply(answer), lease));
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }
}
