package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Makes users' files, and removes them.
 *
 * <p>A user's row is in the registry, and is hot, before its file is there; a file that is there is
 * whole; and a file without its user is as good as none. So a crash at any point leaves a user that
 * is there or is not.
 */
final class UserMaker {

  /** Of a folder of at most 500 entries, with a log and its index for each. */
  private static final int MOST_IN_LEADING_FOLDER = 166;

  private final Place place;
  private final Registry registry;
  private final Volumes volumes;
  private final Leftovers leftovers;
  private final UserLocks locks;
  private final Template template;
  private final UserDatabases databases;
  private final LooseFiles loose;
  private final Beside beside;

  UserMaker(
      Place place,
      Registry registry,
      Volumes volumes,
      Leftovers leftovers,
      UserLocks locks,
      Template template,
      UserDatabases databases,
      Beside beside) {
    this.place = place;
    this.registry = registry;
    this.volumes = volumes;
    this.leftovers = leftovers;
    this.locks = locks;
    this.template = template;
    this.databases = databases;
    this.beside = beside;
    this.loose = new LooseFiles(place, registry, volumes, locks);
  }

  /** What was being made when somebody died. */
  LooseFiles loose() {
    return loose;
  }

  /**
   * Makes a user's row and its file, if they are not there; waits until nobody else has it.
   *
   * @return to be waited for before anybody is told that something is in the file
   */
  Beside.Begun<Boolean> make(String user) {
    locks.exclude(user);
    try {
      UserLayout layout = registry.heading().layout();
      if (layout.digits() == UserLayout.Digits.LEADING && registry.row(user) == null) {
        return makeInTurn(layout.folderOf(user), user);
      }
      return makeAlone(user);
    } finally {
      locks.release(user);
    }
  }

  /**
   * One of a folder at a time, in all processes, so that none is made beside the one that fills it.
   */
  private Beside.Begun<Boolean> makeInTurn(String folder, String user) {
    String lock = '\0' + folder; // no user's
    locks.exclude(lock);
    try {
      return makeAlone(user);
    } finally {
      locks.release(lock);
    }
  }

  private Beside.Begun<Boolean> makeAlone(String user) {
    Template.Content content = template.content();
    UserRow known = registry.row(user);
    if (known != null) {
      return databases.isThere(known)
          ? Beside.ended(true)
          : makeFile(known, content, Beside.ended(true));
    }
    UserRow begun = begin(user).broughtUpTo(content.indexes());
    Beside.Begun<Boolean> knows = beside.begin(() -> registry.put(begun) != null);
    try {
      return makeFile(begun, content, knows);
    } finally {
      knows.end();
    }
  }

  /**
   * Makes a user's file of the template.
   *
   * @param knows whether the registry knows the user, before whose end the file must not be there
   * @return the syncing of its folder
   */
  private Beside.Begun<Boolean> makeFile(
      UserRow row, Template.Content content, Beside.Begun<Boolean> knows) {
    Path file = volumes.file(row);
    try {
      Disk.within(folderOf(file), () -> Disk.tryToWrite(file, content.bytes(), knows::end));
    } catch (IOException e) {
      throw place.unavailable(e);
    }
    return beside.begin(() -> syncFolderOf(file));
  }

  private boolean syncFolderOf(Path file) {
    try {
      Disk.syncWhatIsLeft(folderOf(file));
      return true;
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }

  /** Makes a user's file, a copy of another that serves. */
  void makeCopy(Backend source, UserRow row) {
    Path file = volumes.file(row);
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
    if (databases.isThere(row)) {
      try (Backend file = databases.serve(row)) {
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

  /**
   * Removes a user of whom nothing is left, and whom the caller has alone. In this order: a file
   * without a row is nobody's, a row without its file is an alarm.
   */
  void remove(UserRow row) {
    settle(row); // else a second file would be a trace of who is gone, and nobody would know of it
    registry.remove(row.user());
    Path file = volumes.file(row);
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
}
