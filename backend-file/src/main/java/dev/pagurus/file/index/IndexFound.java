package dev.pagurus.file.index;

import dev.pagurus.spi.Plan;
import dev.pagurus.spi.StoredDocument;

/**
 * What a view found for a request.
 *
 * @param plan what was done and what is left to do
 * @param rows at least every document that answers the request and is not masked
 */
public record IndexFound(Plan plan, Entries<StoredDocument> rows) implements AutoCloseable {

  @Override
  public void close() {
    rows.close();
  }
}
