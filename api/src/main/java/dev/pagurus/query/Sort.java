package dev.pagurus.query;

import dev.pagurus.document.FieldPath;

/**
 * One path to sort by, up or down (QUERY-4). Kinds rank missing, null, false, true, numbers,
 * strings, arrays and objects (all of these equal).
 *
 * @param path where the value is
 * @param descending whether to turn the whole rank around, so that what is missing comes last
 */
public record Sort(FieldPath path, boolean descending) {

  /**
   * Sorts up.
   *
   * @param path where the value is
   * @return an ascending sort
   */
  public static Sort ascending(FieldPath path) {
    return new Sort(path, false);
  }

  /**
   * Sorts down.
   *
   * @param path where the value is
   * @return a descending sort
   */
  public static Sort descending(FieldPath path) {
    return new Sort(path, true);
  }

  /** As the query language writes it: {@code population desc}. */
  @Override
  public String toString() {
    return descending ? path + " desc" : path.toString();
  }
}
