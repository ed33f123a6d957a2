package dev.pagurus.sqlite;

import dev.pagurus.query.Filter;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.sqlite.CollectionIndexes.KeyColumn;
import java.util.List;
import java.util.Set;

/**
 * Decides how one request is answered. The choice of the index is made by {@link Leads} and not by
 * SQLite (each statement says INDEXED BY): SQLite knows no statistics of these indexes, and would
 * take the index of addresses for any filter. What else the filter asks of values that have a key
 * column is judged by SQLite on the rows; the rest is left. {@link LeadStatements} writes that
 * down.
 */
final class Planner {

  private Planner() {}

  static Access plan(CollectionIndexes collection, long owner, FindRequest request) {
    Question question = Question.of(collection, owner, request);
    Lead lead = new Leads(question).best();
    return lead == null ? scan(question) : new LeadStatements(question, lead).access();
  }

  /** Everything in the order of ids, or sorted by key columns if there are any. */
  private static Access scan(Question question) {
    FindRequest request = question.request();
    Where where = question.everything();
    // SQLite's opinion spares a look at bodies; the filter is left as it is, for this is a scan.
    for (Conjunct conjunct : question.conjuncts()) {
      KeyColumn column = question.column(conjunct);
      if (column != null) {
        where.and("d." + StoredIndex.column(column.slot()), conjunct);
      }
    }
    String from = " FROM document d INDEXED BY document_address WHERE ";
    Ordering ordering = question.ordering(Set.of());
    Segment counted = new Segment(from + where, where.arguments());
    if (ordering == null) {
      return new Access(List.of(), request.filter(), false, false, List.of(counted), counted);
    }
    ordering.addCondition(where, "d.id");
    String statement = from + where + ordering.sql(0, "d.id");
    boolean all = request.filter().equals(Filter.all());
    long limit = all ? request.limit().orElse((int) Segment.ALL) : Segment.ALL;
    Segment segment =
        ordering.isById()
            ? new Segment(statement, where.arguments())
            : Segment.sorted(statement, where.arguments(), limit);
    return new Access(
        List.of(), request.filter(), true, request.after() != null, List.of(segment), counted);
  }
}
