package dev.pagurus.file.index;

import dev.pagurus.spi.BackendException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Entries of several segments in one order. Within a segment they come in that order already, so
 * that one entry of each is held at a time.
 */
final class MergedEntries implements Entries<StoredEntry> {

  /** The documents of one segment, in order; deleted ones included. */
  interface Docs {

    /** The next document, or {@link DocIdSetIterator#NO_MORE_DOCS}. */
    int next() throws IOException;

    /** What comes before the key in the order; the bytes are valid until the next call. */
    default BytesRef rank() {
      return NO_RANK;
    }
  }

  private static final BytesRef NO_RANK = new BytesRef();

  /** Which of two terms comes first. */
  enum Direction {
    UP,
    DOWN
  }

  /** One segment, standing at an entry. */
  static final class Source implements Comparable<Source> {

    private final Docs docs;
    private final @Nullable Bits live;
    private final LeafEntries entries;
    private final Direction direction;
    private final BytesRef rank = new BytesRef();
    private BytesRef key = NO_RANK;
    private @Nullable StoredEntry entry;
    private @Nullable BackendException damage;

    Source(Docs docs, LeafReader leaf, Direction direction) {
      this.docs = docs;
      this.live = leaf.getLiveDocs();
      this.entries = new LeafEntries(leaf);
      this.direction = direction;
    }

    private boolean advance() throws IOException {
      int doc = docs.next();
      while (doc != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(doc)) {
        doc = docs.next();
      }
      if (doc == DocIdSetIterator.NO_MORE_DOCS) {
        return false;
      }
      entry = null;
      damage = null;
      try {
        entry = entries.read(doc);
        key = entry.key();
      } catch (BackendException e) {
        if (e.address() == null) {
          throw e;
        }
        damage = e;
        key = entries.key(doc);
      }
      BytesRef now = docs.rank();
      rank.bytes = now.length == 0 ? BytesRef.EMPTY_BYTES : BytesRef.deepCopyOf(now).bytes;
      rank.length = now.length;
      return true;
    }

    @Override
    public int compareTo(Source other) {
      int upward = rank.compareTo(other.rank);
      int byRank = direction == Direction.UP ? upward : -upward;
      return byRank != 0 ? byRank : key.compareTo(other.key);
    }
  }

  private final View view;
  private final PriorityQueue<Source> queue = new PriorityQueue<>();
  private @Nullable Source current;
  private boolean closed;

  /** Takes over a hold on the view. */
  MergedEntries(View view, List<Source> sources) throws IOException {
    this.view = view;
    for (Source source : new ArrayList<>(sources)) {
      if (source.advance()) {
        queue.add(source);
      }
    }
  }

  @Override
  public @Nullable StoredEntry next() {
    if (closed) {
      return null;
    }
    return IndexErrors.search(
        () -> {
          // Only now: the caller may have enough, and the next entry is never read.
          if (current != null && current.advance()) {
            queue.add(current);
          }
          current = queue.poll();
          if (current != null && current.damage != null) {
            throw current.damage;
          }
          return current == null ? null : current.entry;
        });
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      view.release();
    }
  }
}
