package dev.pagurus.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** H2's MVStore: a map, committed and forced by each writer. */
final class MvStoreSide extends KeyValueSide {

  private final MVStore store;
  private final MVMap<String, byte[]> places;
  private final boolean forced;

  MvStoreSide(Path directory, boolean forced) {
    this.forced = forced;
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("places.mv").toString())
            .cacheSize(AllPeers.CACHE_MB)
            .autoCommitDisabled()
            .open();
    places =
        store.openMap(
            "places",
            new MVMap.Builder<String, byte[]>()
                .keyType(StringDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
  }

  @Override
  void write(Map<String, byte[]> bodies) {
    for (Map.Entry<String, byte[]> entry : bodies.entrySet()) {
      places.put(entry.getKey(), entry.getValue());
    }
    store.commit();
    if (forced) {
      store.sync();
    }
  }

  @Override
  byte[] read(String id) {
    return Objects.requireNonNull(places.get(id), id);
  }

  @Override
  public long scan(Consumer<byte[]> documents) {
    long count = 0;
    for (Cursor<String, byte[]> all = places.cursor(null); all.hasNext(); count++) {
      all.next();
      documents.accept(all.getValue());
    }
    return count;
  }

  @Override
  public long count() {
    return places.sizeAsLong();
  }

  @Override
  public void close() {
    store.close();
  }
}
