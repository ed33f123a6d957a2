package dev.pagurus.sharded;

import dev.pagurus.SettingValues;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Settings;
import dev.pagurus.spi.StandardSettings;
import dev.pagurus.sqlite.SqliteProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store is set to.
 *
 * @param layout where users' files lie, for a store that is made
 * @param volumes the disks that new users go to; none to leave that as it is
 * @param maxOpen how many users' files may be open at once
 * @param busyTimeout how long to wait for a file to be closed, or for another process
 * @param retention how long deletions stay in the feed
 * @param upkeep how long a round of upkeep through all users takes; zero for none
 * @param preallocate how large a user's file is made, in bytes
 * @param undelete how long a user that is deleted is kept
 * @param ofUsers what a user's file is opened with
 * @param ofUsersOnKnownDisk the same, if the kind of its file system has been looked at before
 * @param ofUsersAtRest what a user's file is opened with that nobody writes to
 * @param ofRegistry what the registry is opened with
 */
record ShardedSettings(
    UserLayout layout,
    List<Volume> volumes,
    int maxOpen,
    Duration busyTimeout,
    Duration retention,
    Duration upkeep,
    long preallocate,
    Duration undelete,
    SettingValues ofUsers,
    SettingValues ofUsersOnKnownDisk,
    SettingValues ofUsersAtRest,
    SettingValues ofRegistry) {

  private static final Setting DIGITS =
      Setting.choice(
          "digits",
          "hash",
          List.of("hash", "reversed", "leading"),
          "which digits of a user choose the folders of its file; fixed when the store is made");

  private static final Setting FAN_OUT =
      Setting.text(
          "fan-out",
          "1/2",
          "how many digits each level of folders takes when the store is made; relayout deepens it");

  private static final Setting VOLUMES =
      Setting.tables(
          "volumes",
          List.of("name", "path"),
          "disks that new users are spread over; the store remembers them, and users stay on theirs");

  private static final Setting MAX_OPEN =
      Setting.count(
          "max-open",
          0,
          "how many users' files may be open at once; 0 for what the process may have, at most 512");

  private static final Setting BUSY_TIMEOUT =
      Setting.duration(
          "busy-timeout",
          Duration.ofSeconds(10),
          "how long a call waits for another process, or for a file to be closed, before it fails with busy");

  private static final Setting UPKEEP =
      Setting.duration(
          "upkeep",
          Duration.ofDays(1),
          "how long a round takes that sees to every user's file in the background: brings it up to"
              + " the indexes, forgets old deletions, gives back room; 0s for none");
  private static final Setting UNDELETE =
      Setting.duration(
          "undelete",
          Duration.ZERO,
          "how long a user that is deleted now can be had back; 0s for not at all");

  private static final Setting USER_CACHE =
      Setting.bytes(
          "user-cache", 2L << 20, "the memory that the page caches of one open user may take");

  private static final Setting PAGE_SIZE =
      Setting.choice(
          "page-size",
          "2KiB",
          SqliteProvider.pageSizes(),
          "the size of the pages of users' files; taken when the store is made");

  private static final Setting PREALLOCATE =
      Setting.bytes(
          "preallocate",
          0,
          "how large users' files are made, at most 64MiB, so that they need not grow with their"
              + " first documents; taken when the store is made");

  private static final long MOST_PREALLOCATED = 64L << 20;

  private static final Setting ALLOW_NETWORK_FILE_SYSTEM =
      Setting.flag(
          "allow-network-file-system",
          false,
          "open a store on a network file system, whose locks may not be safe");

  static final List<Setting> ALL =
      List.of(
          DIGITS,
          FAN_OUT,
          VOLUMES,
          MAX_OPEN,
          BUSY_TIMEOUT,
          UPKEEP,
          UNDELETE,
          USER_CACHE,
          PAGE_SIZE,
          PREALLOCATE,
          ALLOW_NETWORK_FILE_SYSTEM);

  /** Few readers: a user is seldom read by many threads, and each costs two descriptors. */
  private static final String READERS_OF_USER = "2";

  static ShardedSettings of(Settings settings) {
    long open = settings.number(MAX_OPEN);
    String durability = settings.text(StandardSettings.DURABILITY);
    String network = Boolean.toString(settings.flag(ALLOW_NETWORK_FILE_SYSTEM));
    String retention = settings.duration(StandardSettings.FEED_RETENTION).toMillis() + "ms";
    String busy = settings.duration(BUSY_TIMEOUT).toMillis() + "ms";
    long preallocate = settings.number(PREALLOCATE);
    if (preallocate > MOST_PREALLOCATED) {
      throw new BackendException(
          ErrorCode.INVALID,
          "the setting preallocate cannot be "
              + preallocate
              + ": each user's file takes so much, so it is at most 64MiB");
    }
    Map<String, String> ofUsers =
        Map.of(
            "durability", durability,
            "feed-retention", retention,
            "busy-timeout", busy,
            "readers", READERS_OF_USER,
            "page-size", settings.text(PAGE_SIZE),
            "preallocate", Long.toString(preallocate),
            "cache", Long.toString(settings.number(USER_CACHE)),
            "allow-network-file-system", network);
    Map<String, String> onKnownDisk = new HashMap<>(ofUsers);
    onKnownDisk.put("allow-network-file-system", "true");
    Map<String, String> atRest = new HashMap<>(ofUsers);
    atRest.put("immutable", "true");
    // What a user's file holds is worth nothing if the registry forgets the user.
    Map<String, String> ofRegistry =
        Map.of(
            "durability", "commit",
            "feed-retention", "0s",
            "busy-timeout", busy,
            "cache", "32MiB",
            "allow-network-file-system", network);
    List<Setting> known = new SqliteProvider().settings();
    return new ShardedSettings(
        UserLayout.of(settings.text(DIGITS), settings.text(FAN_OUT)),
        volumes(settings),
        open == 0 ? Descriptors.usersToOpen() : (int) Math.min(Integer.MAX_VALUE, open),
        settings.duration(BUSY_TIMEOUT),
        settings.duration(StandardSettings.FEED_RETENTION),
        settings.duration(UPKEEP),
        preallocate,
        settings.duration(UNDELETE),
        SettingValues.of(ofUsers, known),
        SettingValues.of(onKnownDisk, known),
        SettingValues.of(atRest, known),
        SettingValues.of(ofRegistry, known));
  }

  private static List<Volume> volumes(Settings settings) {
    List<Volume> volumes = new ArrayList<>();
    for (Map<String, String> table : settings.tables(VOLUMES)) {
      String name = table.getOrDefault("name", "");
      volumes.add(Volume.of(name, table.getOrDefault("path", ""), volumes.size()));
    }
    return volumes;
  }
}
