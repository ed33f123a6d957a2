package dev.pagurus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shape of filter trees: flat chains, bounds, and the one form that a query keeps. */
final class FilterShape {

  static final Filter ALL = new Filter.And(List.of());
  static final Filter NONE = new Filter.Or(List.of());

  private FilterShape() {}

  /** Takes over the members of nested ands, in their places. */
  static List<Filter> flattenAnd(List<? extends Filter> filters) {
    return flatten(filters, f -> f instanceof Filter.And and ? and.filters() : null);
  }

  /** Takes over the members of nested ors, in their places. */
  static List<Filter> flattenOr(List<? extends Filter> filters) {
    return flatten(filters, f -> f instanceof Filter.Or or ? or.filters() : null);
  }

  private static List<Filter> flatten(
      List<? extends Filter> filters, Function<Filter, @Nullable List<Filter>> membersOfSameKind) {
    List<Filter> flat = new ArrayList<>(filters.size());
    for (Filter filter : filters) {
      List<Filter> members = membersOfSameKind.apply(filter);
      if (members == null) {
        flat.add(filter);
      } else {
        flat.addAll(members);
      }
    }
    return List.copyOf(flat);
  }

  /**
   * Checks what is about to be put under one more and, or or not. The members were checked when
   * they were made, so this recursion is itself bounded.
   */
  static void requireInBounds(List<Filter> members) {
    long size = 0;
    int nesting = 0;
    for (Filter member : members) {
      size += size(member);
      nesting = Math.max(nesting, 1 + nesting(member));
    }
    if (size > Filter.MAX_SIZE) {
      throw new InvalidQueryException(
          "a filter has at most " + Filter.MAX_SIZE + " tests and values, this one has " + size);
    }
    if (nesting > Filter.MAX_NESTING) {
      throw new InvalidQueryException(
          "and, or and not are nested at most " + Filter.MAX_NESTING + " deep");
    }
  }

  private static long size(Filter filter) {
    if (filter instanceof Filter.In in) {
      return in.values().size();
    }
    if (filter instanceof Filter.Matches matches) {
      return matches.paths().size();
    }
    List<Filter> members = members(filter);
    if (members == null) {
      return 1;
    }
    long size = 0;
    for (Filter member : members) {
      size += size(member);
    }
    return size;
  }

  private static int nesting(Filter filter) {
    List<Filter> members = members(filter);
    int nesting = 0;
    if (members != null) {
      for (Filter member : members) {
        nesting = Math.max(nesting, 1 + nesting(member));
      }
    }
    return nesting;
  }

  private static @Nullable List<Filter> members(Filter filter) {
    if (filter instanceof Filter.And and) {
      return and.filters();
    }
    if (filter instanceof Filter.Or or) {
      return or.filters();
    }
    return filter instanceof Filter.Not not ? List.of(not.filter()) : null;
  }

  /**
   * The form that text has too: no and or or of a single filter anywhere, and therefore none right
   * within its like.
   */
  static Filter normal(Filter filter) {
    if (filter instanceof Filter.And and) {
      return Filter.allOf(normal(and.filters()));
    }
    if (filter instanceof Filter.Or or) {
      return Filter.anyOf(normal(or.filters()));
    }
    return filter instanceof Filter.Not not ? new Filter.Not(normal(not.filter())) : filter;
  }

  private static List<Filter> normal(List<Filter> filters) {
    return filters.stream().map(FilterShape::normal).toList();
  }
}
