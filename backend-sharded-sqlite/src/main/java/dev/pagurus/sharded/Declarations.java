package dev.pagurus.sharded;

import dev.pagurus.sharded.Registry.Declared;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The declared indexes of the store, and how a file is brought up to them. A file remembers its own
 * declarations, so to bring it up is to compare the two.
 */
final class Declarations {

  private final Registry registry;

  Declarations(Registry registry) {
    this.registry = registry;
  }

  /** Those that serve. */
  List<CollectionDefinition> serving() {
    List<CollectionDefinition> all = new ArrayList<>();
    registry
        .declared()
        .forEach(
            (collection, indexes) -> {
              List<IndexDefinition> serving =
                  indexes.stream().filter(Declared::serves).map(Declared::index).toList();
              if (!serving.isEmpty()) {
                all.add(new CollectionDefinition(collection, serving));
              }
            });
    return all;
  }

  /**
   * Declares in a file what it lacks and takes back what it has too much. An index that does not
   * serve yet is declared too, so that its building misses no file that is opened meanwhile.
   *
   * @param known up to which change the file was brought before
   * @return up to which change it is brought now
   */
  long bringUp(Backend file, long known) {
    long now = registry.indexesChanged();
    if (now == known) {
      return now;
    }
    Map<String, List<IndexDefinition>> wanted = new TreeMap<>();
    registry
        .declared()
        .forEach(
            (collection, indexes) ->
                wanted.put(collection, indexes.stream().map(Declared::index).toList()));
    for (CollectionDefinition there : file.definitions()) {
      List<IndexDefinition> of = wanted.getOrDefault(there.collection(), List.of());
      there.indexes().stream()
          .filter(index -> !of.contains(index))
          .forEach(index -> file.drop(there.collection(), index));
    }
    wanted.forEach(
        (collection, indexes) ->
            file.define(new CollectionDefinition(collection, indexes), Progress.NONE));
    return now;
  }
}
