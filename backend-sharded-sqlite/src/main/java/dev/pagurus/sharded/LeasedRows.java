package dev.pagurus.sharded;

import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;

/** Rows of a user's file, which stays open until they are closed or at their end. */
final class LeasedRows implements Rows {

  private final Rows rows;
  private final OpenUsers.Lease lease;

  LeasedRows(Rows rows, OpenUsers.Lease lease) {
    this.rows = rows;
    this.lease = lease;
  }

  @Override
  public long revision() {
    return rows.revision();
  }

  @Override
  public @Nullable StoredDocument next() {
    StoredDocument row = rows.next();
    if (row == null) {
      lease.close();
    }
    return row;
  }

  @Override
  public void close() {
    try {
      rows.close();
    } finally {
      lease.close();
    }
  }
}
