package dev.pagurus.file.index;

import dev.pagurus.query.KeyRange;
import dev.pagurus.spi.Plan;
import java.util.List;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SortField;
import org.jspecify.annotations.Nullable;

/**
 * How a request is answered.
 *
 * @param query what leads to the documents
 * @param order by which fields to sort, before the key; empty for the order of ids, in which
 *     documents lie
 * @param after what to begin after: the values of the fields; null if the position is not served
 * @param walk the terms that lead to all of it in the order asked for; null if none do
 * @param plan the account of it
 */
record Access(
    Query query,
    List<SortField> order,
    @Nullable List<byte[]> after,
    @Nullable Walk walk,
    Plan plan) {

  /**
   * Terms of a field in their order: no need to find everything in order to sort it.
   *
   * @param range the terms
   */
  record Walk(String field, KeyRange range) {}

  Access {
    order = List.copyOf(order);
  }
}
