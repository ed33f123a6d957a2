package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The disks that users' files lie on: {@link #HOME}, which is the folder of users in the store
 * itself, and those that the configuration names. The registry remembers them, so that who opens
 * the store without a configuration finds them too.
 *
 * <p>A new user goes to a volume by the first of its folders: these are dealt out in even, unbroken
 * ranges to the volumes that were configured last, in their order. Where a user has gone stands in
 * its row, and no later configuration changes that.
 */
final class Volumes {

  /** The volume of a store that has no others. */
  static final String HOME = "home";

  private final Place place;
  private final Heading heading;
  private final Table table;
  private volatile Map<String, Volume> known;

  private Volumes(Place place, Registry registry) {
    this.place = place;
    this.heading = registry.heading();
    this.table = registry.table("volumes");
    this.known = load();
  }

  /**
   * Reads which volumes there are, and has those take new users that are configured now.
   *
   * @param configured empty to leave all as it is
   */
  static Volumes open(Place place, Registry registry, List<Volume> configured) {
    Volumes volumes = new Volumes(place, registry);
    if (!configured.isEmpty()) {
      volumes.configure(configured);
    }
    return volumes;
  }

  private Map<String, Volume> load() {
    Map<String, Volume> all = new LinkedHashMap<>();
    try (Rows rows = table.rows(null)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        Volume volume = Volume.read(row);
        all.put(volume.name(), volume);
      }
    }
    return all;
  }

  private void configure(List<Volume> configured) {
    Map<String, Volume> wanted = new LinkedHashMap<>();
    for (Volume volume : configured) {
      if (wanted.put(volume.name(), volume) != null) {
        throw new BackendException(
            ErrorCode.INVALID, "two volumes are named " + volume.name() + ": rename one");
      }
      if (!known.containsKey(volume.name())) {
        VolumeMark.write(volume, heading.store()); // first, so that what is registered is marked
      }
    }
    known.values().stream()
        .filter(old -> !wanted.containsKey(old.name()))
        .forEach(old -> wanted.put(old.name(), old.retired()));
    wanted.values().stream()
        .filter(volume -> !volume.equals(known.get(volume.name())))
        .forEach(volume -> table.put(volume.name(), volume.write()));
    known = load();
  }

  /** Where a volume's folders of users are. */
  Path folder(String volume) {
    return volume.equals(HOME) ? place.users() : named(volume).folder();
  }

  Path file(UserRow row) {
    return file(row.spot());
  }

  Path file(Spot spot) {
    return folder(spot.volume()).resolve(spot.path());
  }

  /** All of them, home first; also those that are away. */
  Map<String, Path> folders() {
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put(HOME, place.users());
    load().values().forEach(volume -> folders.put(volume.name(), volume.folder()));
    return folders;
  }

  private Volume named(String name) {
    Volume volume = known.get(name);
    if (volume == null) {
      known = load(); // another process may have brought it in
      volume = known.get(name);
    }
    if (volume == null) {
      throw new BackendException(ErrorCode.INVALID, "the store has no volume " + name);
    }
    return volume;
  }

  /**
   * Where a new user goes.
   *
   * @param layout of the store
   * @param path the user's, by that layout
   */
  String choose(UserLayout layout, String path) {
    List<Volume> open =
        load().values().stream()
            .filter(Volume::takesNewUsers)
            .sorted(Comparator.comparingInt(Volume::order))
            .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    if (open.isEmpty()) {
      return HOME;
    }
    int folder = layout.numberOfFirst(path);
    return open.get((int) ((long) folder * open.size() / layout.firsts())).name();
  }

  /**
   * Makes sure that a volume is there: a folder without its mark is what a disk leaves behind that
   * was taken away.
   *
   * @throws BackendException UNAVAILABLE, naming the volume
   */
  void require(String name) {
    if (name.equals(HOME) || VolumeMark.isThere(named(name), heading.store())) {
      return;
    }
    known = load(); // it may have been configured to lie elsewhere
    Volume volume = named(name);
    if (!VolumeMark.isThere(volume, heading.store())) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          "the volume "
              + name
              + " is not at "
              + volume.folder()
              + ": bring its disk back, or configure where it is now; its users are not there until"
              + " then, and all others are served");
    }
  }
}
