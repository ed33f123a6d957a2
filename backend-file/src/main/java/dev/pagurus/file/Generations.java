package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the generation in which readers look, and replaces it. */
final class Generations {

  private volatile Generation current;

  Generations(View view, Map<String, CollectionDefinition> definitions) {
    this.current = new Generation(view, List.of(new Overlay()), definitions);
  }

  /** As long as there is no index. */
  Generations(FilesAlone files, Map<String, CollectionDefinition> definitions) {
    this.current = new Generation(null, files, List.of(new Overlay()), definitions);
  }

  /** For those who commit, and for looks that need no state to stay. */
  Generation current() {
    return current;
  }

  /** The current generation, whose view stays until it is released. */
  @SuppressWarnings("ReferenceEquality") // that one, and not one that holds the same
  Generation acquire() {
    while (true) {
      Generation generation = current;
      try {
        generation.acquire();
        return generation;
      } catch (BackendException e) {
        if (generation == current) {
          throw e; // the store is closed, and nobody will put another one in its place
        }
      }
    }
  }

  /** The newest that is known of a document, planned commits and its end included. */
  @Nullable Change known(DocKey key) {
    Generation generation = acquire();
    try {
      return generation.known(key);
    } finally {
      generation.release();
    }
  }

  /**
   * Takes a state of a user that stays as it is until it is closed: a generation, and the revision
   * that was published while it was the current one.
   */
  @SuppressWarnings("ReferenceEquality") // that one, and not one that holds the same
  Snapshot snapshot(Users users, String name) {
    while (true) {
      Generation generation = acquire();
      User user = users.find(name);
      Snapshot snapshot =
          new Snapshot(generation, user == null ? User.nobody(name) : user.published());
      if (generation == current) {
        return snapshot;
      }
      snapshot.close();
    }
  }

  /**
   * Lets a new overlay grow; while nobody commits.
   *
   * @return those that are to go into the index, the oldest first: the one that grew, and those
   *     that did not come there before
   */
  synchronized List<Overlay> freeze() {
    Generation old = current;
    List<Overlay> overlays = new ArrayList<>(old.overlays());
    List<Overlay> frozen = new ArrayList<>(overlays);
    Collections.reverse(frozen);
    overlays.add(0, new Overlay());
    current = new Generation(old.indexed(), old.files(), overlays, old.definitions());
    return frozen;
  }

  /** Lets readers look into a view that holds all that was frozen. */
  synchronized void replace(View view) {
    Generation old = current;
    current = new Generation(view, List.of(old.growing()), old.definitions());
    old.release();
  }

  /** Lets readers look into a later view; the overlays stay over it. */
  synchronized void refresh(View view) {
    refresh(view, current.definitions());
  }

  /** The same, with other indexes. */
  synchronized void refresh(View view, Map<String, CollectionDefinition> definitions) {
    Generation old = current;
    current = new Generation(view, old.overlays(), definitions);
    old.release();
  }

  /** Lets readers look into a view that holds all there is; while nobody commits. */
  synchronized void restart(View view) {
    Generation old = current;
    current = new Generation(view, List.of(new Overlay()), old.definitions());
    old.release();
  }

  /** Lets readers look into files, for the index is not to be believed; while nobody commits. */
  synchronized void loseIndex(FilesAlone files) {
    Generation old = current;
    if (old.isIndexed()) {
      current = new Generation(null, files, old.overlays(), old.definitions());
      old.release();
    }
  }

  /** Lets readers look into a view that was made from the files; while nobody commits. */
  synchronized void regainIndex(View view) {
    Generation old = current;
    current = new Generation(view, old.overlays(), old.definitions());
    if (old.files() != null) {
      old.files().succeed(view);
    }
  }

  /** Lets go of the view. */
  synchronized void close() {
    current.release();
  }
}
