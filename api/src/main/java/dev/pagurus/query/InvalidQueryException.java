package dev.pagurus.query;

import java.util.OptionalInt;

/**
 * A query, or a part of one, that the contract does not allow: text that is not in the query
 * language, an operand that is not a JSON scalar, a cursor that is damaged or belongs to another
 * query. The message says what is wrong and what would be right.
 */
public final class InvalidQueryException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int position;

  /**
   * An error that has no place in a text.
   *
   * @param message what is wrong and what would be right
   */
  public InvalidQueryException(String message) {
    this(message, -1);
  }

  /**
   * An error at a place in a query's text.
   *
   * @param message what is wrong and what would be right; names the place too
   * @param position the index of the first offending char of the text, from 0; negative for none
   */
  public InvalidQueryException(String message, int position) {
    super(message);
    this.position = position;
  }

  /**
   * Where in the query's text the error is.
   *
   * @return the index of the first offending char (UTF-16), from 0 to the length of the text; empty
   *     if the error is not about a text
   */
  public OptionalInt position() {
    return position < 0 ? OptionalInt.empty() : OptionalInt.of(position);
  }
}
