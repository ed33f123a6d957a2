package dev.pagurus.spi;

import dev.pagurus.document.FieldPath;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An index that a collection declares, for all its users (INDEX-1).
 *
 * @param kind what it serves
 * @param paths the values it holds: one or more for VALUE and TEXT, one for UNIQUE and ARRAY
 */
public record IndexDefinition(Kind kind, List<FieldPath> paths) {

  /** The most paths of one index. */
  public static final int MAX_PATHS = 16;

  /** What an index serves. */
  public enum Kind {
    /** Comparisons, ranges, prefixes and orders over one or more paths. */
    VALUE,
    /**
     * As VALUE over one path, and within a user no two documents hold the same value; missing and
     * null are free (INDEX-2).
     */
    UNIQUE,
    /** {@code contains} over one path. */
    ARRAY,
    /** {@code matches} over one or more paths. */
    TEXT
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there are no paths, too many, or one twice
   */
  public IndexDefinition {
    paths = List.copyOf(paths);
    boolean single = kind == Kind.UNIQUE || kind == Kind.ARRAY;
    int most = single ? 1 : MAX_PATHS;
    if (paths.isEmpty() || paths.size() > most) {
      throw new IllegalArgumentException(
          "an index of the kind "
              + lower(kind)
              + " has 1 to "
              + most
              + " paths, and this has "
              + paths.size());
    }
    if (new HashSet<>(paths).size() < paths.size()) {
      throw new IllegalArgumentException("a path stands twice in the index " + name(kind, paths));
    }
  }

  /**
   * The name by which errors and plans call the index; two indexes of a collection with one name
   * are the same.
   *
   * @return for example {@code value(country, population)}
   */
  public String name() {
    return name(kind, paths);
  }

  private static String name(Kind kind, List<FieldPath> paths) {
    return paths.stream()
        .map(FieldPath::toString)
        .collect(Collectors.joining(", ", lower(kind) + "(", ")"));
  }

  private static String lower(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name();
  }
}
