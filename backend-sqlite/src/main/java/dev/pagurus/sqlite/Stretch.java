package dev.pagurus.sqlite;

import dev.pagurus.query.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an index that gives its rows in order: some of the columns sorted by are fixed, and
 * the next is in a range.
 *
 * @param columns the columns sorted by
 * @param keys what the first of them are fixed to
 * @param next the one behind those, null if all are fixed
 * @param from the lower end of its range, null if that is open
 * @param to the end before which its range ends, null if that is open
 * @param afterId the id after which it begins, null if with the first
 */
record Stretch(
    List<String> columns,
    List<Key> keys,
    @Nullable String next,
    @Nullable Key from,
    @Nullable Key to,
    @Nullable String afterId) {

  int fixed() {
    return keys.size();
  }

  void addTo(Where where) {
    for (int i = 0; i < keys.size(); i++) {
      where.and(columns.get(i) + " = ?", keys.get(i).bytes());
    }
    if (next != null) {
      where.andBetween(next, from, to);
    }
    if (afterId != null) {
      where.and("d.id > ?", afterId);
    }
  }

  /**
   * The stretches after a position: first what has equal keys and a later id, then what has the
   * same keys but the last and goes on there, and so on. Each is a range of the index, so that a
   * late page costs what the first does.
   */
  static List<Stretch> of(Ordering ordering, @Nullable KeyRange range) {
    List<String> names = ordering.columns().stream().map(Ordering.Column::name).toList();
    Ordering.After after = ordering.after();
    if (after == null) {
      String first = names.isEmpty() ? null : names.get(0);
      return List.of(
          new Stretch(
              names,
              List.of(),
              first,
              range == null ? null : new Key(range.from()),
              range == null ? null : new Key(range.to()),
              null));
    }
    List<Stretch> steps = new ArrayList<>();
    boolean inRange =
        range == null || names.isEmpty() || range.contains(after.keys().get(0).bytes());
    for (int fixed = names.size(); fixed >= 0; fixed--) {
      if (fixed > 0 && !inRange) {
        continue;
      }
      List<Key> keys = after.keys().subList(0, fixed);
      if (fixed == names.size()) {
        steps.add(new Stretch(names, keys, null, null, null, after.id()));
      } else {
        steps.add(beyond(ordering, fixed, keys, fixed == 0 ? range : null));
      }
    }
    return steps;
  }

  private static Stretch beyond(
      Ordering ordering, int fixed, List<Key> keys, @Nullable KeyRange range) {
    Ordering.After after = ordering.after();
    Key key = after == null ? new Key(new byte[0]) : after.keys().get(fixed);
    boolean down = ordering.columns().get(fixed).descending();
    Key from = range == null ? null : new Key(range.from());
    Key to = range == null ? null : new Key(range.to());
    Key beyond = down ? key : key.next();
    if (down) {
      to = to == null || beyond.compareTo(to) < 0 ? beyond : to;
    } else {
      from = from == null || beyond.compareTo(from) > 0 ? beyond : from;
    }
    List<String> names = ordering.columns().stream().map(Ordering.Column::name).toList();
    return new Stretch(names, keys, names.get(fixed), from, to, null);
  }
}
