package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where readers look: what the index held at some time, and all that came since. A generation with
 * the published revision of a user that was read while it was current is one state of that user.
 *
 * @param view the index; held by whoever made the generation until the next one takes its place
 * @param overlays what came since, the newest first: the one that grows, and maybe one that is on
 *     its way into the index
 * @param definitions the declared indexes, which the view has; not changed any more
 */
record Generation(
    View view, List<Overlay> overlays, Map<String, CollectionDefinition> definitions) {

  Generation {
    overlays = List.copyOf(overlays);
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
    return version != null ? version.change() : view.document(key);
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
