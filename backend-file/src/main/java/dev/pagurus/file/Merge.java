package dev.pagurus.file;

import dev.pagurus.file.index.Entries;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several sources in one order as one. Of items that are equal in the order that of the first
 * source comes, and the others' are left out.
 */
final class Merge<T> implements Entries<T> {

  private final List<Peeking<T>> sources;
  private final Comparator<? super T> order;

  Merge(List<? extends Entries<T>> sources, Comparator<? super T> order) {
    this.sources = sources.stream().map(source -> new Peeking<T>(source)).toList();
    this.order = order;
  }

  private static final class Peeking<T> {
    private final Entries<T> source;
    private @Nullable T next;
    private boolean ended;

    Peeking(Entries<T> source) {
      this.source = source;
    }

    /** If the source fails, it is asked again for the one after. */
    @Nullable T peek() {
      if (next == null && !ended) {
        next = source.next();
        ended = next == null;
      }
      return next;
    }

    void take() {
      next = null;
    }
  }

  @Override
  public @Nullable T next() {
    T least = null;
    for (Peeking<T> source : sources) {
      T next = source.peek();
      if (next != null && (least == null || order.compare(next, least) < 0)) {
        least = next;
      }
    }
    if (least == null) {
      return null;
    }
    for (Peeking<T> source : sources) {
      T next = source.next;
      if (next != null && order.compare(next, least) == 0) {
        source.take();
      }
    }
    return least;
  }

  @Override
  public void close() {
    sources.forEach(source -> source.source.close());
  }

  /** Items at hand as a source. */
  static <T> Entries<T> of(Iterator<T> items) {
    return new Entries<>() {
      @Override
      public @Nullable T next() {
        return items.hasNext() ? items.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
