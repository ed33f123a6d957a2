package dev.pagurus.file;

import dev.pagurus.document.Utf8;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents that nobody could read when the index was made of the files: the index knows nothing
 * that a find could ask for, so every find of their collection fails at them, and goes on (DUR-4).
 */
final class Unreadable {

  private final Records records;

  Unreadable(Records records) {
    this.records = records;
  }

  /** Those of a collection of which nothing is known that came since. */
  List<DocKey> of(Snapshot snapshot, View view, String collection) {
    List<DocKey> keys = view.unreadable(snapshot.state().user(), collection);
    return keys.stream().filter(key -> snapshot.at(key) == null).toList();
  }

  /** Documents in the order of ids, and these in their places. */
  Entries<StoredDocument> inOrder(
      Entries<StoredDocument> documents,
      Snapshot snapshot,
      View view,
      String collection,
      @Nullable String after) {
    Deque<DocKey> keys = new ArrayDeque<>(of(snapshot, view, collection));
    while (after != null && !keys.isEmpty() && Utf8.compare(keys.element().id(), after) <= 0) {
      keys.remove();
    }
    return keys.isEmpty() ? documents : new Told(documents, keys, true);
  }

  /** What a find found: these in their places if it is in the order of ids, else before all. */
  Entries<StoredDocument> beside(
      Entries<StoredDocument> found, Snapshot snapshot, View view, FindRequest request) {
    String after = request.after() == null ? null : request.after().id();
    if (request.order().isEmpty()) {
      return inOrder(found, snapshot, view, request.collection(), after);
    }
    Deque<DocKey> keys = new ArrayDeque<>(of(snapshot, view, request.collection()));
    return keys.isEmpty() || after != null ? found : new Told(found, keys, false);
  }

  private final class Told implements Entries<StoredDocument> {

    private final Entries<StoredDocument> documents;
    private final Deque<DocKey> keys;
    private final boolean inPlace;
    private @Nullable StoredDocument next;

    Told(Entries<StoredDocument> documents, Deque<DocKey> keys, boolean inPlace) {
      this.documents = documents;
      this.keys = keys;
      this.inPlace = inPlace;
    }

    @Override
    public @Nullable StoredDocument next() {
      if (next == null) {
        next = documents.next();
      }
      StoredDocument document = next;
      while (!keys.isEmpty() && isDue(keys.element(), document)) {
        require(keys.remove());
      }
      next = null;
      return document;
    }

    private boolean isDue(DocKey key, @Nullable StoredDocument next) {
      return !inPlace || next == null || Utf8.compare(key.id(), next.address().id()) < 0;
    }

    @Override
    public void close() {
      documents.close();
    }
  }

  /**
   * Fails with CORRUPT, unless a person has set it right or taken it away since: that is served
   * when it is taken in.
   */
  private void require(DocKey key) {
    try {
      records.read(key);
    } catch (BackendException e) {
      if (e.code() != ErrorCode.CORRUPT || !records.isDraft(key)) {
        throw e;
      }
    }
  }
}
