package dev.pagurus.file.index;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Utf8;
import dev.pagurus.query.Filter;
import dev.pagurus.query.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One of the filters that must all be true, and what it asks of the sort key at its path.
 *
 * @param filter as it stands in the request
 * @param path the path it is about, null if it is not about the key of one
 * @param values the values one of which must be there; null if that is not what is asked
 * @param range the range in which the key must be; null if that is not what is asked
 * @param exact whether keys tell the whole truth: no value is so long that its key was cut
 */
record Conjunct(
    Filter filter,
    @Nullable FieldPath path,
    @Nullable List<JsonNode> values,
    @Nullable KeyRange range,
    boolean exact) {

  /** How many are looked at one by one; the rest is left. */
  private static final int MOST = 100;

  static List<Conjunct> of(Filter filter) {
    List<Filter> parts = filter instanceof Filter.And and ? and.filters() : List.of(filter);
    List<Conjunct> conjuncts = new ArrayList<>();
    parts.stream().limit(MOST).map(Conjunct::ofOne).forEach(conjuncts::add);
    if (parts.size() > MOST) {
      conjuncts.add(other(Filter.allOf(parts.subList(MOST, parts.size()))));
    }
    return conjuncts;
  }

  private static Conjunct other(Filter filter) {
    return new Conjunct(filter, null, null, null, false);
  }

  private static Conjunct ofOne(Filter filter) {
    if (filter instanceof Filter.Compare compare) {
      return compare.operator() == Filter.Operator.EQ
          ? ofValues(filter, compare.path(), List.of(compare.value()))
          : ofRange(filter, compare.path(), isShort(compare.value()));
    }
    if (filter instanceof Filter.In in) {
      return ofValues(filter, in.path(), in.values());
    }
    if (filter instanceof Filter.Between between) {
      boolean isShort = isShort(between.low()) && isShort(between.high());
      return ofRange(filter, between.path(), isShort);
    }
    if (filter instanceof Filter.StartsWith startsWith) {
      return ofRange(filter, startsWith.path(), isShort(startsWith.prefix()));
    }
    if (filter instanceof Filter.Exists exists) {
      return ofRange(filter, exists.path(), true);
    }
    return filter instanceof Filter.Or or ? ofOr(or) : other(filter);
  }

  private static Conjunct ofValues(Filter filter, FieldPath path, List<JsonNode> values) {
    return new Conjunct(filter, path, values, null, values.stream().allMatch(Conjunct::isShort));
  }

  /**
   * A cut key lies where its value does among all keys of values that were not cut, so a range
   * whose ends are short holds the same keys as values; one with a longer end is left.
   */
  private static Conjunct ofRange(Filter filter, FieldPath path, boolean isShort) {
    KeyRange range = isShort ? KeyRange.of(filter).orElse(null) : null;
    return range == null ? other(filter) : new Conjunct(filter, path, null, range, true);
  }

  private static boolean isShort(JsonNode value) {
    return !value.isString() || isShort(value.stringValue());
  }

  private static boolean isShort(String text) {
    return text.length() <= IndexFields.MAX_STRING_BYTES
        && Utf8.length(text) <= IndexFields.MAX_STRING_BYTES;
  }

  /** {@code a = 1 or a = 2} asks the same as {@code a in (1, 2)}. */
  private static Conjunct ofOr(Filter.Or or) {
    FieldPath path = null;
    List<JsonNode> values = new ArrayList<>();
    for (Filter part : or.filters()) {
      Conjunct own = part instanceof Filter.Or ? other(part) : ofOne(part);
      if (own.values == null || (path != null && !path.equals(own.path))) {
        return other(or);
      }
      path = own.path;
      values.addAll(own.values);
    }
    return path == null || values.size() > Filter.MAX_VALUES
        ? other(or)
        : ofValues(or, path, values);
  }

  boolean isAbout(FieldPath other) {
    return other.equals(path);
  }

  /** The one value asked for, null if that is not what is asked. */
  @Nullable JsonNode single() {
    return values != null && values.size() == 1 ? values.get(0) : null;
  }
}
