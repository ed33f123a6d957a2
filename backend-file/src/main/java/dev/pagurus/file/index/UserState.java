package dev.pagurus.file.index;

import dev.pagurus.spi.CollectionInfo;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a user beside its documents.
 *
 * @param user its name
 * @param revision its revision (REV-1)
 * @param time when that was made, in whole microseconds
 * @param horizon the lowest revision from which its feed still tells everything (FEED-3)
 * @param collections the collections that have documents, in order
 */
public record UserState(
    String user, long revision, Instant time, long horizon, List<CollectionInfo> collections) {

  /** Copies. */
  public UserState {
    collections = List.copyOf(collections);
  }
}
