package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A yes-or-no question about a document's body (QUERY-1). Every filter is true or false for every
 * body; {@code not f} is its exact complement (QUERY-2). What each kind means is decided by the
 * {@link Evaluator}.
 *
 * <p>Filters are immutable values. Operands are scalars, kept in one form (integers as {@code
 * LongNode}, doubles as {@code DoubleNode}), so that two filters that were made alike are equal.
 * Constructors refuse what the contract does not allow with an {@link InvalidQueryException}.
 *
 * <p>A filter has at most {@value #MAX_SIZE} tests, an {@code in} at most {@value #MAX_VALUES}
 * values, and and, or and not are nested at most {@value #MAX_NESTING} deep; so walking one by
 * recursion is safe.
 */
public sealed interface Filter {

  /** How many tests a filter may have; every value of an {@code in} counts as one. */
  int MAX_SIZE = 10_000;

  /** How many values an {@code in} may have. */
  int MAX_VALUES = 1_000;

  /** How deep and, or and not may be nested. A chain of any length is one level. */
  int MAX_NESTING = 256;

  /** How a {@link Compare} compares. */
  enum Operator {
    /** Equal. */
    EQ("="),
    /** Not equal; exactly not {@link #EQ}, so it is true when the value is missing. */
    NE("!="),
    /** Less than. */
    LT("<"),
    /** Less than or equal. */
    LE("<="),
    /** Greater than. */
    GT(">"),
    /** Greater than or equal. */
    GE(">=");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /**
     * How the query language writes this operator.
     *
     * @return one or two characters
     */
    public String symbol() {
      return symbol;
    }
  }

  /**
   * The value at a path compared with an operand (QUERY-3). True only if the value is there and of
   * the operand's kind: boolean (false before true), number or string. {@code eq null} is true for
   * an explicit null only; null is neither less nor greater than anything, so {@link Operator#LT}
   * and its like are never true for it.
   *
   * @param path where the value is
   * @param operator how to compare
   * @param value a scalar
   */
  record Compare(FieldPath path, Operator operator, JsonNode value) implements Filter {
    /** Gives the operand its one form. */
    public Compare {
      value = Operands.normal(value);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * The value at a path equals one of the operands.
   *
   * @param path where the value is
   * @param values 1 to {@value Filter#MAX_VALUES} scalars
   */
  record In(FieldPath path, List<JsonNode> values) implements Filter {
    /** Copies the operands and gives them their one form. */
    public In {
      values = values.stream().map(Operands::normal).toList();
      if (values.isEmpty() || values.size() > MAX_VALUES) {
        throw new InvalidQueryException(
            "in takes 1 to " + MAX_VALUES + " values, not " + values.size());
      }
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * The value at a path lies between two operands, both included: exactly {@code path >= low and
   * path <= high}, so never true if the operands are of two kinds.
   *
   * @param path where the value is
   * @param low a scalar
   * @param high a scalar
   */
  record Between(FieldPath path, JsonNode low, JsonNode high) implements Filter {
    /** Gives the operands their one form. */
    public Between {
      low = Operands.normal(low);
      high = Operands.normal(high);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * The value at a path is a string that starts with a prefix; case counts.
   *
   * @param path where the value is
   * @param prefix valid Unicode without U+0000; an empty one is a prefix of every string
   */
  record StartsWith(FieldPath path, String prefix) implements Filter {
    /** Checks the prefix. */
    public StartsWith {
      Operands.requireText(prefix);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * The value at a path is an array, and one of its direct elements equals the operand.
   *
   * @param path where the array is
   * @param value a scalar; null asks for an explicit null in the array
   */
  record Contains(FieldPath path, JsonNode value) implements Filter {
    /** Gives the operand its one form. */
    public Contains {
      value = Operands.normal(value);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * There is a value at a path, be it null.
   *
   * @param path where the value is
   */
  record Exists(FieldPath path) implements Filter {
    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * Full text: the strings at the paths match a text query (TEXT-2, see {@link TextQuery}). Values
   * that are not strings have no words.
   *
   * @param paths 1 to {@value Filter#MAX_VALUES} paths
   * @param text words, {@code prefix*} and "quoted phrases"; any valid Unicode without U+0000
   */
  record Matches(List<FieldPath> paths, String text) implements Filter {
    /** Copies the paths and checks the text. */
    public Matches {
      paths = List.copyOf(paths);
      if (paths.isEmpty() || paths.size() > MAX_VALUES) {
        throw new InvalidQueryException(
            "matches takes 1 to " + MAX_VALUES + " paths, not " + paths.size());
      }
      Operands.requireText(text);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * All of the filters are true; none at all is everything, and {@code true} in the query language.
   *
   * @param filters never an {@code And}: the filters of a nested one are taken over in its place
   */
  record And(List<Filter> filters) implements Filter {
    /** Flattens, copies and checks the bounds. */
    public And {
      filters = FilterShape.flattenAnd(filters);
      FilterShape.requireInBounds(filters);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * At least one of the filters is true; none at all is nothing, and {@code false} in the query
   * language.
   *
   * @param filters never an {@code Or}: the filters of a nested one are taken over in its place
   */
  record Or(List<Filter> filters) implements Filter {
    /** Flattens, copies and checks the bounds. */
    public Or {
      filters = FilterShape.flattenOr(filters);
      FilterShape.requireInBounds(filters);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * The filter is false.
   *
   * @param filter any filter
   */
  record Not(Filter filter) implements Filter {
    /** Checks the bounds. */
    public Not {
      FilterShape.requireInBounds(List.of(filter));
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * The filter that is true for every body.
   *
   * @return an {@link And} of nothing
   */
  static Filter all() {
    return FilterShape.ALL;
  }

  /**
   * The filter that is false for every body.
   *
   * @return an {@link Or} of nothing
   */
  static Filter none() {
    return FilterShape.NONE;
  }

  /**
   * All of these; one alone is answered as it is.
   *
   * @param filters any number
   * @return a filter that is true where all are
   */
  static Filter allOf(List<? extends Filter> filters) {
    List<Filter> flat = FilterShape.flattenAnd(filters);
    return flat.size() == 1 ? flat.get(0) : new And(flat);
  }

  /**
   * Any of these; one alone is answered as it is.
   *
   * @param filters any number
   * @return a filter that is true where at least one is
   */
  static Filter anyOf(List<? extends Filter> filters) {
    List<Filter> flat = FilterShape.flattenOr(filters);
    return flat.size() == 1 ? flat.get(0) : new Or(flat);
  }

  /**
   * Judges one body. To judge many, make an {@link Evaluator} once.
   *
   * @param body an object
   * @return whether the filter is true for it
   */
  default boolean matches(JsonNode body) {
    return Evaluator.of(this).test(body);
  }
}
