package dev.pagurus.file;

import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.IndexDamage;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Documents of one state, which is held until the rows are closed. */
final class FileRows implements Rows {

  private final Snapshot snapshot;
  private final Entries<StoredDocument> documents;
  private final Open open;
  private final Consumer<BackendException> damage;
  private @Nullable StoredDocument first;
  private @Nullable BackendException failure;
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

  FileRows(
      Snapshot snapshot,
      Entries<StoredDocument> documents,
      Open open,
      Consumer<BackendException> damage) {
    this.snapshot = snapshot;
    this.documents = documents;
    this.open = open;
    this.damage = damage;
  }

  /**
   * Reads the first, so that what is wrong with the index shows when there is time to mend it.
   *
   * @return this
   */
  FileRows begin() {
    boolean begun = false;
    try {
      first = documents.next();
      begun = true;
      return this;
    } catch (BackendException e) {
      if (IndexDamage.is(e)) {
        throw e;
      }
      failure = e; // of one document, and told in its place
      begun = true;
      return this;
    } finally {
      if (!begun) {
        documents.close();
      }
    }
  }

  @Override
  public long revision() {
    return snapshot.revision();
  }

  @Override
  public @Nullable StoredDocument next() {
    open.require();
    if (closed) {
      return null;
    }
    BackendException failed = failure;
    StoredDocument begun = first;
    failure = null;
    first = null;
    if (failed != null) {
      throw failed;
    }
    return begun != null ? begun : rest();
  }

  private @Nullable StoredDocument rest() {
    try {
      return documents.next();
    } catch (BackendException e) {
      if (IndexDamage.is(e)) {
        damage.accept(e);
        throw new BackendException(
            ErrorCode.UNAVAILABLE,
            "the search index is damaged and is made again: ask again from the last document on",
            e);
      }
      throw e;
    }
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
