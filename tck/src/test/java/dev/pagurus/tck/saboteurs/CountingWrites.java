package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Gives every document a counter of its own in the place of its user's revision. */
final class CountingWrites extends Scanning {

  private record Key(String user, Address address) {}

  private final Map<Key, Long> counters = new ConcurrentHashMap<>();
  private final boolean restarts;

  /**
   * Counts writes.
   *
   * @param restarts whether the counter of a document begins again once it was deleted
   */
  CountingWrites(Backend next, boolean restarts) {
    super(next);
    this.restarts = restarts;
  }

  @Override
  public Commit commit(String user, Batch batch) {
    Commit commit = next.commit(user, batch);
    for (Write write : batch.writes()) {
      Key key = new Key(user, write.address());
      if (write instanceof Write.Put) {
        counters.merge(key, 1L, Long::sum);
      } else if (restarts) {
        counters.remove(key);
      }
    }
    return commit;
  }

  private StoredDocument counted(String user, StoredDocument one) {
    return Rewrites.revised(
        one, counters.getOrDefault(new Key(user, one.address()), one.revision()));
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    Documents sound = next.get(user, addresses);
    List<@Nullable StoredDocument> found = new ArrayList<>();
    sound.found().forEach(one -> found.add(one == null ? null : counted(user, one)));
    return new Documents(sound.revision(), found);
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    Rows rows = next.scan(user, collection, after);
    return new RowList(
        rows.revision(), RowList.read(rows).stream().map(one -> counted(user, one)).toList());
  }
}
