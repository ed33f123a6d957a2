package dev.pagurus.tck.journal;

import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;

/** So many rows and no more, those that cannot be read among them. */
final class CountedRows implements Rows {

  private final Rows rows;
  private int left;

  CountedRows(Rows rows, int count) {
    this.rows = rows;
    this.left = count;
  }

  @Override
  public long revision() {
    return rows.revision();
  }

  @Override
  public @Nullable StoredDocument next() {
    return left-- > 0 ? rows.next() : null;
  }

  @Override
  public void close() {
    rows.close();
  }
}
