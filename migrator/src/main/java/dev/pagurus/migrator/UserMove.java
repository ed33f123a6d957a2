package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Brings users from the source to the target. Safe for many threads, each with another user.
 *
 * <p>A user follows the source's feed from the revision it has: a page of the feed moves the
 * target's user to the page's last revision in the commit that brings the page, so the target
 * itself says how far it is. Where the feed does not reach back that far, or has a damaged document
 * in it, the user is read as a whole.
 */
final class UserMove {

  private final Ends ends;
  private final MigrationOptions options;
  private final Control control;
  private final Replays replays;
  private final ExecutorService readers;
  private final Budget budget;

  UserMove(
      Ends ends,
      MigrationOptions options,
      Control control,
      Replays replays,
      ExecutorService readers,
      Budget budget) {
    this.ends = ends;
    this.options = options;
    this.control = control;
    this.replays = replays;
    this.readers = readers;
    this.budget = budget;
  }

  /**
   * Brings a user to where the source has it.
   *
   * @return how many changes were brought
   */
  long bring(String user, UserInfo source, @Nullable UserInfo target) {
    if (control.mark(user) != null) {
      return whole(user);
    }
    long since = target == null ? 0 : target.revision();
    if (since > source.revision()) {
      return anew(user, source); // the source's user was deleted and made again
    }
    if (since == source.revision()) {
      return 0;
    }
    if (since < source.horizon()) {
      return target == null ? whole(user) : anew(user, source);
    }
    try {
      return follow(user, since, source);
    } catch (EndFailure e) {
      if (e.side() == SetAside.Side.SOURCE && canBeReadWhole(e.failure().code())) {
        return whole(user);
      }
      throw e;
    }
  }

  private static boolean canBeReadWhole(ErrorCode code) {
    return code == ErrorCode.CORRUPT || code == ErrorCode.HISTORY_TRUNCATED;
  }

  /** Removes what is at the target, and begins again. */
  long anew(String user, UserInfo source) {
    remove(user);
    return bring(user, source, null);
  }

  /** Removes a user from the target. */
  void remove(String user) {
    if (control.mark(user) != null) {
      control.mark(user, Control.Mark.GOING); // so that nobody goes on where nothing is any more
    }
    ends.write(user, target -> target.deleteUser(user));
    control.unmark(user);
  }

  private long follow(String user, long since, UserInfo info) {
    PageSize size = PageSize.of(info);
    long done = 0;
    try (ReadAhead pages =
        new ReadAhead(
            from -> ends.read(user, source -> source.changes(user, from, size.documents())),
            since,
            size.bytes(),
            readers,
            budget,
            ends.gate())) {
      for (Page page = pages.next(); page != null; page = pages.next()) {
        replays.replay(user, filtered(page));
        done += page.changes().changes().size();
        pages.written();
      }
    }
    return done;
  }

  private Page filtered(Page page) {
    if (options.collections().isEmpty()) {
      return page;
    }
    List<Change> wanted =
        page.changes().changes().stream()
            .filter(change -> options.movesCollection(change.address().collection()))
            .toList();
    return Page.of(new Changes(wanted, page.changes().upTo(), page.changes().more()));
  }

  /**
   * Reads a user as a whole: the deletions that the feed knows, every collection in the order of
   * ids, going around what is damaged, and then what came since. A mark beside the user tells how
   * far that is: at most one page of it is brought twice, which does no harm.
   */
  long whole(String user) {
    Control.Mark mark = control.mark(user);
    UserInfo info = Objects.requireNonNull(ends.read(user, source -> source.user(user)));
    long done = 0;
    if (mark != null && (info.horizon() > mark.start() || info.revision() < mark.start())) {
      // It was going, what was deleted since is not told any more, or it is another user.
      remove(user);
      mark = null;
    }
    if (mark == null) {
      mark = new Control.Mark(info.revision(), "", "");
      control.mark(user, mark);
      done += deletions(user, info);
    }
    for (String name : ends.read(user, source -> source.collectionNames(user))) {
      int order = name.compareTo(mark.collection());
      if (order >= 0 && options.movesCollection(name)) {
        String after = order == 0 && !mark.after().isEmpty() ? mark.after() : null;
        done += documents(user, name, after, mark.start(), PageSize.of(info));
      }
    }
    try {
      done += follow(user, mark.start(), info);
    } catch (EndFailure e) {
      if (e.side() != SetAside.Side.SOURCE
          || e.failure().code() != ErrorCode.CORRUPT
          || mark.start() == info.revision()) {
        throw e;
      }
      control.mark(user, new Control.Mark(info.revision(), "", "")); // around what came since
      return done + deletions(user, info) + whole(user);
    }
    replays.replay(user, Page.of(new Changes(List.of(), info.revision(), false)));
    replays.beginFeed(user, info.horizon());
    control.unmark(user);
    return done;
  }

  private long deletions(String user, UserInfo info) {
    long done = 0;
    try {
      long since = info.horizon();
      Changes page;
      do {
        long from = since;
        page = ends.read(user, source -> source.deletions(user, from, Deletions.PAGE));
        replays.replay(user, filtered(Page.of(new Changes(page.changes(), 0, true))));
        done += page.changes().size();
        since = page.upTo();
      } while (page.more());
    } catch (EndFailure e) {
      if (e.side() != SetAside.Side.SOURCE || e.failure().code() != ErrorCode.CORRUPT) {
        throw e;
      }
      replays.aside().meet(Deletions.unreadable(user, e));
    }
    return done;
  }

  private long documents(
      String user, String collection, @Nullable String after, long start, PageSize size) {
    long done = 0;
    List<Change> page = new ArrayList<>();
    long bytes = 0;
    try (Rows rows = ends.read(user, source -> source.scan(user, collection, after))) {
      Walk walk = new Walk(ends, SetAside.Side.SOURCE, user, rows, replays.aside()::meet);
      for (StoredDocument row = walk.next(); row != null; row = walk.next()) {
        page.add(new Change.Written(row));
        bytes += row.body().size();
        if (page.size() >= size.documents() || bytes >= PageSize.FULL_BYTES) {
          done += flush(user, page, start);
          bytes = 0;
        }
      }
    }
    return done + flush(user, page, start);
  }

  private long flush(String user, List<Change> page, long start) {
    long size = page.size();
    if (size > 0) {
      ends.gate().pass();
      replays.replay(user, Page.of(new Changes(page, 0, true)));
      Address last = page.get(page.size() - 1).address();
      control.mark(user, new Control.Mark(start, last.collection(), last.id()));
      page.clear();
    }
    return size;
  }
}
