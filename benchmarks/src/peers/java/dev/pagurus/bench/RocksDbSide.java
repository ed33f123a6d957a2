package dev.pagurus.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB through JNI: a Bloom filter and a cache, defaults otherwise. */
final class RocksDbSide extends KeyValueSide {

  private final LRUCache cache;
  private final BloomFilter filter;
  private final Options options;
  private final WriteOptions writing;
  private final RocksDB places;

  RocksDbSide(Path directory, boolean forced) {
    RocksDB.loadLibrary();
    cache = new LRUCache((long) AllPeers.CACHE_MB << 20);
    filter = new BloomFilter(10);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    writing = new WriteOptions().setSync(forced);
    try {
      places = RocksDB.open(options, directory.resolve("rocks").toString());
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void write(Map<String, byte[]> bodies) {
    try (WriteBatch batch = new WriteBatch()) {
      for (Map.Entry<String, byte[]> entry : bodies.entrySet()) {
        batch.put(entry.getKey().getBytes(UTF_8), entry.getValue());
      }
      places.write(writing, batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  byte[] read(String id) {
    try {
      return Objects.requireNonNull(places.get(id.getBytes(UTF_8)), id);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long scan(Consumer<byte[]> documents) {
    long count = 0;
    try (RocksIterator all = places.newIterator()) {
      for (all.seekToFirst(); all.isValid(); all.next(), count++) {
        documents.accept(all.value());
      }
      all.status();
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
    return count;
  }

  @Override
  public long count() {
    return scan(body -> {});
  }

  @Override
  public void close() {
    places.close();
    writing.close();
    options.close();
    filter.close();
    cache.close();
  }
}
