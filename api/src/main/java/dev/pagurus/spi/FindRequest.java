package dev.pagurus.spi;

import dev.pagurus.query.Filter;
import dev.pagurus.query.Position;
import dev.pagurus.query.Sort;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One page of a find, of one user.
 *
 * @param user whose documents
 * @param collection in which collection
 * @param filter which documents
 * @param order the order of the answer; the id breaks ties, ascending (QUERY-4), and is the order
 *     if the list is empty
 * @param after the position after which the page begins, null for the first page
 * @param limit how many documents will be read at most; a hint, since the reader stops by itself
 */
public record FindRequest(
    String user,
    String collection,
    Filter filter,
    List<Sort> order,
    @Nullable Position after,
    OptionalInt limit) {

  /** Copies. */
  public FindRequest {
    order = List.copyOf(order);
  }
}
