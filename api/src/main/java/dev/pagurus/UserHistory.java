package dev.pagurus;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;

/**
 * All that there is of a user, as changes that make an equal user when they are replayed (FEED-4).
 *
 * <p>The store serves meanwhile, so documents are read from several states: first the deletions
 * that the feed still knows, then every collection, then the feed since the start, until it is
 * caught up. Replayed in this order, newest wins, that is the state of the last page.
 */
final class UserHistory {

  private static final int PAGE = 500;

  private final Backend backend;
  private final String user;
  private final Progress progress;

  UserHistory(Backend backend, String user, Progress progress) {
    this.backend = backend;
    this.user = user;
    this.progress = progress;
  }

  /** Hears of every change. */
  interface Listener<E extends Exception> {
    void hear(Change change) throws E;
  }

  /**
   * Tells everything.
   *
   * @param info what is known of the user now
   * @return the revision of the state that was told
   */
  <E extends Exception> long tell(UserInfo info, Listener<E> listener) throws E {
    long start = info.revision();
    tell(info.horizon(), start, false, listener);
    long done = 0;
    for (String collection : backend.collectionNames(user)) {
      try (Rows rows = backend.scan(user, collection, null)) {
        for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
          listener.hear(new Change.Written(row));
          progress.at(++done, info.documents());
        }
      }
    }
    return tellSince(start, listener);
  }

  /** Tells what came after a revision, and answers the revision up to which that is. */
  <E extends Exception> long tellSince(long since, Listener<E> listener) throws E {
    return tell(since, Long.MAX_VALUE, true, listener);
  }

  private <E extends Exception> long tell(
      long since, long until, boolean documents, Listener<E> listener) throws E {
    long at = since;
    while (at < until) {
      Changes page = backend.changes(user, at, PAGE);
      for (Change change : page.changes()) {
        if (documents || change instanceof Change.Deleted) {
          listener.hear(change);
        }
      }
      at = page.upTo();
      if (!page.more()) {
        break;
      }
    }
    return at;
  }
}
