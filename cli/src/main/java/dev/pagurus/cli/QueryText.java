package dev.pagurus.cli;

import dev.pagurus.query.InvalidQueryException;
import dev.pagurus.query.Query;

/** Reads a query from the command line and shows where it is wrong. */
final class QueryText {

  private QueryText() {}

  static Query parse(String text) {
    try {
      return Query.parse(text);
    } catch (InvalidQueryException e) {
      throw new Failure(ExitCode.WRONG_USE, e.getMessage() + marked(text, e));
    }
  }

  private static String marked(String text, InvalidQueryException e) {
    if (e.position().isEmpty() || text.indexOf('\n') >= 0) {
      return "";
    }
    int at = text.codePointCount(0, e.position().getAsInt());
    return "\n  " + text + "\n  " + " ".repeat(at) + "^";
  }
}
