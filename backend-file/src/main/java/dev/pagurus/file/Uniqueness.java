package dev.pagurus.file;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Judges changes by the unique indexes, as things will stand after all of them (INDEX-2): two
 * documents may swap their values in one batch. Used by the thread that leads the commits.
 */
final class Uniqueness {

  private final Definitions definitions;

  Uniqueness(Definitions definitions) {
    this.definitions = definitions;
  }

  /** The value that an index guards in a document, null if it does not bind the document. */
  static @Nullable JsonNode guarded(StoredDocument document, IndexDefinition index) {
    FieldPath path = index.paths().get(0);
    JsonNode value = path.in(document.body().part(List.of(path)));
    return value == null || value.isNull() ? null : value;
  }

  /** Notes what a version holds, so that it is found. */
  void claim(Overlay overlay, DocKey key, Version version) {
    StoredDocument document = version.document();
    if (document == null) {
      return;
    }
    for (IndexDefinition index : definitions.unique(key.collection())) {
      JsonNode value = guarded(document, index);
      if (value != null) {
        overlay.claim(claim(key.user(), key.collection(), index, value), key);
      }
    }
  }

  private static Overlay.Claim claim(
      String user, String collection, IndexDefinition index, JsonNode value) {
    String bytes = new String(SortKey.encode(value), StandardCharsets.ISO_8859_1);
    return new Overlay.Claim(user, collection, index.name(), bytes);
  }

  /**
   * Judges a batch.
   *
   * @throws BackendException UNIQUE_VIOLATION naming the index and the holder
   */
  void require(Generation generation, String user, List<Change> changes) {
    Map<DocKey, Change> after = null;
    for (Change change : changes) {
      if (!(change instanceof Change.Written written)) {
        continue;
      }
      for (IndexDefinition index : definitions.unique(change.address().collection())) {
        JsonNode value = guarded(written.document(), index);
        if (value == null) {
          continue;
        }
        after = after == null ? byKey(user, changes) : after;
        requireFree(generation, user, written.document(), index, value, after);
      }
    }
  }

  private static Map<DocKey, Change> byKey(String user, List<Change> changes) {
    Map<DocKey, Change> byKey = new HashMap<>();
    for (Change change : changes) {
      byKey.put(DocKey.of(user, change.address()), change);
    }
    return byKey;
  }

  private static void requireFree(
      Generation generation,
      String user,
      StoredDocument document,
      IndexDefinition index,
      JsonNode value,
      Map<DocKey, Change> after) {
    String collection = document.address().collection();
    TreeSet<DocKey> candidates = new TreeSet<>(after.keySet());
    Overlay.Claim claim = claim(user, collection, index, value);
    generation.overlays().forEach(overlay -> candidates.addAll(overlay.claimants(claim)));
    candidates.addAll(generation.view().holders(user, collection, index, value));
    for (DocKey candidate : candidates) {
      StoredDocument other = document(generation, candidate, after);
      if (other != null
          && !other.address().equals(document.address())
          && other.address().collection().equals(collection)) {
        JsonNode held = guarded(other, index);
        if (held != null && Values.equal(held, value)) {
          throw BackendException.uniqueViolation(document.address(), index, candidate.id());
        }
      }
    }
  }

  private static @Nullable StoredDocument document(
      Generation generation, DocKey key, Map<DocKey, Change> after) {
    Change planned = after.get(key);
    Change change = planned != null ? planned : generation.known(key);
    return change instanceof Change.Written written ? written.document() : null;
  }
}
