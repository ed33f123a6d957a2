package dev.pagurus;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Filter.Operator;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses queries that no declared index serves, and names the index to declare (QUERY-7). Judges
 * by what is declared and never by a backend's plan: how a backend works must not change what a
 * call answers.
 *
 * <p>A test is served by an index of its kind that has the test's path first: value and unique for
 * comparisons (not {@code !=}), ranges, prefixes and {@code exists}; array for {@code contains}; a
 * text index with all the paths for {@code matches}. Of an {@code and} one part must be served, of
 * an {@code or} every part; {@code not} never is. Without a filter, an order is served by an index
 * over just its paths, and documents in the order of their ids need none.
 */
final class ScanRefusal {

  private static final int MOST_OF_A_FILTER = 200;

  private final List<IndexDefinition> declared;
  private final IndexAdvice advice;

  /**
   * For one collection.
   *
   * @param declared its indexes
   */
  ScanRefusal(String collection, List<IndexDefinition> declared) {
    this.declared = declared;
    this.advice = new IndexAdvice(collection);
  }

  /**
   * Checks a query.
   *
   * @throws IllegalArgumentException if no declared index serves it
   */
  void check(Query query) {
    if (query.filter().equals(Filter.all())) {
      checkOrder(query.order());
      return;
    }
    Optional<List<IndexDefinition>> missing = missing(query.filter());
    if (missing.isEmpty()) {
      throw refused(
          query.filter().toString(), "no index can serve", joinWithServed(query.filter()));
    }
    if (!missing.get().isEmpty()) {
      throw refused(
          query.filter().toString(), "no declared index serves", advice.declare(missing.get()));
    }
  }

  private void checkOrder(List<Sort> order) {
    List<FieldPath> paths = order.stream().map(Sort::path).toList();
    if (!paths.isEmpty()
        && declared.stream().noneMatch(index -> isOrdered(index) && index.paths().equals(paths))) {
      String text = order.stream().map(Sort::toString).collect(Collectors.joining(", "));
      List<IndexDefinition> missing = List.of(new IndexDefinition(Kind.VALUE, paths));
      throw refused("order by " + text, "no declared index serves", advice.declare(missing));
    }
  }

  /** What is to be declared for a filter: nothing if it is served, empty if no index can serve. */
  private Optional<List<IndexDefinition>> missing(Filter filter) {
    if (filter instanceof Filter.And and) {
      return least(and.filters().stream().map(this::missing).toList());
    }
    if (filter instanceof Filter.Or or) {
      return all(or.filters().stream().map(this::missing).toList());
    }
    IndexDefinition index = wanted(filter);
    if (index == null || isNegative(filter)) {
      return Optional.empty();
    }
    boolean served = declared.stream().anyMatch(each -> standsFor(each, index));
    return Optional.of(served ? List.of() : List.of(index));
  }

  private static Optional<List<IndexDefinition>> least(
      List<Optional<List<IndexDefinition>>> parts) {
    Optional<List<IndexDefinition>> least = Optional.empty();
    for (Optional<List<IndexDefinition>> part : parts) {
      if (part.isPresent() && (least.isEmpty() || part.get().size() < least.get().size())) {
        least = part;
      }
    }
    return least;
  }

  private static Optional<List<IndexDefinition>> all(List<Optional<List<IndexDefinition>>> parts) {
    return parts.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(
            parts.stream().flatMap(part -> part.orElseThrow().stream()).distinct().toList());
  }

  private static boolean isNegative(Filter filter) {
    return filter instanceof Filter.Compare compare && compare.operator() == Operator.NE;
  }

  /** The smallest index that serves a test, null for what is no test. */
  private static @Nullable IndexDefinition wanted(Filter test) {
    if (test instanceof Filter.Matches matches) {
      List<FieldPath> paths = matches.paths().stream().distinct().toList();
      return paths.size() > IndexDefinition.MAX_PATHS
          ? null
          : new IndexDefinition(Kind.TEXT, paths);
    }
    if (test instanceof Filter.Contains contains) {
      return new IndexDefinition(Kind.ARRAY, List.of(contains.path()));
    }
    FieldPath path = comparedPath(test);
    return path == null ? null : new IndexDefinition(Kind.VALUE, List.of(path));
  }

  private static @Nullable FieldPath comparedPath(Filter test) {
    if (test instanceof Filter.Compare compare) {
      return compare.path();
    }
    if (test instanceof Filter.In in) {
      return in.path();
    }
    if (test instanceof Filter.Between between) {
      return between.path();
    }
    if (test instanceof Filter.StartsWith startsWith) {
      return startsWith.path();
    }
    return test instanceof Filter.Exists exists ? exists.path() : null;
  }

  private static boolean standsFor(IndexDefinition index, IndexDefinition wanted) {
    return switch (wanted.kind()) {
      case TEXT -> index.kind() == Kind.TEXT && index.paths().containsAll(wanted.paths());
      case ARRAY -> index.equals(wanted);
      case VALUE, UNIQUE -> isOrdered(index) && index.paths().get(0).equals(wanted.paths().get(0));
    };
  }

  private static boolean isOrdered(IndexDefinition index) {
    return index.kind() == Kind.VALUE || index.kind() == Kind.UNIQUE;
  }

  /** Advice for a filter that is true for nearly everything, as {@code a != 1} is. */
  private String joinWithServed(Filter filter) {
    IndexDefinition index = firstWanted(filter);
    if (index == null) {
      return "ask for less, by a test that an index serves";
    }
    Optional<IndexDefinition> there =
        declared.stream().filter(each -> standsFor(each, index)).findFirst();
    String join =
        "join it by \"and\" with a test that an index serves, such as one that "
            + there.orElse(index)
            + " serves";
    return there.isPresent() ? join : join + "; " + advice.declare(List.of(index));
  }

  private static @Nullable IndexDefinition firstWanted(Filter filter) {
    if (filter instanceof Filter.Not not) {
      return firstWanted(not.filter());
    }
    List<Filter> parts =
        filter instanceof Filter.And and
            ? and.filters()
            : filter instanceof Filter.Or or ? or.filters() : List.of();
    for (Filter part : parts) {
      IndexDefinition index = firstWanted(part);
      if (index != null) {
        return index;
      }
    }
    return parts.isEmpty() ? wanted(filter) : null;
  }

  private static IllegalArgumentException refused(String query, String why, String whatToDo) {
    String shown = query;
    if (query.length() > MOST_OF_A_FILTER) {
      int end = Character.isHighSurrogate(query.charAt(MOST_OF_A_FILTER - 1)) ? 1 : 0;
      shown = query.substring(0, MOST_OF_A_FILTER - end) + "...";
    }
    return new IllegalArgumentException(
        "the store refuses scans (refuse-scans), and " + why + " " + shown + ": " + whatToDo);
  }
}
