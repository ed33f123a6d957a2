package dev.pagurus.spi;

import org.jspecify.annotations.Nullable;

/**
 * The rows that a backend found for a request, and how much of the request they already answer.
 *
 * <p>The shared layer finishes the rest: it drops rows that the residual refuses, drops those up to
 * the position unless the plan says that the backend did, and sorts unless the plan says that they
 * come in order.
 *
 * @param plan what was done and what is left; the same that {@link Backend#explain} answers
 * @param rows at least every document that answers the request
 */
public record Found(Plan plan, Rows rows) implements AutoCloseable {

  /**
   * The next row.
   *
   * @return see {@link Rows#next}
   */
  public @Nullable StoredDocument next() {
    return rows.next();
  }

  @Override
  public void close() {
    rows.close();
  }
}
