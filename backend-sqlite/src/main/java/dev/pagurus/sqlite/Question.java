package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.sqlite.CollectionIndexes.KeyColumn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as the planner sees it.
 *
 * @param collection where is looked
 * @param owner the number of the user whose documents are looked for
 * @param request what was asked
 * @param conjuncts the parts of its filter, all of which must be true
 */
record Question(
    CollectionIndexes collection, long owner, FindRequest request, List<Conjunct> conjuncts) {

  static Question of(CollectionIndexes collection, long owner, FindRequest request) {
    return new Question(collection, owner, request, Conjunct.of(request.filter()));
  }

  private Map<FieldPath, KeyColumn> columns() {
    return collection.readyColumns();
  }

  /** The key column that a conjunct can be judged by, null if there is none. */
  @Nullable KeyColumn column(Conjunct conjunct) {
    return conjunct.path() == null || !conjunct.isOnKey() ? null : columns().get(conjunct.path());
  }

  /** The order asked for, in terms of key columns; null if SQLite cannot sort by it. */
  @Nullable Ordering ordering(Set<FieldPath> constant) {
    return Ordering.of(request.order(), request.after(), columns(), constant);
  }

  /** The condition that keeps to the collection and its owner. */
  Where everything() {
    return new Where()
        .and("d.user = ?", owner)
        .and("d.collection = " + collection.num()); // a literal, to be seen to imply the index's
  }

  /** Whether an array or text index answers a conjunct. */
  static boolean isServedBySideTable(StoredIndex index, Conjunct conjunct) {
    if (index.kind() == Kind.ARRAY) {
      return conjunct.filter() instanceof Filter.Contains contains
          && contains.path().equals(index.paths().get(0));
    }
    return conjunct.filter() instanceof Filter.Matches matches && TextTable.serves(index, matches);
  }
}
