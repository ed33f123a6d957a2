package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The feed: documents and deletions by revision, merged. Each document stands in one of the two
 * tables, once, so what the merge gives is the latest change of each (FEED-1).
 */
final class Feed {

  /** A page ends early once its bodies have this many bytes, so that a reader needs little heap. */
  private static final long PAGE_BYTES = 4L << 20;

  private static final String WRITTEN =
      "SELECT d.revision, c.name, "
          + Sql.COLUMNS
          + " FROM document d INDEXED BY document_feed CROSS JOIN collection c"
          + " ON c.num = d.collection WHERE d.user = ? AND d.revision > ? ORDER BY d.revision";

  private static final String DELETED =
      "SELECT t.revision, c.name, t.id, t.deleted_us, t.checksum"
          + " FROM tombstone t INDEXED BY tombstone_feed CROSS JOIN collection c"
          + " ON c.num = t.collection WHERE t.user = ? AND t.revision > ? ORDER BY t.revision";

  private final ReaderPool pool;
  private final Catalogs catalogs;

  Feed(ReaderPool pool, Catalogs catalogs) {
    this.pool = pool;
    this.catalogs = catalogs;
  }

  Changes changes(String user, long since, int limit) {
    return pool.read(
        link -> {
          try (Snapshot snapshot = Snapshot.of(link, catalogs, user)) {
            return changes(link, user, snapshot, since, limit);
          }
        });
  }

  /** Deletions alone: no document is looked at. */
  Changes deletions(String user, long since, int limit) {
    return pool.read(
        link -> {
          try (Snapshot snapshot = Snapshot.of(link, catalogs, user)) {
            requireTold(snapshot, since);
            PreparedStatement deleted = link.prepare(DELETED);
            deleted.setLong(1, snapshot.owner());
            deleted.setLong(2, since);
            try (ResultSet deletions = deleted.executeQuery()) {
              return new Merge(user, deletions).page(since, snapshot.revision(), limit);
            }
          }
        });
  }

  private static Changes changes(Link link, String user, Snapshot snapshot, long since, int limit)
      throws SQLException {
    requireTold(snapshot, since);
    PreparedStatement written = link.prepare(WRITTEN);
    written.setLong(1, snapshot.owner());
    written.setLong(2, since);
    PreparedStatement deleted = link.prepare(DELETED);
    deleted.setLong(1, snapshot.owner());
    deleted.setLong(2, since);
    try (ResultSet documents = written.executeQuery();
        ResultSet deletions = deleted.executeQuery()) {
      return new Merge(user, documents, deletions).page(since, snapshot.revision(), limit);
    }
  }

  private static void requireTold(Snapshot snapshot, long since) {
    if (since < snapshot.horizon() || since > snapshot.revision()) {
      throw truncated(since, snapshot);
    }
  }

  private static BackendException truncated(long since, Snapshot snapshot) {
    return new BackendException(
        ErrorCode.HISTORY_TRUNCATED,
        "the feed tells of revisions after "
            + snapshot.horizon()
            + " up to "
            + snapshot.revision()
            + ", and not after "
            + since
            + ": read everything anew and follow from there");
  }

  /** Two result sets in the order of revisions become one. */
  private static final class Merge {

    private static final Comparator<Change> BY_ADDRESS = Comparator.comparing(Change::address);

    private final String user;
    private final @Nullable ResultSet documents;
    private final ResultSet deletions;
    private final Map<String, DocumentReader> readers = new HashMap<>();
    private boolean moreDocuments;
    private boolean moreDeletions;

    Merge(String user, ResultSet documents, ResultSet deletions) throws SQLException {
      this.user = user;
      this.documents = documents;
      this.deletions = deletions;
      this.moreDocuments = documents.next();
      this.moreDeletions = deletions.next();
    }

    /** Of deletions alone. */
    Merge(String user, ResultSet deletions) throws SQLException {
      this.user = user;
      this.documents = null;
      this.deletions = deletions;
      this.moreDeletions = deletions.next();
    }

    Changes page(long since, long revision, int limit) throws SQLException {
      List<Change> page = new ArrayList<>();
      long upTo = since;
      long bytes = 0;
      while (moreDocuments || moreDeletions) {
        if (!page.isEmpty() && (page.size() >= limit || bytes > PAGE_BYTES)) {
          return new Changes(page, upTo, true); // before the next is read, which may be large
        }
        List<Change> next = nextRevision();
        if (!page.isEmpty() && page.size() + next.size() > limit) {
          return new Changes(page, upTo, true);
        }
        next.sort(BY_ADDRESS);
        page.addAll(next);
        upTo = next.get(0).revision();
        bytes += next.stream().mapToLong(Merge::size).sum();
      }
      return new Changes(page, revision, false);
    }

    private static long size(Change change) {
      return change instanceof Change.Written written ? written.document().body().size() : 0;
    }

    private List<Change> nextRevision() throws SQLException {
      long revision =
          Math.min(
              documents != null && moreDocuments ? documents.getLong(1) : Long.MAX_VALUE,
              moreDeletions ? deletions.getLong(1) : Long.MAX_VALUE);
      List<Change> changes = new ArrayList<>();
      while (documents != null && moreDocuments && documents.getLong(1) == revision) {
        changes.add(written(documents));
        moreDocuments = documents.next();
      }
      while (moreDeletions && deletions.getLong(1) == revision) {
        changes.add(deleted());
        moreDeletions = deletions.next();
      }
      return changes;
    }

    private Change written(ResultSet row) throws SQLException {
      String collection = row.getString(2);
      DocumentReader reader =
          readers.computeIfAbsent(collection, name -> new DocumentReader(user, name));
      StoredDocument document = reader.read(row, 3);
      return new Change.Written(document);
    }

    private Change deleted() throws SQLException {
      long revision = deletions.getLong(1);
      String collection = deletions.getString(2);
      String id = deletions.getString(3);
      long at = deletions.getLong(4);
      long checksum = new Checksum(user, collection).ofDeletion(id, revision, at);
      if (checksum != deletions.getLong(5)) {
        throw Errors.damaged(
            DocumentReader.address(collection, id), "the note of its deletion is damaged", null);
      }
      return new Change.Deleted(new Address(collection, id), revision, Micros.instant(at));
    }
  }
}
