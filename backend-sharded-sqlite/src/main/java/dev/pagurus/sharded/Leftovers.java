package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Second files of users, which a move left behind that was cut short. A user's row tells where one
 * may be.
 */
final class Leftovers {

  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

  private final Registry registry;
  private final Volumes volumes;

  Leftovers(Registry registry, Volumes volumes) {
    this.registry = registry;
    this.volumes = volumes;
  }

  /**
   * Removes a user's second file. For who has the user's lock, shared or alone: then nobody is just
   * moving it, and what more than one removes is gone all the same.
   *
   * @return the row as it is now
   */
  UserRow remove(UserRow row) throws IOException {
    Spot left = row.left();
    if (left == null) {
      return row;
    }
    if (left.equals(row.spot())) {
      throw new IllegalStateException("the file that counts is no leftover");
    }
    volumes.require(left.volume());
    Path file = volumes.file(left);
    if (Files.isDirectory(Objects.requireNonNull(file.getParent()))) {
      Disk.removeDatabase(file);
      removeEmptyFolders(left);
    }
    return put(row.movedTo(row.spot(), null));
  }

  /** The same, for who only comes by: what cannot be removed now stays for the next. */
  UserRow tryToRemove(UserRow row) {
    if (row.left() == null) {
      return row;
    }
    try {
      return remove(row);
    } catch (IOException | BackendException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a user''s second file was not removed: {0}",
          e.getMessage());
      UserRow now = registry.row(row.user());
      return now == null ? row : now;
    }
  }

  /** But not a link to another disk, nor the folder of the volume. */
  private void removeEmptyFolders(Spot left) throws IOException {
    Path top = volumes.folder(left.volume());
    Path at = volumes.file(left).getParent();
    while (at != null && !at.equals(top) && !Files.isSymbolicLink(at)) {
      try {
        Files.delete(at);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        return;
      }
      at = at.getParent();
    }
  }

  /** Writes a row that nobody else can have changed but by the same work. */
  UserRow put(UserRow row) {
    UserRow stored = registry.put(row);
    if (stored == null) {
      throw new BackendException(
          ErrorCode.BUSY, "the user's row was changed meanwhile; nothing was moved: try again");
    }
    return stored;
  }
}
