package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.UserInfo;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes users' files, and tells other processes so by locks: at rest if it is only read
 * and nobody writes to it, else live. {@link OpenUsers} asks for it, and has each file open once.
 * What a file is to be before it serves is done here, between the lock and the answer: it is made
 * by {@link UserMaker}, rid of what a move left, and brought up to the declared indexes. What the
 * registry is to know of it is taken when it is closed.
 */
final class UserFiles {

  private static final System.Logger LOG = System.getLogger(UserFiles.class.getName());

  private final UserDatabases databases;
  private final UserMaker maker;
  private final Registry registry;
  private final Leftovers leftovers;
  private final UserLocks locks;
  private final Declarations declarations;
  private final Failures failures;
  private final InstantSource clock;
  private final Beside beside;
  private final CoolingUsers cooling;

  UserFiles(
      UserDatabases databases,
      UserMaker maker,
      Registry registry,
      Leftovers leftovers,
      UserLocks locks,
      Declarations declarations,
      Failures failures,
      InstantSource clock,
      Beside beside) {
    this.databases = databases;
    this.maker = maker;
    this.registry = registry;
    this.leftovers = leftovers;
    this.locks = locks;
    this.declarations = declarations;
    this.failures = failures;
    this.clock = clock;
    this.beside = beside;
    this.cooling = new CoolingUsers(registry, locks);
  }

  /** Those whose figures are on their way to the registry. */
  CoolingUsers cooling() {
    return cooling;
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
    Beside.Begun<Boolean> made = Beside.ended(true);
    while (true) {
      locks.share(user);
      OpenUser.Opened opened = null;
      try {
        opened = how == OpenUsers.Use.READ ? openAtRest(user) : null;
        if (opened == null) {
          opened = openLive(user, how, made);
        }
      } finally {
        if (opened == null) {
          locks.release(user);
        }
      }
      if (opened != null || how != OpenUsers.Use.MAKE) {
        return opened;
      }
      made.end();
      made = maker.make(user);
    }
  }

  /** By one who shares the user's lock; null if the file is not there. */
  private OpenUser.@Nullable Opened openLive(
      String user, OpenUsers.Use how, Beside.Begun<Boolean> made) {
    UserRow row = registry.row(user);
    if (row == null || !databases.isThere(row)) {
      return null;
    }
    locks.live(user);
    OpenUser.Opened opened = null;
    Beside.Begun<UserRow> heated = null;
    try {
      UserRow last = leftovers.tryToRemove(row);
      heated =
          how == OpenUsers.Use.MAKE && !last.hot()
              ? beside.begin(() -> heat(last))
              : Beside.ended(last);
      opened = open(last, heated, made);
      return opened;
    } finally {
      if (heated != null) {
        heated.end();
      }
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
        opened = new OpenUser.Opened(databases.serveAtRest(row), row, row.indexes(), false, true);
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
        && databases.isThere(row)
        && !databases.hasLog(row);
  }

  /**
   * Has the registry know that the user is about to be written to, which takes about as long as to
   * open the file. If that fails it is tried again before the first write, and told then.
   */
  private UserRow heat(UserRow row) {
    try {
      UserRow heated = registry.put(row.heated());
      return heated == null ? row : heated;
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, "a user''s row is not hot yet", e);
      return row;
    }
  }

  private OpenUser.Opened open(
      UserRow row, Beside.Begun<UserRow> heated, Beside.Begun<Boolean> made) {
    Backend backend = databases.serve(row);
    try {
      long indexes =
          declarations.bringUp(
              backend, row.indexes(), refused -> failures.note(row.user(), refused));
      made.end();
      return new OpenUser.Opened(backend, heated.end(), indexes, registry.movedTo() != null, false);
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
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
        Clues clues = info == null ? Clues.NONE : declarations.clues(user.backend(), info);
        open = false;
        boolean kept = false;
        try {
          user.backend().close();
          kept = cool(row, info, clues, user);
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
  private boolean cool(UserRow row, @Nullable UserInfo info, Clues clues, OpenUser user) {
    if (databases.hasLog(row)) {
      return false;
    }
    if (info != null) {
      cooling.add(row.cooled(info, clues, user.indexes(), clock.millis(), user.kept));
      return true;
    }
    UserRow now = registry.row(row.user());
    if (now != null && now.at() == row.at()) {
      maker.remove(row);
    }
    return false;
  }
}
