package dev.pagurus.sharded;

import dev.pagurus.SettingValues;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.sqlite.SqliteProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Users' files where their rows say that they are: whether one is there, and opened as it is, a
 * store of the SQLite shell. No lock is asked: who calls knows that nobody takes the file away
 * meanwhile.
 */
final class UserDatabases {

  /** More folders than that are looked at whenever a file in them is opened. */
  private static final int MOST_LOOKED_AT = 10_000;

  private final Place place;
  private final ShardedSettings settings;
  private final Volumes volumes;
  private final InstantSource clock;

  /**
   * Folders of which it is known on which kind of file system they lie: to find that out costs as
   * much as to open a file.
   */
  private final Set<Path> lookedAt = ConcurrentHashMap.newKeySet();

  UserDatabases(Place place, ShardedSettings settings, Volumes volumes, InstantSource clock) {
    this.place = place;
    this.settings = settings;
    this.volumes = volumes;
    this.clock = clock;
  }

  /** A file that was there and is not is no empty user: its disk may be away. */
  boolean isThere(UserRow row) {
    volumes.require(row.volume());
    Path file = volumes.file(row);
    if (Files.exists(file)) {
      return true;
    }
    if (!row.made() && !isAway(file)) {
      return false;
    }
    // As for who repairs: the folder of the file tells that the disk is there.
    if (row.volume().equals(Volumes.HOME) && !Files.isDirectory(file.resolveSibling("."))) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          "the file of the user is not at " + file + ": is the disk there on which it lies?");
    }
    throw new BackendException(
        ErrorCode.CORRUPT,
        "the file of the user is lost: it is not at "
            + file
            + ", and the disk on which it lay is there: restore it from a backup, or run repair to"
            + " forget the user");
  }

  /** Whether a link on the way leads nowhere. */
  private boolean isAway(Path file) {
    for (Path at = file; at != null && !at.equals(place.root()); at = at.getParent()) {
      if (Files.isSymbolicLink(at) && !Files.exists(at)) {
        return true;
      }
    }
    return false;
  }

  /** Opens a file as it is. */
  Backend serve(UserRow row) {
    Path file = volumes.file(row);
    Path folder = Objects.requireNonNull(file.getParent());
    SettingValues with =
        lookedAt.contains(folder) ? settings.ofUsersOnKnownDisk() : settings.ofUsers();
    Backend served = open(file, with);
    if (lookedAt.size() < MOST_LOOKED_AT) {
      lookedAt.add(folder);
    }
    return served;
  }

  private Backend open(Path file, SettingValues with) {
    try {
      return new SqliteProvider()
          .open(new OpenRequest(file.toString(), with, OpenRequest.Mode.MUST_EXIST, clock));
    } catch (BackendException e) {
      if (e.code() != ErrorCode.NO_STORE) {
        throw e;
      }
      // No user's file is ever empty, so somebody else has cut this one off.
      throw new BackendException(
          ErrorCode.CORRUPT, file + " is empty, and held a user: restore it from a backup", e);
    }
  }

  /** Opens a file that nobody writes to as long as it is open, to be read only. */
  Backend serveAtRest(UserRow row) {
    return new SqliteProvider()
        .open(
            new OpenRequest(
                volumes.file(row).toString(),
                settings.ofUsersAtRest(),
                OpenRequest.Mode.MUST_EXIST,
                clock));
  }

  /** Brings into the file what somebody who died has left in its log. */
  void emptyLog(UserRow row) {
    if (hasLog(row)) {
      serve(row).close();
    }
    if (hasLog(row)) {
      throw new BackendException(
          ErrorCode.BUSY,
          "somebody else has " + volumes.file(row) + " open; nothing was changed: try again");
    }
  }

  /** Whether there is a log beside the file: somebody writes to it, or died. */
  boolean hasLog(UserRow row) {
    Path file = volumes.file(row);
    return Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
  }
}
