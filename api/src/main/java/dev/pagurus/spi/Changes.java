package dev.pagurus.spi;

import java.util.List;

/**
 * A page of a user's feed (FEED-1).
 *
 * @param changes in revision order, then by address; the changes of one revision stand in one page
 * @param upTo the revision up to which the page tells everything; where the next page goes on
 * @param more whether there is more after it
 */
public record Changes(List<Change> changes, long upTo, boolean more) {

  /** Copies. */
  public Changes {
    changes = List.copyOf(changes);
  }
}
