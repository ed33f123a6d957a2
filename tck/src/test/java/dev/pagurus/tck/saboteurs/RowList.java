package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows from a list. */
final class RowList implements Rows {

  private final long revision;
  private final Iterator<StoredDocument> rows;

  RowList(long revision, List<StoredDocument> rows) {
    this.revision = revision;
    this.rows = rows.iterator();
  }

  /** Reads rows to their end and closes them. */
  static List<StoredDocument> read(Rows rows) {
    try (rows) {
      List<StoredDocument> all = new ArrayList<>();
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        all.add(row);
      }
      return all;
    }
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public @Nullable StoredDocument next() {
    return rows.hasNext() ? rows.next() : null;
  }

  @Override
  public void close() {}
}
