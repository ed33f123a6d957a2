package dev.pagurus.file.index;

import dev.pagurus.query.KeyRange;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.Plan;
import java.util.List;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;
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
   * Terms of a field in their order, or against it: no need to find everything in order to sort it.
   *
   * @param prefix what all of the terms begin with
   * @param range what comes behind it; null for all
   * @param after the term to begin at, behind a document; null to begin at the start
   * @param falling the values of the part behind the prefix, to go down by; null to go up
   */
  record Walk(
      String field,
      BytesRef prefix,
      @Nullable KeyRange range,
      @Nullable BytesRef after,
      @Nullable String falling) {

    byte[] from() {
      return range == null ? prefix.bytes : range.behind(prefix.bytes).from();
    }

    byte[] to() {
      return range == null ? SortKey.after(prefix.bytes) : range.behind(prefix.bytes).to();
    }
  }

  Access {
    order = List.copyOf(order);
  }
}
