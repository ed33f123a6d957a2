package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.UserState;
import dev.pagurus.file.index.View;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One state of one user, which stays as it is until it is closed (BATCH-3). */
final class Snapshot implements AutoCloseable {

  private final Generation generation;
  private final UserState state;
  private final AtomicBoolean closed = new AtomicBoolean();

  Snapshot(Generation generation, UserState state) {
    this.generation = generation;
    this.state = state;
  }

  Generation generation() {
    return generation;
  }

  UserState state() {
    return state;
  }

  long revision() {
    return state.revision();
  }

  /** What came of a document since the index was written, null if nothing did. */
  @Nullable Version at(DocKey key) {
    return generation.at(key, state.revision());
  }

  /** Whether the index knows all there is of any user. */
  boolean hasNothingFresh() {
    return generation.overlays().stream().allMatch(overlay -> overlay.size() == 0);
  }

  /** Tells of which documents the index does not know what became of them. */
  Predicate<DocKey> masked() {
    return hasNothingFresh() ? View.NOTHING : key -> at(key) != null;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      generation.release();
    }
  }
}
