package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are read from statements as they are asked for, on a connection that is theirs until
 * they are closed.
 */
final class LinkRows implements Rows {

  /**
   * What they read from.
   *
   * @param pool to which the link goes back
   * @param link a connection on which a state is held
   * @param catalogs for reading the state anew
   * @param user whose rows they are
   * @param collection of which collection
   */
  record Source(
      ReaderPool pool,
      Errors errors,
      Link link,
      Catalogs catalogs,
      String user,
      CollectionIndexes collection) {}

  private final Source source;
  private final Link link;
  private final DocumentReader reader;
  private final Iterator<Segment> segments;
  private Snapshot snapshot;
  private @Nullable Segment segment;
  private @Nullable ResultSet current;
  private int firstColumn = 1;
  private boolean standsAtFirst;
  private long readOfSegment;
  private boolean careful;
  private boolean closed;

  /** Takes over the link, and the state that is held on it. */
  LinkRows(Source source, Snapshot snapshot, List<Segment> segments) {
    this.source = source;
    this.link = source.link();
    this.snapshot = snapshot;
    this.reader = new DocumentReader(source.user(), source.collection().name());
    this.segments = segments.iterator();
  }

  /**
   * Takes over a statement that is under way.
   *
   * @param started stands at the first row of the only segment, and holds the state by itself
   * @param firstColumn where in it the columns of the document begin
   */
  LinkRows(Source source, Snapshot snapshot, Segment only, ResultSet started, int firstColumn) {
    this(source, snapshot, List.of());
    this.segment = only;
    this.current = started;
    this.firstColumn = firstColumn;
    this.standsAtFirst = true;
  }

  @Override
  public long revision() {
    return snapshot.revision();
  }

  @Override
  public @Nullable StoredDocument next() {
    synchronized (link) {
      source.pool().requireOpen(link);
      if (closed) {
        return null;
      }
      try {
        return step();
      } catch (SQLException e) {
        throw source.errors().translate(e);
      }
    }
  }

  private @Nullable StoredDocument step() throws SQLException {
    while (true) {
      if (current == null && !openNext()) {
        return null;
      }
      ResultSet rows = current;
      if (rows != null && advance(rows)) {
        readOfSegment++;
        return careful ? damagedPages().read(rows) : reader.read(rows, firstColumn);
      }
    }
  }

  private boolean openNext() throws SQLException {
    if (!segments.hasNext()) {
      return false;
    }
    Segment next = segments.next();
    begin(next);
    return true;
  }

  private void begin(Segment next) throws SQLException {
    segment = next;
    firstColumn = 1;
    readOfSegment = 0;
    careful = false;
    try {
      open(next);
    } catch (SQLException e) {
      if (!Errors.isCorrupt(e)) {
        throw e;
      }
      goOnCarefully(next);
    }
  }

  /**
   * More rows are wanted than were asked for: some of those were damaged.
   *
   * @param before stands at the last of those, and may be what holds the state
   */
  private void goBeyond(Segment rest, ResultSet before) throws SQLException {
    boolean held = snapshot.hold() != before;
    if (held) {
      before.close();
    }
    current = null;
    begin(rest);
    ResultSet begun = current;
    if (!held && begun != null) {
      snapshot = snapshot.heldBy(begun);
      before.close();
    }
  }

  private void open(Segment next) throws SQLException {
    PreparedStatement statement = link.prepare(careful ? next.numbers() : next.documents());
    next.bind(statement);
    current = statement.executeQuery();
  }

  /** False if the segment has no more rows, or is to be gone on with in another way. */
  private boolean advance(ResultSet rows) throws SQLException {
    if (standsAtFirst) {
      standsAtFirst = false;
      return true;
    }
    Segment limited = segment;
    if (limited != null && readOfSegment == limited.limit()) {
      goBeyond(limited.beyond(), rows);
      return false;
    }
    try {
      if (rows.next()) {
        return true;
      }
      closeCurrent();
      return false;
    } catch (SQLException e) {
      if (!Errors.isCorrupt(e) || careful || segment == null) {
        throw e;
      }
      goOnCarefully(segment);
      return false;
    }
  }

  /**
   * A page is damaged. Reads on from the same place, first the documents' numbers, which an index
   * holds, then each document by itself, so that those on sound pages are still served (DUR-4).
   */
  private void goOnCarefully(Segment damaged) throws SQLException {
    boolean held = snapshot.hold() != current;
    closeCurrent();
    if (!held) {
      requireSameState();
    }
    careful = true;
    open(damaged);
    for (long skipped = 0; skipped < readOfSegment && current != null; skipped++) {
      if (!current.next()) {
        closeCurrent();
      }
    }
  }

  /** A statement that held the state by itself has lost it with the error. */
  private void requireSameState() throws SQLException {
    long before = snapshot.revision();
    snapshot = Snapshot.of(link, source.catalogs(), source.user());
    if (snapshot.revision() != before) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          "the file is damaged, and was written to while it was read: read again, and run verify");
    }
  }

  private DamagedPages damagedPages() {
    return new DamagedPages(link, snapshot.owner(), source.collection(), reader);
  }

  private void closeCurrent() throws SQLException {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      synchronized (link) {
        if (!link.isClosed()) {
          closeCurrent();
          snapshot.close();
        }
      }
    } catch (SQLException e) {
      throw source.errors().translate(e);
    } finally {
      source.pool().giveBack(link);
    }
  }

  /** Rows of a user or a collection that is not there. */
  static Rows none(long revision) {
    return new Rows() {
      @Override
      public long revision() {
        return revision;
      }

      @Override
      public @Nullable StoredDocument next() {
        return null;
      }

      @Override
      public void close() {}
    };
  }
}
