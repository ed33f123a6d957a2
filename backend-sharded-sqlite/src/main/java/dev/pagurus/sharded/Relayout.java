package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Moves many users, one after the other, while the store serves. Who has moved lies where its row
 * says, and the others where theirs say; so it can be cut short anywhere, and the same call again
 * goes on.
 */
final class Relayout {

  private final Registry registry;
  private final Volumes volumes;
  private final OpenUsers open;
  private final UserMover mover;

  Relayout(Registry registry, Volumes volumes, OpenUsers open, UserMover mover) {
    this.registry = registry;
    this.volumes = volumes;
    this.open = open;
    this.mover = mover;
  }

  /** Deepens the folders. New users go to the new ones at once. */
  void deepen(String fanOut, Consumer<Finding> findings, Progress progress) {
    UserLayout now = registry.heading().layout();
    UserLayout next = now.withFanOut(fanOut);
    if (next.width() < now.width()) {
      throw new BackendException(
          ErrorCode.INVALID,
          "the store has the fan-out " + now.writtenFanOut() + ", which can only be made deeper");
    }
    if (next.firsts() != now.firsts()) {
      requireNoLinks();
    }
    if (now.digits() == UserLayout.Digits.LEADING) {
      registry.users().forEach(row -> next.pathOf(row.user())); // or tells who is too short for it
    }
    registry.heading().relay(next, true);
    long failed =
        each(
            row -> !row.path().equals(next.pathOf(row.user())),
            row -> new Spot(row.volume(), next.pathOf(row.user())),
            findings,
            progress);
    if (failed == 0) {
      registry.heading().relay(next, false);
    }
  }

  /** The links would be left behind, and all would come to lie on one disk. */
  private void requireNoLinks() {
    Path home = volumes.folder(Volumes.HOME);
    if (!Files.isDirectory(home)) {
      return;
    }
    try (Stream<Path> folders = Files.list(home)) {
      folders
          .filter(Files::isSymbolicLink)
          .findFirst()
          .ifPresent(
              link -> {
                throw new BackendException(
                    ErrorCode.INVALID,
                    link
                        + " is a link to another disk, and the first level of folders cannot be"
                        + " changed with such links: deepen the levels below, as from 1/2 to 1/2/2");
              });
    } catch (IOException e) {
      throw new BackendException(ErrorCode.UNAVAILABLE, "cannot read " + home + ": " + e, e);
    }
  }

  /** Moves everybody from a volume to another. */
  void drain(String from, String to, Consumer<Finding> findings, Progress progress) {
    volumes.require(from);
    volumes.require(to);
    each(
        row -> row.volume().equals(from),
        row -> new Spot(row.volume().equals(from) ? to : row.volume(), row.path()),
        findings,
        progress);
  }

  /**
   * Moves one user to a volume.
   *
   * @return whether there is such a user
   */
  boolean place(String user, String volume) {
    volumes.require(volume);
    return open.alone(user, () -> mover.move(user, row -> new Spot(volume, row.path()))) != null;
  }

  private long each(
      Predicate<UserRow> due,
      UserMover.Choice choice,
      Consumer<Finding> findings,
      Progress progress) {
    long all = registry.countUsers();
    long done = 0;
    long failed = 0;
    progress.at(0, all);
    for (UserRow row : registry.users()) {
      if (due.test(row) || row.left() != null) {
        String user = row.user();
        try {
          open.alone(user, () -> mover.move(user, choice));
        } catch (BackendException e) {
          if (e.code() == ErrorCode.CLOSED) {
            throw e;
          }
          failed++;
          findings.accept(new Finding(user, null, "was not moved: " + e.getMessage()));
        }
      }
      progress.at(++done, Math.max(done, all));
    }
    return failed;
  }
}
