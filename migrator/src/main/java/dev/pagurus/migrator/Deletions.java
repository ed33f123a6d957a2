package dev.pagurus.migrator;

import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The deletions that a user's feed tells, in order. For one thread. */
final class Deletions {

  /** How many changes are looked at for a page. */
  static final int PAGE = 1_000;

  private final Ends ends;
  private final SetAside.Side side;
  private final String user;
  private final MigrationOptions options;
  private final Deque<Change.Deleted> page = new ArrayDeque<>();
  private long since;
  private boolean more = true;

  /**
   * Begins.
   *
   * @param since the revision after which to begin, not before the user's horizon
   */
  Deletions(Ends ends, SetAside.Side side, String user, long since, MigrationOptions options) {
    this.ends = ends;
    this.side = side;
    this.user = user;
    this.since = since;
    this.options = options;
  }

  /** The next deletion, null after the last. */
  Change.@Nullable Deleted next() {
    while (page.isEmpty() && more) {
      Changes next = ends.at(side, user, end -> end.deletions(user, since, PAGE));
      for (Change change : next.changes()) {
        if (change instanceof Change.Deleted deleted
            && options.movesCollection(change.address().collection())) {
          page.add(deleted);
        }
      }
      since = next.upTo();
      more = next.more();
    }
    return page.poll();
  }

  /** What is set aside if the feed of the source cannot be read to its end. */
  static SetAside unreadable(String user, EndFailure failure) {
    return new SetAside(
        user,
        Optional.ofNullable(failure.failure().address()),
        failure.side(),
        "deletions that the feed tells cannot be read: " + failure.getMessage(),
        Optional.empty());
  }
}
