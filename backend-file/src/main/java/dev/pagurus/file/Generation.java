package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.UserState;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.StoredDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where readers look: what the index held at some time, and all that came since. A generation with
 * the published revision of a user that was read while it was current is one state of that user.
 * While there is no index, the files stand in for it as far as they can.
 *
 * @param indexed the index, null while there is none; held by whoever made the generation until the
 *     next one takes its place
 * @param files what stands in for the index, null while there is one
 * @param overlays what came since, the newest first: the one that grows, and maybe one that is on
 *     its way into the index
 * @param definitions the declared indexes, which the view has; not changed any more
 */
record Generation(
    @Nullable View indexed,
    @Nullable FilesAlone files,
    List<Overlay> overlays,
    Map<String, CollectionDefinition> definitions) {

  Generation {
    overlays = List.copyOf(overlays);
  }

  Generation(View view, List<Overlay> overlays, Map<String, CollectionDefinition> definitions) {
    this(view, null, overlays, definitions);
  }

  boolean isIndexed() {
    return indexed != null;
  }

  /**
   * The index.
   *
   * @throws UnindexedException if there is none
   */
  View view() {
    if (indexed == null) {
      throw new UnindexedException();
    }
    return indexed;
  }

  /** Holds the view once more. */
  void acquire() {
    if (indexed != null) {
      indexed.acquire();
    }
  }

  /** Lets go of the view; once for each time that it was held. */
  void release() {
    if (indexed != null) {
      indexed.release();
    }
  }

  /** What was known of a document before all that came since, null if nothing. */
  @Nullable Change before(DocKey key) {
    return files != null ? files.document(key) : view().document(key);
  }

  /** What was known of a user before all that came since, null if nothing. */
  @Nullable UserState before(String user) {
    return files != null ? files.user(user) : view().user(user);
  }

  /**
   * The version that a new one comes after. A file that is about to be written over must be kept
   * here for readers of earlier states, as long as no view has it.
   */
  @Nullable Version older(DocKey key, @Nullable StoredDocument before) {
    if (files != null && before != null && latest(key) == null) {
      return new Version(new Change.Written(before), null);
    }
    return growing().latest(key);
  }

  /** The indexes that the view has of a collection, and of all its documents. */
  List<IndexDefinition> indexes(String collection) {
    CollectionDefinition definition = definitions.get(collection);
    return definition == null ? List.of() : definition.indexes();
  }

  Overlay growing() {
    return overlays.get(0);
  }

  /** The newest version that came since, planned ones included. */
  @Nullable Version latest(DocKey key) {
    for (Overlay overlay : overlays) {
      Version version = overlay.latest(key);
      if (version != null) {
        return version;
      }
    }
    return null;
  }

  /** The newest that is known of a document, planned commits and its end included. */
  @Nullable Change known(DocKey key) {
    Version version = latest(key);
    return version != null ? version.change() : before(key);
  }

  /** The newest version that came since, up to a revision of the user. */
  @Nullable Version at(DocKey key, long revision) {
    for (Overlay overlay : overlays) {
      Version version = overlay.at(key, revision);
      if (version != null) {
        return version;
      }
    }
    return null;
  }
}
