package dev.pagurus.file;

import dev.pagurus.file.index.Entries;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;

/** Documents of one state, which is held until the rows are closed. */
final class FileRows implements Rows {

  private final Snapshot snapshot;
  private final Entries<StoredDocument> documents;
  private final Open open;
  private boolean closed;

  /** Tells whether the store is open. */
  interface Open {

    /**
     * Fails if it is not.
     *
     * @throws BackendException CLOSED
     */
    void require();
  }

  FileRows(Snapshot snapshot, Entries<StoredDocument> documents, Open open) {
    this.snapshot = snapshot;
    this.documents = documents;
    this.open = open;
  }

  @Override
  public long revision() {
    return snapshot.revision();
  }

  @Override
  public @Nullable StoredDocument next() {
    open.require();
    return closed ? null : documents.next();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      documents.close();
      snapshot.close();
    }
  }
}
