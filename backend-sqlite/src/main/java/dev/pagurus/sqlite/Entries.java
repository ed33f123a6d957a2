package dev.pagurus.sqlite;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.TextAnalyser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the indexes of its collection hold of one body. Made by the thread that writes the document,
 * before it waits for its turn.
 *
 * @param collection the indexes it was made for, by the catalog of then
 * @param keys the content of the key columns, in the order of {@link CollectionIndexes#slots}
 * @param arrays for each array index the keys of the elements, each once
 * @param texts for each text index the tokens of each path, joined by spaces
 */
record Entries(
    @Nullable CollectionIndexes collection,
    List<Key> keys,
    Map<StoredIndex, TreeSet<Key>> arrays,
    Map<StoredIndex, List<List<String>>> texts) {

  private static final Entries NONE = new Entries(null, List.of(), Map.of(), Map.of());

  static Entries none() {
    return NONE;
  }

  /** Whether an index holds the same for both. */
  boolean sameFor(StoredIndex index, Entries other) {
    return Objects.equals(arrays.get(index), other.arrays.get(index))
        && Objects.equals(texts.get(index), other.texts.get(index));
  }

  static Entries of(@Nullable CollectionIndexes collection, Body body) {
    if (collection == null || collection.all().isEmpty()) {
      return new Entries(collection, NONE.keys, NONE.arrays, NONE.texts);
    }
    ObjectNode root = body.part(collection.paths());
    List<Key> keys =
        collection.slots().values().stream().map(path -> Key.of(path.in(root))).toList();
    Map<StoredIndex, TreeSet<Key>> arrays = new LinkedHashMap<>();
    for (StoredIndex index : collection.arrays()) {
      arrays.put(index, elements(index.paths().get(0).in(root)));
    }
    Map<StoredIndex, List<List<String>>> texts = new LinkedHashMap<>();
    for (StoredIndex index : collection.texts()) {
      texts.put(index, index.paths().stream().map(path -> tokens(path, root)).toList());
    }
    return new Entries(collection, keys, arrays, texts);
  }

  /** The keys of the scalars in an array: nothing else can be asked for (QUERY-1). */
  private static TreeSet<Key> elements(@Nullable JsonNode value) {
    TreeSet<Key> keys = new TreeSet<>();
    if (value != null && value.isArray()) {
      for (JsonNode element : value) {
        if (!element.isContainer()) {
          keys.add(Key.of(element));
        }
      }
    }
    return keys;
  }

  private static List<String> tokens(FieldPath path, JsonNode root) {
    JsonNode value = path.in(root);
    return value == null || !value.isString()
        ? List.of()
        : TextAnalyser.analyse(value.stringValue()).stream().map(TextAnalyser.Token::text).toList();
  }
}
