package dev.pagurus;

import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Streams an answer page by page, so that memory is bounded by a page and no engine is held up by a
 * slow reader.
 */
final class Streams {

  /** A page ends with whichever comes first. */
  private static final int ROWS_PER_PAGE = 1_000;

  private static final long BYTES_PER_PAGE = 4L << 20;

  private Streams() {}

  /**
   * One page of a stream.
   *
   * @param documents what it holds
   * @param last where the next page begins, null if there is none
   * @param damaged what was damaged
   */
  record Part<T>(
      List<Document<T>> documents, @Nullable Position last, List<StoreException> damaged) {}

  /** Reads one page. */
  interface Reader<T> {
    Part<T> read(Query query, @Nullable Position after, long maxBytes);
  }

  static <T> Stream<Document<T>> of(Query query, Reader<T> reader) {
    return StreamSupport.stream(new Documents<>(query, reader), false);
  }

  private static final class Documents<T> extends Spliterators.AbstractSpliterator<Document<T>> {

    private final Query query;
    private final Reader<T> reader;
    private long left;
    private Iterator<Document<T>> page = List.<Document<T>>of().iterator();
    private @Nullable Position last;
    private boolean more = true;
    private @Nullable StoreException damage;

    Documents(Query query, Reader<T> reader) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
      this.query = query;
      this.reader = reader;
      this.left = query.limit().orElse(Integer.MAX_VALUE);
      if (query.limit().isEmpty()) {
        this.left = Long.MAX_VALUE;
      }
    }

    @Override
    public boolean tryAdvance(Consumer<? super Document<T>> action) {
      while (!page.hasNext()) {
        if (!more || left == 0) {
          return end();
        }
        read();
      }
      action.accept(page.next());
      return true;
    }

    private void read() {
      int rows = (int) Math.min(left, ROWS_PER_PAGE);
      Query part = new Query(query.filter(), query.order(), OptionalInt.of(rows));
      Part<T> read = reader.read(part, last, BYTES_PER_PAGE);
      page = read.documents().iterator();
      last = read.last();
      more = last != null;
      left -= read.documents().size();
      if (damage == null && !read.damaged().isEmpty()) {
        damage = read.damaged().get(0);
      }
    }

    private boolean end() {
      StoreException thrown = damage;
      damage = null;
      if (thrown != null) {
        throw thrown;
      }
      return false;
    }
  }
}
