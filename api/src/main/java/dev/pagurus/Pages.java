package dev.pagurus;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns pages into one iterator that holds one page at a time. */
final class Pages {

  private Pages() {}

  /**
   * Iterates over everything.
   *
   * @param after the key after which to begin, null for the start
   * @param read answers the page after a key
   * @param key an item's key
   * @param full how many items a page has that is not the last
   */
  static <T> Iterator<T> iterate(
      @Nullable String after,
      Function<@Nullable String, List<T>> read,
      Function<T, String> key,
      int full) {
    return new Iterator<>() {

      private List<T> page = read.apply(after);
      private int next;

      @Override
      public boolean hasNext() {
        if (next == page.size() && page.size() == full) {
          page = read.apply(key.apply(page.get(next - 1)));
          next = 0;
        }
        return next < page.size();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return page.get(next++);
      }
    };
  }
}
