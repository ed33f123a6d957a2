package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Filter.Operator;
import dev.pagurus.query.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One of the filters that must all be true, and what it asks of the key at its path. Every key
 * column holds a key for every document, one for missing values too, so that a test on a key is
 * true or false and never SQL's NULL (QUERY-2).
 *
 * @param filter as it stands in the request
 * @param path the path it is about, null if it is not about one
 * @param equal the keys one of which the key must be; null if that is not what is asked
 * @param range the range in which the key must be; null if that is not what is asked
 * @param unequal the key which the key must not be; null if that is not what is asked
 */
record Conjunct(
    Filter filter,
    @Nullable FieldPath path,
    @Nullable List<Key> equal,
    @Nullable KeyRange range,
    @Nullable Key unequal) {

  /**
   * How many are looked at one by one; SQLite allows an expression to be nested 1,000 deep, and a
   * chain of ANDs is as deep as it is long.
   */
  private static final int MOST = 100;

  static List<Conjunct> of(Filter filter) {
    List<Filter> parts = filter instanceof Filter.And and ? and.filters() : List.of(filter);
    List<Conjunct> conjuncts = new ArrayList<>();
    parts.stream().limit(MOST).map(Conjunct::ofOne).forEach(conjuncts::add);
    if (parts.size() > MOST) {
      Filter rest = Filter.allOf(parts.subList(MOST, parts.size()));
      conjuncts.add(new Conjunct(rest, null, null, null, null));
    }
    return conjuncts;
  }

  private static Conjunct ofOne(Filter filter) {
    if (filter instanceof Filter.Compare compare) {
      return ofCompare(compare);
    }
    if (filter instanceof Filter.In in) {
      return equalToOne(filter, in.path(), in.values());
    }
    if (filter instanceof Filter.Or or) {
      return ofOr(or);
    }
    FieldPath path = rangePath(filter);
    KeyRange range = path == null ? null : KeyRange.of(filter).orElse(null);
    return new Conjunct(filter, path, null, range, null);
  }

  private static Conjunct ofCompare(Filter.Compare compare) {
    if (compare.operator() == Operator.EQ) {
      return equalToOne(compare, compare.path(), List.of(compare.value()));
    }
    if (compare.operator() == Operator.NE) {
      Key key = Key.of(compare.value());
      return new Conjunct(compare, compare.path(), null, null, key);
    }
    KeyRange range = KeyRange.of(compare).orElse(null);
    return new Conjunct(compare, compare.path(), null, range, null);
  }

  private static @Nullable FieldPath rangePath(Filter filter) {
    if (filter instanceof Filter.Between between) {
      return between.path();
    }
    if (filter instanceof Filter.StartsWith startsWith) {
      return startsWith.path();
    }
    return filter instanceof Filter.Exists exists ? exists.path() : null;
  }

  private static Conjunct equalToOne(Filter filter, FieldPath path, List<JsonNode> values) {
    TreeSet<Key> keys = new TreeSet<>();
    values.forEach(value -> keys.add(Key.of(value)));
    return new Conjunct(filter, path, List.copyOf(keys), null, null);
  }

  /** {@code a = 1 or a = 2} asks the same as {@code a in (1, 2)}. */
  private static Conjunct ofOr(Filter.Or or) {
    FieldPath path = null;
    List<JsonNode> values = new ArrayList<>();
    for (Filter part : or.filters()) {
      FieldPath own = null;
      if (part instanceof Filter.Compare compare && compare.operator() == Operator.EQ) {
        own = compare.path();
        values.add(compare.value());
      } else if (part instanceof Filter.In in) {
        own = in.path();
        values.addAll(in.values());
      }
      if (own == null || (path != null && !path.equals(own))) {
        return new Conjunct(or, null, null, null, null);
      }
      path = own;
    }
    return path == null || values.size() > Filter.MAX_VALUES
        ? new Conjunct(or, null, null, null, null)
        : equalToOne(or, path, values);
  }

  boolean isAbout(FieldPath other) {
    return other.equals(path);
  }

  /** The one key asked for, null if that is not what is asked. */
  @Nullable Key single() {
    return equal != null && equal.size() == 1 ? equal.get(0) : null;
  }

  boolean isOnKey() {
    return equal != null || range != null || unequal != null;
  }
}
