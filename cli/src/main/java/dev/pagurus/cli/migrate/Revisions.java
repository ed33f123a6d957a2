package dev.pagurus.cli.migrate;

import dev.pagurus.Store;
import dev.pagurus.document.Names;
import dev.pagurus.document.Utf8;
import dev.pagurus.spi.UserInfo;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two stores that held the same have been written to since: every write takes a
 * revision of its user (REV-1), so it is enough to look at users.
 */
final class Revisions {

  private Revisions() {}

  /** What differs first, for people; empty if nothing does. */
  static Optional<String> firstDifference(Store source, Store target) {
    Iterator<UserInfo> ones = source.users().iterator();
    Iterator<UserInfo> others = target.users().iterator();
    while (ones.hasNext() || others.hasNext()) {
      UserInfo one = ones.hasNext() ? ones.next() : null;
      UserInfo other = others.hasNext() ? others.next() : null;
      if (one == null
          || other == null
          || !one.user().equals(other.user())
          || one.revision() != other.revision()) {
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
    return "the user "
        + Names.quote(one.user())
        + " is at revision "
        + one.revision()
        + " in the source and at "
        + other.revision()
        + " in the target";
  }
}
