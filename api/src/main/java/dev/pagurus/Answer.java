package dev.pagurus;

import dev.pagurus.spi.BackendException;
import java.util.List;

/**
 * The finished answer to one page of a query.
 *
 * @param <R> what a row is
 * @param rows in the order asked for
 * @param more whether there is more after them
 * @param revision as of which revision of the user; 0 across users
 * @param damaged the damaged documents met on the way
 */
record Answer<R>(List<R> rows, boolean more, long revision, List<Damaged> damaged) {

  /**
   * A damaged document.
   *
   * @param user whose
   * @param error what the backend said, with the address
   */
  record Damaged(String user, BackendException error) {}
}
