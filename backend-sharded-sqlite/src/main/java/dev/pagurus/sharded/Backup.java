package dev.pagurus.sharded;

import dev.pagurus.SettingValues;
import dev.pagurus.document.Names;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Copies of a whole store: each user as it is at one moment, and a registry of those users. Written
 * under another name first, so that what has the right name is whole.
 */
final class Backup {

  private Backup() {}

  static void write(
      Place place,
      ShardedSettings settings,
      Registry registry,
      OpenUsers open,
      Path target,
      Progress progress) {
    requireFree(target);
    Place part = new Place(part(target));
    try {
      removeTree(part.root());
      Disk.makeFolders(part.users());
      long users = 0;
      try (Registry copy =
          Registry.open(
              part, settings, registry.heading().layout(), OpenRequest.Mode.OPEN_OR_CREATE)) {
        registry
            .indexes()
            .declared()
            .forEach((collection, all) -> copy.indexes().declare(collection, none -> all));
        for (UserRow row : registry.users()) {
          try {
            copyUser(row, open, part, copy);
          } catch (BackendException e) {
            throw AllUsers.UNREADABLE.contains(e.code()) ? withoutUser(row.user(), e) : e;
          }
          progress.at(++users, -1);
        }
      }
      publish(part.root(), target);
    } catch (IOException e) {
      throw place.unavailable(e);
    } finally {
      removeTree(part.root());
    }
  }

  private static void copyUser(UserRow row, OpenUsers open, Place part, Registry copy)
      throws IOException {
    try (OpenUsers.Lease lease = open.lease(row.user(), OpenUsers.Use.LIVE)) {
      if (lease == null || lease.backend().user(row.user()) == null) {
        return;
      }
      Path file = part.users().resolve(row.path());
      Disk.makeFolders(Objects.requireNonNull(file.getParent()));
      lease.backend().maintenance().backup(file, Progress.NONE);
      // Hot, because the figures are those of another moment; the file knows its own.
      copy.put(UserRow.begun(row.user(), Volumes.HOME, row.path()).heated());
    }
  }

  private static BackendException withoutUser(String user, BackendException e) {
    return new BackendException(
        e.code(),
        "no copy was made, because the user "
            + Names.quote(user)
            + " cannot be read: "
            + e.getMessage(),
        e);
  }

  static void restore(Path backup, Place place) {
    if (!Files.isRegularFile(new Place(backup).registry())) {
      throw new Place(backup).foreign("no copy of a sharded store");
    }
    requireFree(place.root());
    Place part = new Place(part(place.root()));
    try {
      removeTree(part.root());
      copyTree(backup, part.root());
      requireStore(part, backup);
      publish(part.root(), place.root());
    } catch (IOException e) {
      throw place.unavailable(e);
    } finally {
      removeTree(part.root());
    }
  }

  private static void requireStore(Place part, Path backup) {
    ShardedSettings settings = ShardedSettings.of(SettingValues.defaults());
    try {
      Registry.open(part, settings, OpenRequest.Mode.MUST_EXIST).close();
    } catch (BackendException e) {
      throw new BackendException(
          ErrorCode.FOREIGN, backup + " is no copy of a sharded store: " + e.getMessage(), e);
    }
  }

  private static Path part(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  private static void requireFree(Path target) {
    if (Files.exists(target)) {
      throw new BackendException(
          ErrorCode.INVALID, target + " is there already: name a place where nothing is");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BackendException(
          ErrorCode.INVALID, "there is no folder " + folder + " to write to: make it");
    }
  }

  private static void publish(Path part, Path target) throws IOException {
    Files.move(part, target);
    Disk.syncFolder(target.toAbsolutePath().resolveSibling("."));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(from)) {
      all = files.toList();
    }
    for (Path each : all) {
      Path copy = to.resolve(from.relativize(each).toString());
      if (Files.isDirectory(each)) {
        Disk.makeFolders(copy);
      } else {
        Files.copy(each, copy);
      }
    }
  }

  private static void removeTree(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new Place(root).unavailable(e);
    }
  }
}
