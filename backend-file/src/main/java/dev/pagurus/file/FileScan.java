package dev.pagurus.file;

import dev.pagurus.document.Utf8;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import java.util.Collections;
import java.util.Iterator;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a collection in id order as one state of a user has them, read from their files
 * while there is no index. Files have no order: so many ids are gathered that memory allows, and
 * all names are looked at again for those that follow. When the index is there it takes over, for
 * what is written over from then on is known to nobody else.
 */
final class FileScan implements Entries<StoredDocument> {

  private static final int GATHERED = 20_000;

  private final Snapshot snapshot;
  private final Records records;
  private final FilesAlone files;
  private final String collection;
  private String last;
  private Iterator<String> ids = Collections.emptyIterator();
  private boolean ended;
  private @Nullable Entries<StoredDocument> indexed;

  FileScan(
      Snapshot snapshot,
      Records records,
      FilesAlone files,
      String collection,
      @Nullable String after) {
    this.snapshot = snapshot;
    this.records = records;
    this.files = files;
    this.collection = collection;
    this.last = after == null ? "" : after;
    files.enter();
  }

  @Override
  public @Nullable StoredDocument next() {
    while (indexed == null && !ended) {
      if (!ids.hasNext()) {
        gather();
      } else {
        last = ids.next();
        StoredDocument document = document(new DocKey(user(), collection, last));
        if (document != null) {
          return document;
        }
      }
    }
    return indexed == null ? null : indexed.next();
  }

  private String user() {
    return snapshot.state().user();
  }

  private void gather() {
    NavigableSet<String> found = files.ids(user(), collection, last, GATHERED);
    String end = found.size() < GATHERED ? null : found.last();
    for (Overlay overlay : snapshot.generation().overlays()) {
      for (DocKey key : overlay.of(user(), collection, last).keySet()) {
        if (end == null || Utf8.compare(key.id(), end) < 0) {
          found.add(key.id());
        }
      }
    }
    View successor = files.successor();
    if (successor != null) { // names may have gone that it knows
      String from = last.isEmpty() ? null : last;
      indexed = Finds.indexed(snapshot, new Unreadable(records), successor, collection, from);
    }
    ended = found.isEmpty();
    ids = found.iterator();
  }

  private @Nullable StoredDocument document(DocKey key) {
    Version version = snapshot.at(key);
    if (version != null) {
      return version.document();
    }
    StoredDocument inFile = inFile(key);
    if (inFile != null && inFile.revision() <= snapshot.revision()) {
      return inFile;
    }
    version = snapshot.at(key); // it was written over, or deleted, a moment ago
    if (version != null) {
      return version.document();
    }
    View successor = files.successor();
    return successor != null
            && successor.document(key) instanceof Change.Written written
            && written.revision() <= snapshot.revision()
        ? written.document()
        : null;
  }

  private @Nullable StoredDocument inFile(DocKey key) {
    try {
      Records.Reading reading = records.read(key);
      return reading == null ? null : reading.document();
    } catch (BackendException e) {
      if (e.code() == ErrorCode.CORRUPT && records.isDraft(key)) {
        return null; // a person made it, and it is no document before it is taken in
      }
      throw e;
    }
  }

  @Override
  public void close() {
    if (indexed != null) {
      indexed.close();
    }
    files.leave();
  }
}
