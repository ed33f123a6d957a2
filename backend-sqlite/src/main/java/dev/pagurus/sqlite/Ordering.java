package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Position;
import dev.pagurus.query.Sort;
import dev.pagurus.sqlite.CollectionIndexes.KeyColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The order that a request asks for, in terms of key columns, without the paths at which all
 * answers hold the same value.
 *
 * @param columns the key columns to sort by, first things first; the id comes after them
 * @param after what the page begins after: a key for each column, and an id; null for the first
 */
record Ordering(List<Column> columns, @Nullable After after) {

  /** A column and its direction. */
  record Column(FieldPath path, String name, boolean descending) {

    String sql() {
      return descending ? name + " DESC" : name;
    }
  }

  /** A position. */
  record After(List<Key> keys, String id) {}

  /** Null if a path has no key column: then SQLite cannot sort by it. */
  static @Nullable Ordering of(
      List<Sort> order,
      @Nullable Position after,
      Map<FieldPath, KeyColumn> keyColumns,
      Set<FieldPath> constant) {
    List<Column> columns = new ArrayList<>();
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      Sort sort = order.get(i);
      if (constant.contains(sort.path())) {
        continue;
      }
      KeyColumn key = keyColumns.get(sort.path());
      if (key == null) {
        return null;
      }
      String name = "d." + StoredIndex.column(key.slot());
      columns.add(new Column(sort.path(), name, sort.descending()));
      if (after != null) {
        keys.add(Key.of(after.values().get(i)));
      }
    }
    return new Ordering(columns, after == null ? null : new After(keys, after.id()));
  }

  boolean isById() {
    return columns.isEmpty();
  }

  /** How many columns come in order when an index gives its paths in order. */
  int given(List<FieldPath> paths) {
    int given = 0;
    while (given < columns.size()
        && given < paths.size()
        && columns.get(given).path().equals(paths.get(given))
        && columns.get(given).descending() == columns.get(0).descending()) {
      given++;
    }
    return given;
  }

  String sql(int from, String id) {
    return columns.subList(from, columns.size()).stream()
        .map(column -> column.sql() + ", ")
        .collect(Collectors.joining("", " ORDER BY ", id));
  }

  /** The condition of lying after the position, for rows that no index gives in order. */
  void addCondition(Where where, String id) {
    if (after == null) {
      return;
    }
    StringBuilder condition = new StringBuilder();
    List<Object> arguments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      condition.append('(').append(column.name()).append(column.descending() ? " < ?" : " > ?");
      condition.append(" OR (").append(column.name()).append(" = ? AND ");
      arguments.add(after.keys().get(i).bytes());
      arguments.add(after.keys().get(i).bytes());
    }
    condition.append(id).append(" > ?").append("))".repeat(columns.size()));
    arguments.add(after.id());
    where.and(condition.toString(), arguments.toArray());
  }
}
