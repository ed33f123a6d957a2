package dev.pagurus.architecture;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The plan of the house. A room is a package with its subpackages; it names the rooms and the
 * libraries that it may use beside itself, and what it does not name is forbidden. Each uses only
 * rooms that stand above it.
 */
enum Room {
  DOCUMENT("document", List.of(), Library.JACKSON),
  QUERY("query", List.of(DOCUMENT), Library.JACKSON),
  SPI("spi", List.of(DOCUMENT, QUERY), Library.JACKSON),
  /** {@code dev.pagurus} itself, and no package below it. */
  STORE("", List.of(DOCUMENT, QUERY, SPI), Library.JACKSON, Library.TOML),

  MIGRATOR("migrator", api(), Library.JACKSON),

  /** The kit has the mover move what it judges. */
  TCK("tck", apiAnd(MIGRATOR), Library.JACKSON, Library.JUNIT),

  FILE("file", api(), Library.JACKSON, Library.LUCENE, Library.TOML),
  SQLITE("sqlite", api(), Library.JACKSON, Library.JDBC),
  SHARDED("sharded", apiAnd(SQLITE), Library.JACKSON, Library.JDBC),

  CLI("cli", apiAnd(MIGRATOR, TCK), Library.JACKSON, Library.JUNIT, Library.TERMINAL),
  BENCH("bench", apiAnd(TCK, FILE, SQLITE, SHARDED, MIGRATOR, CLI), Library.values());

  static final String HOUSE = "dev.pagurus";

  /** Backends show the world their provider and their settings only. */
  static final Set<Room> BACKENDS = EnumSet.of(FILE, SQLITE, SHARDED);

  /** Programs talk to a person; what is not a program is a library, and silent. */
  static final Set<Room> PROGRAMS = EnumSet.of(CLI, BENCH);

  /** Rooms that have no module yet. Whoever builds one takes it out of this set. */
  static final Set<Room> PLANNED = EnumSet.noneOf(Room.class);

  private final String packageName;

  @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf
  private final Set<Room> rooms;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of
  private final Set<Library> libraries;

  Room(String name, List<Room> rooms, Library... libraries) {
    this.packageName = name.isEmpty() ? "dev.pagurus" : "dev.pagurus." + name;
    this.rooms = Set.copyOf(rooms);
    this.libraries = Set.of(libraries);
  }

  private static List<Room> api() {
    return List.of(DOCUMENT, QUERY, SPI, STORE);
  }

  private static List<Room> apiAnd(Room... more) {
    return Stream.concat(api().stream(), Arrays.stream(more)).toList();
  }

  /**
   * The room that a package belongs to; empty for a library's package and for one that is on no
   * plan.
   */
  static Optional<Room> of(String packageName) {
    return Arrays.stream(values()).filter(room -> room.contains(packageName)).findFirst();
  }

  static boolean isInHouse(String packageName) {
    return packageName.equals(HOUSE) || packageName.startsWith(HOUSE + ".");
  }

  String packageName() {
    return packageName;
  }

  boolean contains(String name) {
    return name.equals(packageName) || (this != STORE && name.startsWith(packageName + "."));
  }

  /** Whether code in this room may mention a type of that package. */
  boolean mayUse(String name) {
    return isInHouse(name)
        ? contains(name) || rooms.stream().anyMatch(room -> room.contains(name))
        : Library.isCommon(name) || libraries.stream().anyMatch(library -> library.contains(name));
  }
}
