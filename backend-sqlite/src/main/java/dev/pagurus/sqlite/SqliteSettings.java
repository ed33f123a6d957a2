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
 * @param room how the file takes room when it is made
 */
record SqliteSettings(
    Durability durability,
    Duration retention,
    Duration busyTimeout,
    int readers,
    long cacheBytes,
    boolean allowNetworkFileSystem,
    boolean immutable,
    Room room) {

  /**
   * How a file takes room.
   *
   * @param pageBytes the size of its pages
   * @param atLeastBytes how large it is made, and stays when it gives back room; 0 for as it comes
   */
  record Room(int pageBytes, long atLeastBytes) {}

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

  static final List<String> PAGE_SIZES =
      List.of("512", "1KiB", "2KiB", "4KiB", "8KiB", "16KiB", "32KiB", "64KiB");

  static final Setting PAGE_SIZE =
      Setting.choice(
          "page-size",
          "4KiB",
          PAGE_SIZES,
          "the size of the pages of a file; fixed when it is made");

  static final Setting PREALLOCATE =
      Setting.bytes(
          "preallocate",
          0,
          "how large a file is made, so that it need not grow with its first documents");

  static final List<Setting> ALL =
      List.of(
          BUSY_TIMEOUT,
          READERS,
          CACHE,
          PAGE_SIZE,
          PREALLOCATE,
          ALLOW_NETWORK_FILE_SYSTEM,
          IMMUTABLE);

  private static final int SMALLEST_PAGE = 512;

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
        settings.flag(IMMUTABLE),
        new Room(
            SMALLEST_PAGE << PAGE_SIZES.indexOf(settings.text(PAGE_SIZE)),
            settings.number(PREALLOCATE)));
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
