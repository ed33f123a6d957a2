package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the overlays hold, as one state of a user sees it. */
final class FreshDocuments {

  private FreshDocuments() {}

  /**
   * The documents of one collection in id order, deleted ones left out; reads the overlays as it
   * goes.
   */
  static Entries<StoredDocument> of(Snapshot snapshot, String collection, @Nullable String after) {
    String user = snapshot.state().user();
    Entries<DocKey> keys = keys(snapshot, overlay -> overlay.of(user, collection, after));
    return new Entries<>() {
      @Override
      public @Nullable StoredDocument next() {
        for (DocKey key = keys.next(); key != null; key = keys.next()) {
          Version version = snapshot.at(key);
          StoredDocument document = version == null ? null : version.document();
          if (document != null) {
            return document;
          }
        }
        return null;
      }

      @Override
      public void close() {}
    };
  }

  private static Entries<DocKey> keys(
      Snapshot snapshot, Function<Overlay, Map<DocKey, Version>> part) {
    List<Entries<DocKey>> sources = new ArrayList<>();
    for (Overlay overlay : snapshot.generation().overlays()) {
      sources.add(Merge.of(part.apply(overlay).keySet().iterator()));
    }
    return new Merge<>(sources, DocKey::compareTo);
  }

  /** All that became of a user's documents, in the order of their addresses. */
  static List<Version> versions(Snapshot snapshot) {
    List<Version> versions = new ArrayList<>();
    Entries<DocKey> keys = keys(snapshot, overlay -> overlay.of(snapshot.state().user()));
    for (DocKey key = keys.next(); key != null; key = keys.next()) {
      Version version = snapshot.at(key);
      if (version != null) {
        versions.add(version);
      }
    }
    return versions;
  }
}
