package dev.pagurus.file;

import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Declares indexes and takes them back. An index is built into the search index, and that is made
 * safe, before it is declared: so what is declared is always there. Commits wait only while a
 * unique index is built, for it must hold for them as well.
 */
final class IndexBuilds {

  private final FileStore store;
  private final Checkpoints checkpoints;

  IndexBuilds(FileStore store, Checkpoints checkpoints) {
    this.store = store;
    this.checkpoints = checkpoints;
  }

  void define(CollectionDefinition definition, Progress progress) {
    BackendException refused = null;
    try {
      for (IndexDefinition index : definition.indexes()) {
        Checkpoints.Action<Optional<BackendException>> build =
            target -> build(definition.collection(), index, target, progress);
        Optional<BackendException> problem =
            index.kind() == IndexDefinition.Kind.UNIQUE
                ? checkpoints.exclusively(build)
                : checkpoints.withIndex(build);
        refused = refused == null ? problem.orElse(null) : refused;
      }
    } catch (IOException e) {
      throw Errors.of("cannot build the index; declare it again", e);
    }
    if (refused != null) {
      throw refused;
    }
  }

  /** Answers why the index cannot be declared, if it cannot. */
  private Optional<BackendException> build(
      String collection, IndexDefinition index, SearchIndex target, Progress progress)
      throws IOException {
    Definitions definitions = store.definitions();
    List<IndexDefinition> indexes = new ArrayList<>(definitions.of(collection));
    if (indexes.contains(index)) {
      return Optional.empty();
    }
    indexes.add(index);
    definitions.build(new CollectionDefinition(collection, indexes));
    try {
      target.rebuild(collection, indexes, progress);
      store.generations().refresh(target.refresh());
      if (index.kind() == IndexDefinition.Kind.UNIQUE) {
        Optional<BackendException> offender =
            store.generations().current().view().offender(collection, index);
        if (offender.isPresent()) {
          return offender;
        }
      }
      checkpoints.checkpoint();
      definitions.replace(collection, indexes);
      store.generations().refresh(target.refresh(), definitions.snapshot());
      return Optional.empty();
    } finally {
      definitions.build(null);
    }
  }

  void drop(String collection, IndexDefinition index) {
    try {
      checkpoints.withIndex(
          target -> {
            List<IndexDefinition> left = new ArrayList<>(store.definitions().of(collection));
            if (left.remove(index)) {
              store.definitions().replace(collection, left);
              store.generations().refresh(target.refresh(), store.definitions().snapshot());
            }
            return true;
          });
    } catch (IOException e) {
      throw Errors.of("cannot take the index back", e);
    }
  }
}
