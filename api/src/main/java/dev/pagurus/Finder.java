package dev.pagurus;

import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import dev.pagurus.query.TopN;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finishes what a backend begins: takes the rows it found, drops what the residual refuses and what
 * lies before the page, sorts what does not come in order, and stops at the limit. One find reads
 * one {@link Found}, and so one state (BATCH-3).
 */
final class Finder {

  private final Backend backend;
  private final boolean refuseScans;

  Finder(Backend backend, boolean refuseScans) {
    this.backend = backend;
    this.refuseScans = refuseScans;
  }

  static DocumentOrder<StoredDocument> order(Query query) {
    return DocumentOrder.withinUser(
        query.order(), row -> row.body().root(), row -> row.address().id());
  }

  /**
   * Answers one page.
   *
   * @param maxBytes after how many bytes of bodies a page ends early, if its rows come in order
   */
  Answer<StoredDocument> find(
      String user, String collection, Query query, @Nullable Position after, long maxBytes) {
    requireIndexed(collection, query);
    try (Found found = backend.find(request(user, collection, query, after))) {
      List<Answer.Damaged> damaged = new ArrayList<>();
      Predicate<StoredDocument> wanted = wanted(query, after, found.plan());
      Page page =
          found.plan().ordered()
              ? new InOrder(query.limit(), maxBytes)
              : new Sorted(query.limit(), order(query));
      while (!page.isFull()) {
        StoredDocument row = next(user, found, damaged);
        if (row == null) {
          break;
        }
        if (wanted.test(row)) {
          page.add(row);
        }
      }
      return page.answer(found.rows().revision(), damaged);
    }
  }

  /** Hands over everything a filter finds, in any order, all from one state, in constant memory. */
  List<Answer.Damaged> forEach(
      String user, String collection, Filter filter, Consumer<StoredDocument> sink) {
    Query query = Query.of(filter);
    requireIndexed(collection, query);
    try (Found found = backend.find(request(user, collection, query, null))) {
      List<Answer.Damaged> damaged = new ArrayList<>();
      Predicate<StoredDocument> wanted = wanted(query, null, found.plan());
      for (StoredDocument row = next(user, found, damaged);
          row != null;
          row = next(user, found, damaged)) {
        if (wanted.test(row)) {
          sink.accept(row);
        }
      }
      return damaged;
    }
  }

  /**
   * The request for a query; it asks for one row more than the limit, to know whether there is
   * more.
   */
  static FindRequest request(
      String user, String collection, Query query, @Nullable Position after) {
    OptionalInt limit =
        query.limit().isPresent() && query.limit().getAsInt() < Integer.MAX_VALUE
            ? OptionalInt.of(query.limit().getAsInt() + 1)
            : OptionalInt.empty();
    return new FindRequest(user, collection, query.filter(), query.order(), after, limit);
  }

  /** Refuses a query that no declared index serves, where scans are refused (QUERY-7). */
  void requireIndexed(String collection, Query query) {
    if (refuseScans) {
      List<IndexDefinition> declared =
          backend.definitions().stream()
              .filter(definition -> definition.collection().equals(collection))
              .flatMap(definition -> definition.indexes().stream())
              .toList();
      new ScanRefusal(collection, declared).check(query);
    }
  }

  private static Predicate<StoredDocument> wanted(
      Query query, @Nullable Position after, Plan plan) {
    Predicate<StoredDocument> wanted = row -> true;
    if (after != null && !plan.positioned()) {
      DocumentOrder<StoredDocument> order = order(query);
      wanted = row -> order.compareTo(row, after) > 0;
    }
    if (plan.residual().equals(Filter.all())) {
      return wanted;
    }
    Evaluator residual = Evaluator.of(plan.residual());
    return wanted.and(row -> residual.test(row.body().root()));
  }

  /** The next sound row; a damaged one is noted and passed over (DUR-4). */
  private static @Nullable StoredDocument next(
      String user, Found found, List<Answer.Damaged> damaged) {
    while (true) {
      try {
        return found.next();
      } catch (BackendException e) {
        if (e.code() != ErrorCode.CORRUPT || e.address() == null) {
          throw e;
        }
        damaged.add(new Answer.Damaged(user, e));
      }
    }
  }

  /** Gathers rows until it has enough. */
  private interface Page {

    boolean isFull();

    void add(StoredDocument row);

    Answer<StoredDocument> answer(long revision, List<Answer.Damaged> damaged);
  }

  /** Rows that come in the order asked for: one more than the limit tells that there is more. */
  private static final class InOrder implements Page {

    private final List<StoredDocument> rows = new ArrayList<>();
    private final long limit;
    private final long maxBytes;
    private long bytes;
    private boolean more;

    InOrder(OptionalInt limit, long maxBytes) {
      this.limit = limit.orElse(Integer.MAX_VALUE);
      this.maxBytes = maxBytes;
    }

    @Override
    public boolean isFull() {
      return more;
    }

    @Override
    public void add(StoredDocument row) {
      if (rows.size() == limit || bytes >= maxBytes) {
        more = true;
        return;
      }
      rows.add(row);
      bytes += row.body().size();
    }

    @Override
    public Answer<StoredDocument> answer(long revision, List<Answer.Damaged> damaged) {
      return new Answer<>(rows, more, revision, damaged);
    }
  }

  /** Rows that come in any order: all of them must be seen, and the first are kept. */
  private static final class Sorted implements Page {

    private final List<StoredDocument> all = new ArrayList<>();
    private final DocumentOrder<StoredDocument> order;
    private final OptionalInt limit;
    private final @Nullable TopN<StoredDocument> first;
    private final Consumer<StoredDocument> keep;

    Sorted(OptionalInt limit, DocumentOrder<StoredDocument> order) {
      this.order = order;
      this.limit = limit;
      boolean bounded = limit.isPresent() && limit.getAsInt() < Integer.MAX_VALUE;
      this.first = bounded ? new TopN<>(limit.getAsInt() + 1, order) : null;
      this.keep = first == null ? all::add : first::add;
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void add(StoredDocument row) {
      keep.accept(row);
    }

    @Override
    public Answer<StoredDocument> answer(long revision, List<Answer.Damaged> damaged) {
      if (first == null) {
        all.sort(order);
        return new Answer<>(all, false, revision, damaged);
      }
      List<StoredDocument> rows = first.toList();
      boolean more = rows.size() > limit.orElseThrow();
      return new Answer<>(
          more ? rows.subList(0, limit.orElseThrow()) : rows, more, revision, damaged);
    }
  }
}
