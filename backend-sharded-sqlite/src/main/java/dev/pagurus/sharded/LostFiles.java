package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Rows whose file is lost, though the disk is there. */
final class LostFiles {

  private final Place place;
  private final Registry registry;
  private final Volumes volumes;
  private final OpenUsers open;

  LostFiles(Place place, Registry registry, Volumes volumes, OpenUsers open) {
    this.place = place;
    this.registry = registry;
    this.volumes = volumes;
    this.open = open;
  }

  /**
   * Takes their rows away, so that the users can be made anew or restored; what was known of them
   * goes where a person can look at it.
   */
  void forget(Path quarantine, Consumer<Finding> findings) {
    for (UserRow row : registry.users()) {
      try {
        if (isLost(row)) {
          open.alone(row.user(), () -> forget(row.user(), quarantine, findings));
        }
      } catch (BackendException e) {
        if (e.code() == ErrorCode.CLOSED) {
          throw e;
        }
        findings.accept(new Finding(row.user(), null, String.valueOf(e.getMessage())));
      }
    }
  }

  /**
   * In the store's own folder, which has no mark, the file's folder tells that the disk is there:
   * what a disk leaves behind that is not mounted is empty.
   */
  private boolean isLost(UserRow row) {
    Path file = volumes.file(row);
    if (!row.made() || Files.exists(file)) {
      return false;
    }
    if (row.volume().equals(Volumes.HOME)) {
      return Files.isDirectory(file.resolveSibling("."));
    }
    volumes.require(row.volume());
    return !Files.exists(file);
  }

  private boolean forget(String user, Path quarantine, Consumer<Finding> findings) {
    UserRow row = registry.row(user);
    if (row == null || !isLost(row)) {
      return false;
    }
    Path file = volumes.file(row);
    Spot left = row.left();
    if (left != null) {
      volumes.require(left.volume());
      if (Files.exists(volumes.file(left))) {
        registry.put(row.movedTo(left, null)); // a second file is always whole
        findings.accept(
            new Finding(user, null, file + " is lost; " + volumes.file(left) + " took its place"));
        return true;
      }
    }
    try {
      Disk.makeFolders(quarantine.toAbsolutePath());
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.db$", "");
      Path kept = quarantine.resolve("lost-" + row.at() + "-" + name + ".json");
      Files.write(kept, row.write().toString().getBytes(StandardCharsets.UTF_8));
      registry.remove(user);
      findings.accept(
          new Finding(
              user, null, file + " is lost: the user is forgotten; what was known is in " + kept));
      return true;
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }
}
