package dev.pagurus.migrator;

import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;

/**
 * A page of a feed on its way.
 *
 * @param changes what is to be replayed
 * @param bytes how many bytes its bodies have
 */
record Page(Changes changes, long bytes) {

  static Page of(Changes changes) {
    return new Page(changes, changes.changes().stream().mapToLong(Page::bytes).sum());
  }

  static long bytes(Change change) {
    return change instanceof Change.Written written ? written.document().body().size() : 0;
  }

  long documents() {
    return changes.changes().stream().filter(Change.Written.class::isInstance).count();
  }
}
