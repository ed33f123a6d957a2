package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What to find, in which order and how many. Built in Java or parsed from text; both give the same
 * query:
 *
 * <pre>{@code
 * where("population").gt(100_000).and("country").eq("NO").orderByDescending("population").limit(20)
 * Query.parse("population > 100000 and country = \"NO\" order by population desc limit 20")
 * }</pre>
 *
 * <p>The builder combines from left to right: {@code where(a).or(b).and(c)} is {@code (a or b) and
 * c}, though in the text {@code and} binds tighter than {@code or}. To group otherwise, build the
 * parts apart: {@code where(a).or(where(b).and(c))}. Paths given as strings are in the text form of
 * {@link FieldPath}: {@code location.lat}.
 *
 * <p>Immutable: every method answers a new query. What the contract does not allow is refused at
 * once with an {@link InvalidQueryException}.
 *
 * @param filter what to find; nested chains are flattened and chains of one are unwrapped, so that
 *     queries that read alike are equal
 * @param order what to sort by, first things first; at most {@value #MAX_SORTS}, each path once;
 *     the id breaks ties, ascending
 * @param limit the most documents to answer, 1 or more; empty for all of them
 */
public record Query(Filter filter, List<Sort> order, OptionalInt limit) {

  /** How many paths a query may sort by. */
  public static final int MAX_SORTS = 16;

  private static final Query ALL = new Query(Filter.all(), List.of(), OptionalInt.empty());

  /** Gives the filter its one form, copies the order and checks the bounds. */
  public Query {
    filter = FilterShape.normal(filter);
    order = List.copyOf(order);
    if (order.size() > MAX_SORTS) {
      throw new InvalidQueryException(
          "a query sorts by at most " + MAX_SORTS + " paths, not by " + order.size());
    }
    Set<FieldPath> sorted = new HashSet<>();
    for (Sort sort : order) {
      if (!sorted.add(sort.path())) {
        throw new InvalidQueryException("the query sorts by " + sort.path() + " twice");
      }
    }
    if (limit.isPresent() && limit.getAsInt() < 1) {
      throw new InvalidQueryException(
          "the limit must be from 1 to " + Integer.MAX_VALUE + ", not " + limit.getAsInt());
    }
  }

  /**
   * Finds every document, in the order of ids.
   *
   * @return the query that is empty as text
   */
  public static Query all() {
    return ALL;
  }

  /**
   * Finds what a filter is true for.
   *
   * @param filter any filter
   * @return a query without order and limit
   */
  public static Query of(Filter filter) {
    return new Query(filter, List.of(), OptionalInt.empty());
  }

  /**
   * Starts a query with a test of the value at a path.
   *
   * @param path the text form of a path, such as {@code location.lat}
   * @return what offers the tests
   * @throws InvalidQueryException if the text is not a path
   */
  public static Where where(String path) {
    return where(Operands.path(path));
  }

  /**
   * Starts a query with a test of the value at a path.
   *
   * @param path where the value is
   * @return what offers the tests
   */
  public static Where where(FieldPath path) {
    return new Where(path, Query::of);
  }

  /**
   * Full text over several paths: every word must occur, each in any of them.
   *
   * @param paths the text forms of one or more paths
   * @param text words, {@code prefix*} and "quoted phrases"
   * @return a query without order and limit
   */
  public static Query matches(List<String> paths, String text) {
    return of(new Filter.Matches(paths.stream().map(Operands::path).toList(), text));
  }

  /**
   * Finds what another query does not.
   *
   * @param query a query without order and limit
   * @return the complement
   */
  public static Query not(Query query) {
    return not(query.filterAlone("not"));
  }

  /**
   * Finds what a filter is false for.
   *
   * @param filter any filter
   * @return the complement
   */
  public static Query not(Filter filter) {
    return of(new Filter.Not(filter));
  }

  /**
   * Reads the query language (see the contract).
   *
   * @param text for example {@code population > 100000 order by name limit 20}; empty for all
   * @return the query
   * @throws InvalidQueryException if the text is not a query; it says where, what stood there and
   *     what could have stood there
   */
  public static Query parse(String text) {
    return new Parser(text).query();
  }

  /**
   * Narrows the query by one more test.
   *
   * @param path the text form of a path
   * @return what offers the tests
   */
  public Where and(String path) {
    return and(Operands.path(path));
  }

  /**
   * Narrows the query by one more test.
   *
   * @param path where the value is
   * @return what offers the tests
   */
  public Where and(FieldPath path) {
    return new Where(path, this::and);
  }

  /**
   * Narrows the query to what another finds too.
   *
   * @param query a query without order and limit
   * @return both filters, joined by and
   */
  public Query and(Query query) {
    return and(query.filterAlone("and"));
  }

  /**
   * Narrows the query to what a filter is true for.
   *
   * @param more any filter
   * @return both filters, joined by and
   */
  public Query and(Filter more) {
    return new Query(Filter.allOf(List.of(filter, more)), order, limit);
  }

  /**
   * Widens the query by one more test.
   *
   * @param path the text form of a path
   * @return what offers the tests
   */
  public Where or(String path) {
    return or(Operands.path(path));
  }

  /**
   * Widens the query by one more test.
   *
   * @param path where the value is
   * @return what offers the tests
   */
  public Where or(FieldPath path) {
    return new Where(path, this::or);
  }

  /**
   * Widens the query to what another finds as well.
   *
   * @param query a query without order and limit
   * @return both filters, joined by or
   */
  public Query or(Query query) {
    return or(query.filterAlone("or"));
  }

  /**
   * Widens the query to what a filter is true for as well.
   *
   * @param more any filter
   * @return both filters, joined by or
   */
  public Query or(Filter more) {
    return new Query(Filter.anyOf(List.of(filter, more)), order, limit);
  }

  private Filter filterAlone(String where) {
    if (!order.isEmpty() || limit.isPresent()) {
      throw new InvalidQueryException(
          "a query given to "
              + where
              + "() has no order and no limit of its own; set them on the whole query");
    }
    return filter;
  }

  /**
   * Sorts by one more path, up.
   *
   * @param path the text form of a path
   * @return the query, sorted by this after what it was sorted by already
   */
  public Query orderBy(String path) {
    return orderBy(Sort.ascending(Operands.path(path)));
  }

  /**
   * Sorts by one more path, down.
   *
   * @param path the text form of a path
   * @return the query, sorted by this after what it was sorted by already
   */
  public Query orderByDescending(String path) {
    return orderBy(Sort.descending(Operands.path(path)));
  }

  /**
   * Sorts by one more path.
   *
   * @param sort a path and a direction
   * @return the query, sorted by this after what it was sorted by already
   */
  public Query orderBy(Sort sort) {
    List<Sort> longer = new ArrayList<>(order);
    longer.add(sort);
    return new Query(filter, longer, limit);
  }

  /**
   * Bounds the answer.
   *
   * @param most how many documents to answer at most; 1 or more
   * @return the query with this limit in place of any it had
   */
  public Query limit(int most) {
    return new Query(filter, order, OptionalInt.of(most));
  }

  /** The canonical text: {@link #parse} reads it back to an equal query. */
  @Override
  public String toString() {
    return Printer.print(this);
  }
}
