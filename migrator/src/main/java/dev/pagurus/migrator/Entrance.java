package dev.pagurus.migrator;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.UserInfo;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges whether a migration may go into a target. */
final class Entrance {

  private final Ends ends;
  private final MigrationOptions options;

  Entrance(Ends ends, MigrationOptions options) {
    this.ends = ends;
    this.options = options;
  }

  /**
   * One store must not lie in the other.
   *
   * @throws BackendException INVALID
   */
  static void requireApart(End source, End target) {
    Optional<Place> one = source.place();
    Optional<Place> other = target.place();
    if (one.isPresent() && other.isPresent() && one.get().overlaps(other.get())) {
      throw new BackendException(
          ErrorCode.INVALID,
          "source and target are the same, or one lies in the other ("
              + one.get().path()
              + " and "
              + other.get().path()
              + "); nothing was changed: name another target");
    }
  }

  /** What is being moved into is no source. */
  void requireSource() {
    if (Control.read(ends.source()) != null) {
      throw new BackendException(
          ErrorCode.CONFLICT,
          "the source is itself the target of a migration that is not done, or it is the target of"
              + " this one: bring that to its end first, or abort it, or name another target");
    }
  }

  /** Whether somebody's users are in the target. */
  boolean isOccupied() {
    return options.merge().isEmpty()
        && ends.target().users(null, 2).stream().anyMatch(info -> !Control.isUser(info.user()));
  }

  /** Who is in the target. */
  Iterator<String> usersOfTarget() {
    Iterator<UserPair> all =
        UserPairs.of(ends.target(), ends.target(), Collections.emptySortedSet(), null);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public String next() {
        return all.next().name();
      }
    };
  }

  /**
   * A target that is not empty may be what an earlier run made; at the first glance, that is.
   *
   * @throws BackendException EXISTS if it is not
   */
  void requireAlike() {
    if (!isAlike()) {
      throw occupied(List.of());
    }
  }

  /** Whether no user has been written to, made or removed at one end alone. */
  boolean isAlike() {
    Iterator<UserPair> pairs = UserPairs.of(ends.source(), ends.target(), options.users(), null);
    while (pairs.hasNext()) {
      ends.gate().pass();
      UserPair pair = pairs.next();
      if (revision(pair.source()) != revision(pair.target())) {
        return false;
      }
    }
    return true;
  }

  private static long revision(@Nullable UserInfo info) {
    return info == null ? 0 : info.revision();
  }

  static BackendException occupied(List<Difference> differences) {
    return new BackendException(
        ErrorCode.EXISTS,
        "the target is not empty, and does not hold what the source does"
            + (differences.isEmpty() ? "" : " (" + differences.get(0).line() + ")")
            + "; nothing was changed: name another target, or empty it, or say how to merge");
  }

  /** The same where nothing was begun, and the stores do not say that they are two. */
  void requireTwoStoresBy(ControlState probe) {
    Optional<String> one = ends.source().identity();
    Optional<String> other = ends.target().identity();
    if (one.isPresent() && other.isPresent() && !one.equals(other)) {
      return;
    }
    Control.begin(ends.target(), probe);
    requireTwoStores();
    Control.remove(ends.target());
  }

  /** Two locators may lead to one store: then what was just written to the one is in the other. */
  void requireTwoStores() {
    if (Control.read(ends.source()) != null) {
      Control.remove(ends.target());
      throw new BackendException(
          ErrorCode.INVALID, "source and target are the same store: name another target");
    }
  }

  /** Only the migration that was begun may go on. */
  static void requireSamePlan(ControlState there, ControlState.Agreement wanted) {
    ControlState.Agreement begun = there.plan();
    if (begun.equals(wanted)) {
      return;
    }
    String what =
        !begun.source().equals(wanted.source())
            ? "from another source, " + there.sourceName()
            : "with other "
                + (!begun.users().equals(wanted.users())
                    ? "users"
                    : !begun.collections().equals(wanted.collections())
                        ? "collections"
                        : "rules for merging");
    throw Control.conflict(
        "a migration into this target was begun "
            + there.startedAt()
            + " "
            + what
            + "; nothing was changed: go on with that one as it was begun, or abort it");
  }
}
