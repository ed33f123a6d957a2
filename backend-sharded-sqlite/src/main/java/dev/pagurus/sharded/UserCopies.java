package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Quota;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Copies and renames users by their files. The new file is made and whole before a single commit of
 * the registry gives it to the new user (and takes the old user away): whoever looks sees the one
 * state or the other, whatever dies meanwhile. A file that a crash leaves behind is noted as loose
 * before it is made, and removed when the store is opened.
 */
final class UserCopies {

  private final Registry registry;
  private final UserDatabases databases;
  private final UserMaker maker;
  private final OpenUsers users;

  UserCopies(Registry registry, UserDatabases databases, UserMaker maker, OpenUsers users) {
    this.registry = registry;
    this.databases = databases;
    this.maker = maker;
    this.users = users;
  }

  /** Makes a user a copy of another, while that one serves. */
  boolean copy(String user, String as) {
    requireOther(user, as);
    // In the order of names, so that no two wait for each other.
    if (user.compareTo(as) > 0) {
      return users.alone(as, () -> leasing(user, lease -> copy(lease, user, as)));
    }
    return leasing(user, lease -> users.alone(as, () -> copy(lease, user, as)));
  }

  private boolean leasing(String user, Predicate<OpenUsers.Lease> action) {
    try (OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.LIVE)) {
      if (lease == null || lease.backend().user(user) == null) {
        throw BackendException.noUser();
      }
      return action.test(lease);
    }
  }

  private boolean copy(OpenUsers.Lease lease, String user, String as) {
    make(lease.backend(), user, as, file -> file.setQuota(as, Quota.NONE), registry::settle);
    return true;
  }

  /**
   * Gives a user another name.
   *
   * @throws BackendException BUSY if somebody keeps the user's file open for too long
   */
  boolean rename(String user, String to) {
    requireOther(user, to);
    boolean first = user.compareTo(to) < 0;
    return users.alone(
        first ? user : to, () -> users.alone(first ? to : user, () -> renameAlone(user, to)));
  }

  private boolean renameAlone(String user, String to) {
    UserRow known = registry.row(user);
    if (known == null || !databases.isThere(known)) {
      throw BackendException.noUser();
    }
    UserRow old = maker.settle(known);
    try (Backend source = databases.serve(old)) {
      if (source.user(user) == null) {
        throw BackendException.noUser();
      }
      make(source, user, to, file -> {}, row -> registry.replace(old, row));
    }
    maker.loose().tryToRemove(user);
    return true;
  }

  private static void requireOther(String user, String other) {
    if (user.equals(other)) {
      throw BackendException.userExists(other);
    }
  }

  /** Makes the new user's file, and then has the registry know of it. */
  private void make(
      Backend source, String user, String as, Consumer<Backend> change, Consumer<UserRow> settle) {
    maker.requireNobody(as);
    UserRow row = maker.begin(as);
    registry.noteLoose(row);
    try {
      maker.makeCopy(source, row);
      try (Backend copy = databases.serve(row)) {
        copy.renameUser(user, as);
        change.accept(copy);
      }
      settle.accept(row.heated());
    } finally {
      maker.loose().tryToRemove(as); // unless it has become the user's own
    }
  }
}
