package dev.pagurus.tck.memory;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.Iterator;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Walks through one collection of a snapshot. */
final class MemoryRows implements Rows {

  private final long revision;
  private final String collection;
  private final Iterator<Change> changes;

  MemoryRows(
      NavigableMap<Address, Change> snapshot,
      long revision,
      String collection,
      @Nullable String after) {
    this.revision = revision;
    this.collection = collection;
    // No id is empty, and U+0020 is the least that one can begin with.
    NavigableMap<Address, Change> rest =
        after == null
            ? snapshot.tailMap(new Address(collection, " "), true)
            : snapshot.tailMap(new Address(collection, after), false);
    this.changes = rest.values().iterator();
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public @Nullable StoredDocument next() {
    while (changes.hasNext()) {
      Change change = changes.next();
      if (!change.address().collection().equals(collection)) {
        return null;
      }
      if (change instanceof Change.Written written) {
        return written.document();
      }
    }
    return null;
  }

  @Override
  public void close() {}
}
