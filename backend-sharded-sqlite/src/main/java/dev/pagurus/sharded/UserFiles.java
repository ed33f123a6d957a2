package dev.pagurus.sharded;

import dev.pagurus.SettingValues;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.sqlite.SqliteProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes, opens, closes and removes users' files.
 *
 * <p>A user's row is in the registry, and is hot, before its file is there; a file that is there is
 * whole; and a file without its user is as good as none. So a crash at any point leaves a user that
 * is there or is not.
 */
final class UserFiles {

  private static final System.Logger LOG = System.getLogger(UserFiles.class.getName());

  /** Of a folder of at most 500 entries, with a log and its index for each. */
  private static final int MOST_IN_LEADING_FOLDER = 166;

  /** More folders than that are looked at whenever a file in them is opened. */
  private static final int MOST_LOOKED_AT = 10_000;

  private final Place place;
  private final ShardedSettings settings;
  private final Registry registry;
  private final Volumes volumes;
  private final Leftovers leftovers;
  private final UserLocks locks;
  private final Template template;
  private final Declarations declarations;
  private final Failures failures;
  private final InstantSource clock;
  private final LooseFiles loose;
  private final CoolingUsers cooling;

  /**
   * Folders of which it is known on which kind of file system they lie: to find that out costs as
   * much as to open a file.
   */
  private final Set<Path> lookedAt = ConcurrentHashMap.newKeySet();

  UserFiles(
      Place place,
      ShardedSettings settings,
      Registry registry,
      Volumes volumes,
      Leftovers leftovers,
      UserLocks locks,
      Template template,
      Declarations declarations,
      Failures failures,
      InstantSource clock) {
    this.place = place;
    this.settings = settings;
    this.registry = registry;
    this.volumes = volumes;
    this.leftovers = leftovers;
    this.locks = locks;
    this.template = template;
    this.declarations = declarations;
    this.failures = failures;
    this.clock = clock;
    this.loose = new LooseFiles(place, registry, volumes, locks);
    this.cooling = new CoolingUsers(registry, locks);
  }

  LooseFiles loose() {
    return loose;
  }

  /** Those whose figures are on their way to the registry. */
  CoolingUsers cooling() {
    return cooling;
  }

  Path file(UserRow row) {
    return volumes.file(row);
  }

  /**
   * Opens a user's file.
   *
   * @param how what for
   * @return null if it is not there
   */
  OpenUser.@Nullable Opened open(String user, OpenUsers.Use how) {
    if (how == OpenUsers.Use.READ) {
      cooling.settle(user); // so that it can be read at rest
    } else {
      cooling.takeBack(user);
    }
    while (true) {
      locks.share(user);
      OpenUser.Opened opened = null;
      try {
        opened = how == OpenUsers.Use.READ ? openAtRest(user) : null;
        if (opened == null) {
          opened = openLive(user);
        }
      } finally {
        if (opened == null) {
          locks.release(user);
        }
      }
      if (opened != null || how != OpenUsers.Use.MAKE) {
        return opened;
      }
      make(user);
    }
  }

  /** By one who shares the user's lock; null if the file is not there. */
  private OpenUser.@Nullable Opened openLive(String user) {
    UserRow row = registry.row(user);
    if (row == null || !isThere(row)) {
      return null;
    }
    locks.live(user);
    OpenUser.Opened opened = null;
    try {
      opened = open(leftovers.tryToRemove(row));
      return opened;
    } finally {
      if (opened == null) {
        locks.endLive(user);
      }
    }
  }

  /**
   * Opens a file that nobody writes to, nor needs to be brought up: a third of what it costs to
   * have it live, for there is no log to be made and removed. By one who shares the user's lock.
   *
   * @return null if it cannot be so, or is not there
   */
  private OpenUser.@Nullable Opened openAtRest(String user) {
    if (!locks.tryRest(user)) {
      return null;
    }
    OpenUser.Opened opened = null;
    try {
      UserRow row = registry.row(user); // after the lock, lest somebody wrote in between
      if (row != null && isAtRest(row)) {
        Backend backend =
            new SqliteProvider()
                .open(
                    new OpenRequest(
                        file(row).toString(),
                        settings.ofUsersAtRest(),
                        OpenRequest.Mode.MUST_EXIST,
                        clock));
        opened = new OpenUser.Opened(backend, row, row.indexes(), false, true);
      }
      return opened;
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, "a user''s file cannot be read at rest", e);
      return null; // whatever it is, who opens it live finds it too, and tells
    } finally {
      if (opened == null) {
        locks.wake(user);
      }
    }
  }

  private boolean isAtRest(UserRow row) {
    return row.made()
        && !row.hot()
        && row.left() == null
        && row.indexes() == registry.indexes().changes()
        && isThere(row)
        && !hasLog(row);
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
    if (row.volume().equals(Volumes.HOME)) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          "the file of the user is not at " + file + ": is the disk there on which it lies?");
    }
    throw new BackendException(
        ErrorCode.CORRUPT,
        "the file of the user is lost: it is not at "
            + file
            + ", and its volume is there: restore it from a backup, or run repair to forget the"
            + " user");
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
    Path file = file(row);
    Path folder = Objects.requireNonNull(file.getParent());
    SettingValues with =
        lookedAt.contains(folder) ? settings.ofUsersOnKnownDisk() : settings.ofUsers();
    Backend served =
        new SqliteProvider()
            .open(new OpenRequest(file.toString(), with, OpenRequest.Mode.MUST_EXIST, clock));
    if (lookedAt.size() < MOST_LOOKED_AT) {
      lookedAt.add(folder);
    }
    return served;
  }

  /** Brings into the file what somebody who died has left in its log. */
  void emptyLog(UserRow row) {
    if (hasLog(row)) {
      serve(row).close();
    }
    if (hasLog(row)) {
      throw new BackendException(
          ErrorCode.BUSY,
          "somebody else has " + file(row) + " open; nothing was changed: try again");
    }
  }

  private boolean hasLog(UserRow row) {
    Path file = file(row);
    return Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
  }

  private OpenUser.Opened open(UserRow row) {
    Backend backend = serve(row);
    try {
      long indexes =
          declarations.bringUp(
              backend, row.indexes(), refused -> failures.note(row.user(), refused));
      return new OpenUser.Opened(backend, row, indexes, registry.movedTo() != null, false);
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  private void make(String user) {
    locks.exclude(user);
    try {
      Template.Content content = template.content();
      UserRow row = registry.row(user);
      if (row == null) {
        row = registry.put(begin(user).broughtUpTo(content.indexes()));
      }
      if (row != null && !isThere(row)) {
        Path file = volumes.file(row);
        Disk.within(folderOf(file), () -> Disk.write(file, content.bytes()));
      }
    } catch (IOException e) {
      throw place.unavailable(e);
    } finally {
      locks.release(user);
    }
  }

  /** Makes a user's file, a copy of another that serves. */
  void makeCopy(Backend source, UserRow row) {
    Path file = file(row);
    try {
      Disk.within(folderOf(file), () -> source.maintenance().backup(file, Progress.NONE));
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  /** Finds a place for a new user's file, whom the caller excludes. */
  UserRow begin(String user) {
    UserLayout layout = registry.heading().layout();
    String path = layout.pathOf(user);
    String volume = volumes.choose(layout, path);
    volumes.require(volume);
    UserRow row = UserRow.begun(user, volume, path);
    Path file = volumes.file(row);
    try {
      // First, lest the disk be away.
      Disk.within(folderOf(file), () -> requireRoom(layout, file));
    } catch (IOException e) {
      throw place.unavailable(e);
    }
    if (Files.exists(file)) {
      loose.remove(user);
    }
    return row;
  }

  /**
   * Makes sure that there is no such user, whom the caller excludes, and takes away what is left of
   * one.
   *
   * @throws BackendException EXISTS if the user is there
   */
  void requireNobody(String user) {
    UserRow row = registry.row(user);
    if (row == null) {
      return;
    }
    if (isThere(row)) {
      try (Backend file = serve(row)) {
        if (file.user(user) != null) {
          throw BackendException.userExists(user);
        }
      }
    }
    remove(row);
  }

  /** Removes a second file that a move left, of a user of whom the caller has the lock. */
  UserRow settle(UserRow row) {
    try {
      return leftovers.remove(row);
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }

  /** In this order: a file without a row is nobody's, a row without its file is an alarm. */
  private void remove(UserRow row) {
    settle(row); // else a second file would be a trace of who is gone, and nobody would know of it
    registry.remove(row.user());
    Path file = file(row);
    try {
      if (Files.exists(file)) {
        Disk.removeDatabase(file);
      }
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }

  /** Leading digits pile up users that were numbered one after another. */
  private void requireRoom(UserLayout layout, Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent());
    if (layout.digits() != UserLayout.Digits.LEADING || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.filter(each -> each.toString().endsWith(".db")).count() >= MOST_IN_LEADING_FOLDER) {
        throw new BackendException(
            ErrorCode.INVALID,
            folder
                + " holds "
                + MOST_IN_LEADING_FOLDER
                + " users already, because users that are numbered one after another begin with"
                + " the same digits: use a store with digits = \"reversed\", or a deeper fan-out");
      }
    }
  }

  /**
   * Closes a file; the last one to do so leaves its figures to {@link CoolingUsers}.
   *
   * @param inUse whether somebody may still be writing, until the file is closed under the writer;
   *     the figures are not known then, and the user stays hot
   */
  void close(OpenUser user, boolean inUse) {
    if (user.isAtRest()) {
      letGo(user);
      return;
    }
    boolean open = true;
    try {
      UserRow row = user.row();
      boolean news = row.hot() || row.indexes() != user.indexes() || user.kept;
      // Alone first: what is read then is what the file holds until it is opened again.
      if (!inUse && news && locks.tryUpgrade(user.user())) {
        UserInfo info = user.backend().user(user.user());
        List<String> has = info == null ? List.of() : declarations.marks(user.backend(), info);
        open = false;
        boolean kept = false;
        try {
          user.backend().close();
          kept = cool(row, info, has, user);
        } finally {
          if (!kept) {
            release(user);
          }
        }
      }
    } catch (BackendException e) {
      // No harm to who made room for another user: this one stays hot, and is asked again.
      System.Logger.Level level =
          e.code() == ErrorCode.MOVED ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
      LOG.log(level, "a user''s figures were not kept: {0}", e.getMessage());
    } finally {
      if (open) {
        letGo(user);
      }
    }
  }

  private void letGo(OpenUser user) {
    try {
      user.backend().close();
    } finally {
      release(user);
    }
  }

  private void release(OpenUser user) {
    if (user.isAtRest()) {
      locks.wake(user.user());
    } else {
      locks.endLive(user.user());
    }
    locks.release(user.user());
  }

  /**
   * Somebody may have written in between and died: then there is a log, and it stays hot.
   *
   * @return whether the locks of the user are no more the caller's
   */
  private boolean cool(UserRow row, @Nullable UserInfo info, List<String> has, OpenUser user) {
    if (hasLog(row)) {
      return false;
    }
    if (info != null) {
      cooling.add(row.cooled(info, has, user.indexes(), clock.millis(), user.kept));
      return true;
    }
    UserRow now = registry.row(row.user());
    if (now != null && now.at() == row.at()) {
      remove(row);
    }
    return false;
  }
}
