package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were all read at once, because they are few: so the file they came from is let go of at
 * once, and may be one that can only be had for a moment.
 */
final class WholeRows implements Rows {

  /** What a row costs in memory beside its body, at least. */
  private static final int ROW_BYTES = 200;

  private static final int MOST_BYTES = 256 << 10;

  private final Deque<StoredDocument> rows;
  private final long revision;
  private final Runnable requireOpen;

  private WholeRows(Deque<StoredDocument> rows, long revision, Runnable requireOpen) {
    this.rows = rows;
    this.revision = revision;
    this.requireOpen = requireOpen;
  }

  /**
   * Reads rows to their end, and closes them.
   *
   * @param requireOpen fails if the store was closed meanwhile
   * @return null if they are more than a few, or one of them is damaged
   */
  static @Nullable Rows of(Rows rows, Runnable requireOpen) {
    try (rows) {
      Deque<StoredDocument> all = new ArrayDeque<>();
      long bytes = 0;
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        all.add(row);
        bytes += ROW_BYTES + row.body().size();
        if (bytes > MOST_BYTES) {
          return null;
        }
      }
      return new WholeRows(all, rows.revision(), requireOpen);
    } catch (BackendException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      return null;
    }
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public @Nullable StoredDocument next() {
    requireOpen.run();
    return rows.poll();
  }

  @Override
  public void close() {
    rows.clear();
  }
}
