package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the feed of a user (FEED-1): what the index tells, and what came since. */
final class Feed {

  /** A page ends once it holds so many bytes of bodies. */
  private static final long MAX_PAGE_BYTES = 4L << 20;

  private static final Comparator<Change> ORDER =
      Comparator.comparingLong(Change::revision).thenComparing(Change::address);

  private final Generations generations;
  private final Users users;

  Feed(FileStore store) {
    this.generations = store.generations();
    this.users = store.users();
  }

  Changes changes(String user, long since, int limit) {
    try (Snapshot snapshot = generations.snapshot(users, user)) {
      long revision = snapshot.revision();
      long horizon = snapshot.state().horizon();
      if (since < horizon || since > revision) {
        throw truncated(since, horizon, revision);
      }
      try (Entries<Change> all = merged(snapshot, since)) {
        return page(all, revision, since, limit);
      }
    }
  }

  private static BackendException truncated(long since, long horizon, long revision) {
    return new BackendException(
        ErrorCode.HISTORY_TRUNCATED,
        "the feed tells of revisions after "
            + horizon
            + " up to "
            + revision
            + ", and not after "
            + since
            + ": read everything anew and follow from there");
  }

  private static Entries<Change> merged(Snapshot snapshot, long since) {
    Iterator<Change> fresh =
        FreshDocuments.versions(snapshot).stream()
            .map(Version::change)
            .filter(change -> change.revision() > since)
            .sorted(ORDER)
            .iterator();
    String user = snapshot.state().user();
    Entries<Change> indexed = snapshot.generation().view().feed(user, since);
    return new Merge<>(List.of(Merge.of(fresh), unmasked(indexed, snapshot)), ORDER);
  }

  /** Without what became something else since the index was written. */
  private static Entries<Change> unmasked(Entries<Change> indexed, Snapshot snapshot) {
    String user = snapshot.state().user();
    return new Entries<>() {
      @Override
      public @Nullable Change next() {
        Change change = indexed.next();
        while (change != null && snapshot.at(DocKey.of(user, change.address())) != null) {
          change = indexed.next();
        }
        return change;
      }

      @Override
      public void close() {
        indexed.close();
      }
    };
  }

  private static Changes page(Entries<Change> all, long revision, long since, int limit) {
    List<Change> page = new ArrayList<>();
    List<Change> group = new ArrayList<>();
    long bytes = 0;
    long upTo = since;
    for (Change change = all.next(); change != null; change = all.next()) {
      if (!group.isEmpty() && group.get(0).revision() != change.revision()) {
        if (!page.isEmpty() && page.size() + group.size() > limit) {
          return new Changes(page, upTo, true);
        }
        page.addAll(group);
        upTo = group.get(0).revision();
        group.clear();
        if (page.size() >= limit || bytes > MAX_PAGE_BYTES) {
          return new Changes(page, upTo, true);
        }
      }
      group.add(change);
      bytes += change instanceof Change.Written written ? written.document().body().size() : 0;
    }
    if (!page.isEmpty() && page.size() + group.size() > limit) {
      return new Changes(page, upTo, true);
    }
    page.addAll(group);
    return new Changes(page, revision, false);
  }
}
