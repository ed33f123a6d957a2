package dev.pagurus;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.UserInfo;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Copies, renames and moves a user, within a store or into another. A backend that can copy or
 * rename at once is asked to; else the user's history is replayed under the other name.
 *
 * <p>A user that is to go is deleted only when the copy is known to be equal, and only if it is
 * still at the revision that was compared: so nothing is lost that was written meanwhile, and a
 * crash leaves the first user whole, or the second, or both.
 */
final class UserCopy {

  /** How often a user that others keep writing to is caught up with, before that is given up. */
  private static final int ATTEMPTS = 20;

  private final Backend from;
  private final String user;
  private final Backend to;
  private final String as;
  private final Progress progress;

  UserCopy(Backend from, String user, Backend to, String as, Progress progress) {
    this.from = from;
    this.user = user;
    this.to = to;
    this.as = as;
    this.progress = progress;
  }

  private boolean staysInStore() {
    return from == to;
  }

  void copy() {
    requireThere();
    requireFree();
    if (staysInStore() && from.copyUser(user, as)) {
      return;
    }
    boolean done = false;
    try {
      bringAfter(null);
      done = true;
    } finally {
      if (!done) {
        to.deleteUser(as);
      }
    }
  }

  void rename() {
    requireThere();
    requireFree();
    if (!from.renameUser(user, as)) {
      transfer(true);
    }
  }

  /** May be called again after a crash, which may have left a part of the copy. */
  void move() {
    requireThere();
    boolean begun = to.user(as) != null;
    if (begun) {
      if (!new UserComparison(from, user, to, as).isPart()) {
        throw BackendException.userExists(as);
      }
      if (user.equals(as)) {
        SameStore.refuse(from, to);
      }
    }
    transfer(!begun);
  }

  private UserInfo requireThere() {
    UserInfo info = from.user(user);
    if (info == null) {
      throw BackendException.noUser();
    }
    return info;
  }

  private void requireFree() {
    if (to.user(as) != null) {
      throw BackendException.userExists(as);
    }
  }

  /**
   * Copies, compares and deletes.
   *
   * @param takesBack whether the copy goes if the user cannot
   */
  private void transfer(boolean takesBack) {
    boolean stays = !takesBack;
    try {
      Long copied = null;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        copied = bringAfter(copied);
        if (!isEqual(copied)) {
          continue;
        }
        keepQuota();
        stays = true; // from here on, it may be all there is
        if (delete(copied)) {
          return;
        }
        stays = !takesBack;
      }
      throw new BackendException(
          ErrorCode.CONFLICT,
          "others keep writing to the user, who was left as it is: stop them, and try again");
    } finally {
      if (!stays) {
        to.deleteUser(as);
      }
    }
  }

  /**
   * Brings the copy up to the user.
   *
   * @param known the revision up to which it was brought before, null if never
   * @return the revision that it has now
   */
  private long bringAfter(@Nullable Long known) {
    ReplayPages pages = new ReplayPages(to, as);
    UserHistory history = new UserHistory(from, user, progress);
    long revision =
        known == null
            ? history.tell(requireThere(), pages::add)
            : history.tellSince(known, pages::add);
    pages.end(revision);
    return revision;
  }

  /** What a user may have is the store's affair, so it does not go to another store. */
  private void keepQuota() {
    Quota quota = from.quota(user);
    if (staysInStore() && !quota.equals(Quota.NONE)) {
      to.setQuota(as, quota);
    }
  }

  /** False if the user has moved on. */
  private boolean isEqual(long revision) {
    boolean equal = new UserComparison(from, user, to, as).isEqual();
    if (requireThere().revision() != revision) {
      return false;
    }
    if (!equal) {
      throw new BackendException(
          ErrorCode.CORRUPT,
          "the copy is not equal to the user, who was left as it is: verify both stores");
    }
    return true;
  }

  /** False if the user has moved on. */
  private boolean delete(long revision) {
    try {
      from.deleteUser(user, OptionalLong.of(revision));
      return true;
    } catch (BackendException e) {
      if (e.code() == ErrorCode.CONFLICT) {
        return false;
      }
      throw e;
    }
  }
}
