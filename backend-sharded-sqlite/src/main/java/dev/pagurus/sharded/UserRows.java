package dev.pagurus.sharded;

import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All rows in order, page by page: a read of one state from end to end would keep the registry's
 * log from being emptied as long as it lasts.
 */
final class UserRows implements Iterator<UserRow> {

  private static final int PAGE = 500;

  private final Function<@Nullable String, Rows> after;
  private final Deque<UserRow> page = new ArrayDeque<>();
  private @Nullable String last;
  private boolean ended;

  UserRows(@Nullable String start, Function<@Nullable String, Rows> after) {
    this.last = start;
    this.after = after;
  }

  @Override
  public boolean hasNext() {
    if (page.isEmpty() && !ended) {
      try (Rows rows = after.apply(last)) {
        StoredDocument row = rows.next();
        while (row != null && page.size() < PAGE) {
          page.add(UserRow.read(row));
          last = row.address().id();
          row = rows.next();
        }
        ended = row == null;
      }
    }
    return !page.isEmpty();
  }

  @Override
  public UserRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }
}
