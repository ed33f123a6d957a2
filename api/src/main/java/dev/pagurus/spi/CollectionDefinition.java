package dev.pagurus.spi;

import dev.pagurus.document.Names;
import java.util.List;

/**
 * The indexes of a collection, for all users of a store.
 *
 * @param collection its name
 * @param indexes each once
 */
public record CollectionDefinition(String collection, List<IndexDefinition> indexes) {

  /** Checks and copies; an index that stands twice counts once. */
  public CollectionDefinition {
    Names.requireCollection(collection);
    indexes = indexes.stream().distinct().toList();
  }
}
