package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tests for the value at one path: the half of a {@link Query} that stands between {@code
 * where("population")} and {@code gt(100_000)}.
 *
 * <p>Operands are a {@code String}, {@code Boolean}, {@code Byte}, {@code Short}, {@code Integer},
 * {@code Long}, a finite {@code Float} or {@code Double}, a scalar {@code JsonNode}, or null.
 * Anything else is refused with an {@link InvalidQueryException}. A {@code Float} means its
 * shortest decimal, as it does in documents: 0.1f is 0.1.
 */
public final class Where {

  private final FieldPath path;
  private final Function<Filter, Query> then;

  Where(FieldPath path, Function<Filter, Query> then) {
    this.path = path;
    this.then = then;
  }

  /**
   * The value equals the operand.
   *
   * @param value an operand; null asks for an explicit null
   * @return the query with this test
   */
  public Query eq(@Nullable Object value) {
    return compare(Filter.Operator.EQ, value);
  }

  /**
   * The value does not equal the operand, or is missing.
   *
   * @param value an operand
   * @return the query with this test
   */
  public Query ne(@Nullable Object value) {
    return compare(Filter.Operator.NE, value);
  }

  /**
   * The value is of the operand's kind and less.
   *
   * @param value an operand
   * @return the query with this test
   */
  public Query lt(@Nullable Object value) {
    return compare(Filter.Operator.LT, value);
  }

  /**
   * The value is of the operand's kind and less or equal.
   *
   * @param value an operand
   * @return the query with this test
   */
  public Query le(@Nullable Object value) {
    return compare(Filter.Operator.LE, value);
  }

  /**
   * The value is of the operand's kind and greater.
   *
   * @param value an operand
   * @return the query with this test
   */
  public Query gt(@Nullable Object value) {
    return compare(Filter.Operator.GT, value);
  }

  /**
   * The value is of the operand's kind and greater or equal.
   *
   * @param value an operand
   * @return the query with this test
   */
  public Query ge(@Nullable Object value) {
    return compare(Filter.Operator.GE, value);
  }

  private Query compare(Filter.Operator operator, @Nullable Object value) {
    return then.apply(new Filter.Compare(path, operator, Operands.of(value)));
  }

  /**
   * The value equals one of the operands.
   *
   * @param values at most {@value Filter#MAX_VALUES} operands; none matches nothing
   * @return the query with this test
   */
  public Query in(@Nullable Object... values) {
    return in(Arrays.asList(values));
  }

  /**
   * The value equals one of the operands.
   *
   * @param values at most {@value Filter#MAX_VALUES} operands; none matches nothing
   * @return the query with this test
   */
  public Query in(Iterable<? extends @Nullable Object> values) {
    // A scalar node is iterable too, over nothing; it is meant as the one operand.
    boolean oneNode = values instanceof JsonNode node && !node.isArray();
    List<JsonNode> operands = Operands.listOf(oneNode ? List.of(values) : values);
    return then.apply(operands.isEmpty() ? Filter.none() : new Filter.In(path, operands));
  }

  /**
   * The value is of the operands' kind and lies between them, both included.
   *
   * @param low an operand
   * @param high an operand
   * @return the query with this test
   */
  public Query between(@Nullable Object low, @Nullable Object high) {
    return then.apply(new Filter.Between(path, Operands.of(low), Operands.of(high)));
  }

  /**
   * The value is a string that starts with the prefix; case counts.
   *
   * @param prefix any valid string
   * @return the query with this test
   */
  public Query startsWith(String prefix) {
    return then.apply(new Filter.StartsWith(path, prefix));
  }

  /**
   * The value is an array that holds the operand as a direct element.
   *
   * @param value an operand; null asks for an explicit null in the array
   * @return the query with this test
   */
  public Query contains(@Nullable Object value) {
    return then.apply(new Filter.Contains(path, Operands.of(value)));
  }

  /**
   * There is a value, be it null.
   *
   * @return the query with this test
   */
  public Query exists() {
    return then.apply(new Filter.Exists(path));
  }

  /**
   * The value is a string that matches a text query. For several paths see {@link Query#matches}.
   *
   * @param text words, {@code prefix*} and "quoted phrases"
   * @return the query with this test
   */
  public Query matches(String text) {
    return then.apply(new Filter.Matches(List.of(path), text));
  }
}
