package dev.pagurus.cli.migrate;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.document.Names;
import dev.pagurus.document.Utf8;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.UserInfo;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two stores that held the same have been written to since: every write takes a
 * revision of its user (REV-1), so it is enough to look at users.
 */
final class Revisions {

  private Revisions() {}

  /** What differs first, for people; empty if nothing does. */
  static Optional<String> firstDifference(Store source, Store target) {
    return first(source, target, (one, other) -> one.revision() == other.revision());
  }

  /**
   * The same, and tells a user of the target, too, that was deleted and made again and came to the
   * same revision: what its last commit wrote is not what the source tells of it.
   */
  static Optional<String> firstWrite(Store source, Store target) {
    return first(
        source,
        target,
        (one, other) ->
            one.revision() == other.revision()
                && isOneCommit(last(source, one), last(target, other)));
  }

  /** Where one of them tells nothing, for it forgot or set aside what there was, nobody knows. */
  private static boolean isOneCommit(List<Instant> one, List<Instant> other) {
    return one.isEmpty() || other.isEmpty() || one.get(0).equals(other.get(0));
  }

  /** When the last commit of a user was, as its feed tells; empty if it does not. */
  private static List<Instant> last(Store store, UserInfo info) {
    if (info.revision() == 0) {
      return List.of();
    }
    try {
      return store.user(info.user()).changes(info.revision() - 1, 1).changes().stream()
          .map(Change::at)
          .toList();
    } catch (StoreException e) {
      if (e.code() == ErrorCode.CORRUPT || e.code() == ErrorCode.HISTORY_TRUNCATED) {
        return List.of();
      }
      throw e;
    }
  }

  private static Optional<String> first(
      Store source, Store target, BiPredicate<UserInfo, UserInfo> same) {
    Iterator<UserInfo> ones = source.users().iterator();
    Iterator<UserInfo> others = target.users().iterator();
    while (ones.hasNext() || others.hasNext()) {
      UserInfo one = ones.hasNext() ? ones.next() : null;
      UserInfo other = others.hasNext() ? others.next() : null;
      if (one == null
          || other == null
          || !one.user().equals(other.user())
          || !same.test(one, other)) {
        return Optional.of(tell(one, other));
      }
    }
    return Optional.empty();
  }

  private static String tell(@Nullable UserInfo one, @Nullable UserInfo other) {
    if (one != null && (other == null || Utf8.compare(one.user(), other.user()) < 0)) {
      return "the user " + Names.quote(one.user()) + " is not in the target";
    }
    if (other != null && (one == null || !one.user().equals(other.user()))) {
      return "the user " + Names.quote(other.user()) + " is in the target only";
    }
    if (one == null || other == null) {
      throw new IllegalStateException("one of the two was there");
    }
    if (one.revision() == other.revision()) {
      return "the user " + Names.quote(one.user()) + " was deleted and made again in the target";
    }
    return "the user "
        + Names.quote(one.user())
        + " is at revision "
        + one.revision()
        + " in the source and at "
        + other.revision()
        + " in the target";
  }
}
