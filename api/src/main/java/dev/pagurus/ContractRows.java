package dev.pagurus;

import dev.pagurus.document.Utf8;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;

/** Rows whose collection, order and errors are checked as they come. */
final class ContractRows implements Rows {

  private final Rows rows;
  private final String collection;
  private final boolean byId;
  private @Nullable String previous;
  private boolean closed;

  ContractRows(Rows rows, String collection, boolean byId, @Nullable String after) {
    this.rows = rows;
    this.collection = collection;
    this.byId = byId;
    this.previous = after;
  }

  @Override
  public long revision() {
    return rows.revision();
  }

  @Override
  public @Nullable StoredDocument next() {
    if (closed) {
      throw new BackendException(ErrorCode.CLOSED, "these rows are closed");
    }
    StoredDocument row = read();
    if (row != null) {
      check(row);
    }
    return row;
  }

  private @Nullable StoredDocument read() {
    try {
      return rows.next();
    } catch (BackendException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE, "the backend failed in a way that it must not (LIFE-4): " + e, e);
    }
  }

  private void check(StoredDocument row) {
    String id = row.address().id();
    if (!row.address().collection().equals(collection)) {
      throw Answers.broken(
          "QUERY-1", "answered " + row.address() + " from the collection " + collection);
    }
    if (byId && previous != null && Utf8.compare(previous, id) >= 0) {
      throw Answers.broken("ADDR-4", "answered " + row.address() + " after " + previous);
    }
    previous = id;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rows.close();
    }
  }
}
