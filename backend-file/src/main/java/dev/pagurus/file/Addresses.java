package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells which document a file is, by its place or by what it says. */
final class Addresses {

  private final FileStore store;
  private final Places places;

  Addresses(FileStore store) {
    this.store = store;
    this.places = store.records().places();
  }

  /**
   * Which document a file is by its place, whatever it says. A file name that is a digest is looked
   * for among the ids that the index knows.
   *
   * @return null if the place tells no address
   */
  @Nullable DocKey byPlace(Path file) throws IOException {
    DocKey key = places.keyOf(file);
    if (key == null || !isPossible(key)) {
      return null;
    }
    return key.id().isEmpty() ? known(key, file) : key;
  }

  private static boolean isPossible(DocKey key) {
    try {
      Names.requireUser(key.user());
      return !new Address(key.collection(), key.id().isEmpty() ? "any" : key.id())
          .collection()
          .isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private @Nullable DocKey known(DocKey key, Path file) throws IOException {
    Generation generation = store.generations().acquire();
    try (Entries<StoredDocument> documents =
        generation.view().scan(key.user(), key.collection(), null)) {
      for (StoredDocument each = documents.next(); each != null; each = documents.next()) {
        String id = each.address().id();
        if (places.isNamed(file, id)) {
          return new DocKey(key.user(), key.collection(), id);
        }
      }
      return null;
    } finally {
      generation.release();
    }
  }

  /**
   * Which document a file is: what it says, if it lies where that belongs, else by its place.
   *
   * @return null if neither tells an address
   */
  @Nullable DocKey of(Path file) throws IOException {
    DocKey key = places.keyOf(file);
    if (key != null && !key.id().isEmpty()) {
      return isPossible(key) ? key : null;
    }
    byte[] text = store.disk().read(file);
    if (text != null) {
      try {
        RecordHead head = store.records().head(text);
        DocKey said = DocKey.of(head.user(), head.address());
        return file.equals(places.find(said)) ? said : null;
      } catch (RecordDamagedException e) {
        return byPlace(file);
      }
    }
    return byPlace(file);
  }
}
