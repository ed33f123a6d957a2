package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Moves a user's file while nobody has it open. The row names one spot, and the file there is the
 * one that counts, always:
 *
 * <ol>
 *   <li>the row says where else a file may lie: at the new spot;
 *   <li>the file is made there, whole and on the disk;
 *   <li>the row names the new spot, and says that a file may lie at the old one: the user has
 *       moved;
 *   <li>the old file goes, and then the row's word of it.
 * </ol>
 *
 * <p>So who is killed in between leaves one file that counts, and a row that tells where the other
 * is, which {@link Leftovers} removes.
 */
final class UserMover {

  /** So that a disk is not filled to the last byte. */
  private static final long ROOM_LEFT_BYTES = 1 << 20;

  private final Place place;
  private final Registry registry;
  private final Volumes volumes;
  private final UserDatabases databases;
  private final Leftovers leftovers;

  UserMover(
      Place place,
      Registry registry,
      Volumes volumes,
      UserDatabases databases,
      Leftovers leftovers) {
    this.place = place;
    this.registry = registry;
    this.volumes = volumes;
    this.databases = databases;
    this.leftovers = leftovers;
  }

  /** Where a user is to lie. */
  interface Choice {
    Spot of(UserRow row);
  }

  /**
   * Moves a user, of whom the caller has the lock.
   *
   * @return null if there is no such user, else whether it was moved
   */
  @Nullable Boolean move(String user, Choice choice) {
    UserRow row = registry.row(user);
    if (row == null) {
      return null;
    }
    try {
      UserRow settled = leftovers.remove(row);
      Spot to = choice.of(settled);
      if (settled.spot().equals(to)) {
        return false;
      }
      volumes.require(to.volume());
      if (databases.isThere(settled)) {
        moveFile(settled, to);
      } else {
        leftovers.put(settled.movedTo(to, null)); // it was begun and never made
      }
      return true;
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }

  private void moveFile(UserRow row, Spot to) throws IOException {
    Path source = volumes.file(row);
    Path target = volumes.file(to);
    databases.emptyLog(row);
    if (Files.exists(target)) {
      throw new BackendException(
          ErrorCode.CORRUPT,
          "the user cannot be moved to "
              + target
              + ", where a file is that no user has: run verify, then repair");
    }
    UserRow announced = leftovers.put(row.movedTo(row.spot(), to));
    Path folder = Objects.requireNonNull(target.getParent());
    boolean sameVolume = row.volume().equals(to.volume());
    Disk.within(
        folder,
        () -> {
          if (!sameVolume || !Disk.link(source, target)) {
            requireRoom(source, folder);
            Disk.copy(source, target);
          }
        });
    leftovers.remove(leftovers.put(announced.movedTo(to, row.spot())));
  }

  private static void requireRoom(Path source, Path folder) throws IOException {
    long needed = Files.size(source) + ROOM_LEFT_BYTES;
    if (Files.getFileStore(folder).getUsableSpace() < needed) {
      throw new BackendException(
          ErrorCode.FULL, folder + " has no room for a file of " + needed + " bytes: make some");
    }
  }
}
