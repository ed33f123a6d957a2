package dev.pagurus.sqlite;

import dev.pagurus.spi.Durability;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Settings;
import dev.pagurus.spi.StandardSettings;
import java.time.Duration;
import java.util.List;

/**
 * What a store is set to.
 *
 * @param durability what an acknowledged commit outlives
 * @param retention how long deletions stay in the feed
 * @param busyTimeout how long to wait for another process
 * @param readers how many short reads may run at once
 * @param cacheBytes how much memory, beside Java's heap, the page caches may take together
 * @param allowNetworkFileSystem whether the operator insists on a network file system
 * @param immutable whether nobody writes to the file for as long as it is open
 */
record SqliteSettings(
    Durability durability,
    Duration retention,
    Duration busyTimeout,
    int readers,
    long cacheBytes,
    boolean allowNetworkFileSystem,
    boolean immutable) {

  static final Setting BUSY_TIMEOUT =
      Setting.duration(
          "busy-timeout",
          Duration.ofSeconds(10),
          "how long a write waits for another process before it fails with busy");

  static final Setting READERS =
      Setting.count(
          "readers", 0, "how many reads may run at once; 0 for one per processor, at least 2");

  static final Setting CACHE =
      Setting.bytes("cache", 128L << 20, "the memory that SQLite's page caches may take together");

  static final Setting ALLOW_NETWORK_FILE_SYSTEM =
      Setting.flag(
          "allow-network-file-system",
          false,
          "open a store on a network file system, whose locks may not be safe");

  static final Setting IMMUTABLE =
      Setting.flag(
          "immutable",
          false,
          "read a file that nobody writes to while it is open, with no locks and no log; every write"
              + " is refused");

  static final List<Setting> ALL =
      List.of(BUSY_TIMEOUT, READERS, CACHE, ALLOW_NETWORK_FILE_SYSTEM, IMMUTABLE);

  private static final int MAX_READERS = 100;

  static SqliteSettings of(Settings settings) {
    long readers = settings.number(READERS);
    int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
    return new SqliteSettings(
        StandardSettings.durability(settings),
        settings.duration(StandardSettings.FEED_RETENTION),
        settings.duration(BUSY_TIMEOUT),
        (int) Math.min(MAX_READERS, readers == 0 ? processors : readers),
        settings.number(CACHE),
        settings.flag(ALLOW_NETWORK_FILE_SYSTEM),
        settings.flag(IMMUTABLE));
  }

  /** A quarter of the memory is the writer's. */
  long writerCacheKib() {
    return Math.max(256, cacheBytes / 4 / 1024);
  }

  long readerCacheKib() {
    return Math.max(256, cacheBytes / 4 * 3 / 1024 / readers);
  }

  int busyMillis() {
    return (int) Math.min(Integer.MAX_VALUE, busyTimeout.toMillis());
  }
}
