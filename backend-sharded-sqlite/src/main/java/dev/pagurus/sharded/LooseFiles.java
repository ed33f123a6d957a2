package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files that may be nobody's: a user's file that is made as a whole under its own name is noted in
 * the registry before, and the note goes with the commit that gives the file to the user. So a note
 * that is met later tells what a crash left.
 */
final class LooseFiles {

  private static final System.Logger LOG = System.getLogger(LooseFiles.class.getName());

  private final Place place;
  private final Registry registry;
  private final Volumes volumes;
  private final UserLocks locks;

  LooseFiles(Place place, Registry registry, Volumes volumes, UserLocks locks) {
    this.place = place;
    this.registry = registry;
    this.volumes = volumes;
    this.locks = locks;
  }

  /** Removes all that were left, but for those that are just being made, or whose disk is away. */
  void sweep() {
    for (String user : registry.loose()) {
      if (locks.tryExclude(user)) {
        try {
          tryToRemove(user);
        } finally {
          locks.release(user);
        }
      }
    }
  }

  /** As {@link #remove(String)}; what cannot be removed now stays for the next opening. */
  void tryToRemove(String user) {
    try {
      remove(user);
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a file that is nobody''s stays for now: {0}",
          e.getMessage());
    }
  }

  /** Removes what was left of a user, whom the caller excludes; the user's own file stays. */
  void remove(String user) {
    UserRow left = registry.loose(user);
    if (left == null) {
      return;
    }
    UserRow row = registry.row(user);
    if (row == null || !row.path().equals(left.path()) || !row.volume().equals(left.volume())) {
      remove(left);
    }
    registry.forgetLoose(user);
  }

  private void remove(UserRow left) {
    volumes.require(left.volume());
    Path file = volumes.file(left);
    try {
      Disk.removeCopy(file);
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }
}
