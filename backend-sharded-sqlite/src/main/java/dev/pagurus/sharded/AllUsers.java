package dev.pagurus.sharded;

import dev.pagurus.document.Names;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes through all users, in order. */
final class AllUsers {

  private static final System.Logger LOG = System.getLogger(AllUsers.class.getName());

  /** Why one user's file cannot be read, when others' can. */
  static final Set<ErrorCode> UNREADABLE =
      EnumSet.of(ErrorCode.UNAVAILABLE, ErrorCode.CORRUPT, ErrorCode.FOREIGN, ErrorCode.NO_STORE);

  private final Registry registry;
  private final OpenUsers open;
  private final Failures failures;

  AllUsers(Registry registry, OpenUsers open, Failures failures) {
    this.registry = registry;
    this.open = open;
    this.failures = failures;
  }

  /** Something to do with each user's file. */
  interface Visit {
    void at(String user, Backend file);
  }

  /** Opens one file after the other; one that cannot be read is noted, and holds nobody up. */
  void forEach(Visit visit) {
    forEach(lease -> lease.backend(), visit);
  }

  /** The same, for what changes the figures of users. */
  void forEachToWrite(Visit visit) {
    forEach(lease -> lease.forWriting().backend(), visit);
  }

  private void forEach(Function<OpenUsers.Lease, Backend> backend, Visit visit) {
    for (UserRow row : registry.users()) {
      try (OpenUsers.Lease lease = open.lease(row.user(), OpenUsers.Use.LIVE)) {
        if (lease != null) {
          visit.at(row.user(), backend.apply(lease));
          if (lease.isUpToDate()) {
            failures.clear(row.user());
          }
        }
      } catch (BackendException e) {
        if (!UNREADABLE.contains(e.code())) {
          throw e;
        }
        failures.note(row.user(), e);
      }
    }
    failures.clearGone();
  }

  /** A page of those who are there. */
  List<UserInfo> list(@Nullable String after, int limit) {
    List<UserInfo> page = new ArrayList<>();
    open.cooling().settle(); // else each of them would be asked
    try (Rows rows = registry.rows(after)) {
      StoredDocument row = rows.next();
      while (row != null && page.size() < limit) {
        UserInfo info = infoOrLastKnown(UserRow.read(row));
        if (info != null) {
          page.add(info);
        }
        row = rows.next();
      }
    }
    return page;
  }

  /** A user that cannot be read is listed as it was last known; who asks for it alone is told. */
  private @Nullable UserInfo infoOrLastKnown(UserRow row) {
    try {
      return info(row);
    } catch (BackendException e) {
      if (!UNREADABLE.contains(e.code())) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "user {0} is listed as last known: {1}",
          Names.quote(row.user()),
          e.getMessage());
      return row.info();
    }
  }

  /** What is known of one user, null if it is not there. */
  @Nullable UserInfo info(String user) {
    if (open.isOpen(user)) {
      return ask(user);
    }
    open.cooling().settle(user);
    UserRow row = registry.row(user);
    return row == null ? null : info(row);
  }

  private @Nullable UserInfo info(UserRow row) {
    return row.hot() ? ask(row.user()) : row.info();
  }

  private @Nullable UserInfo ask(String user) {
    try (OpenUsers.Lease lease = open.lease(user, OpenUsers.Use.READ)) {
      return lease == null ? null : lease.backend().user(user);
    }
  }
}
