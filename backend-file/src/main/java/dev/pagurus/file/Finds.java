package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.IndexFound;
import dev.pagurus.file.index.View;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Scans, finds and counts: the index answers for all that it knows and that nothing became of
 * since, the evaluator for what is fresh, and both come as one.
 */
final class Finds {

  private final Generations generations;
  private final Users users;
  private final Records records;
  private final Unreadable unreadable;
  private final Housekeeping housekeeping;
  private final FileRows.Open open;
  private final Consumer<BackendException> damage;

  /**
   * Finds in a store.
   *
   * @param open tells whether it is open
   * @param damage hears of an index that is damaged
   */
  Finds(
      FileStore store,
      Housekeeping housekeeping,
      FileRows.Open open,
      Consumer<BackendException> damage) {
    this.generations = store.generations();
    this.users = store.users();
    this.records = store.records();
    this.unreadable = new Unreadable(records);
    this.housekeeping = housekeeping;
    this.open = open;
    this.damage = damage;
  }

  /** What is done with a state; it is closed only if that fails. */
  private interface Reading<T> {

    T of(Snapshot snapshot);
  }

  private <T> T read(String user, Reading<T> reading) {
    Snapshot snapshot = generations.snapshot(users, user);
    boolean done = false;
    try {
      T answer = reading.of(snapshot);
      done = true;
      return answer;
    } finally {
      if (!done) {
        snapshot.close();
      }
    }
  }

  Rows scan(String user, String collection, @Nullable String after) {
    return read(
        user,
        snapshot -> {
          FilesAlone files = snapshot.generation().files();
          Entries<StoredDocument> all =
              files != null
                  ? new FileScan(snapshot, records, files, collection, after)
                  : indexed(snapshot, unreadable, snapshot.generation().view(), collection, after);
          return new FileRows(snapshot, all, open, damage).begin();
        });
  }

  /** The documents of a collection as a view has them, and what came since. */
  static Entries<StoredDocument> indexed(
      Snapshot snapshot,
      Unreadable unreadable,
      View view,
      String collection,
      @Nullable String after) {
    Entries<StoredDocument> indexed = view.scan(snapshot.state().user(), collection, after);
    Entries<StoredDocument> all =
        new Merge<>(
            List.of(FreshDocuments.of(snapshot, collection, after), unmasked(indexed, snapshot)),
            (a, b) -> a.address().compareTo(b.address()));
    return unreadable.inOrder(all, snapshot, view, collection, after);
  }

  private static Entries<StoredDocument> unmasked(
      Entries<StoredDocument> indexed, Snapshot snapshot) {
    if (snapshot.hasNothingFresh()) {
      return indexed;
    }
    Predicate<DocKey> masked = snapshot.masked();
    String user = snapshot.state().user();
    return new Entries<>() {
      @Override
      public @Nullable StoredDocument next() {
        StoredDocument document = indexed.next();
        while (document != null && masked.test(DocKey.of(user, document.address()))) {
          document = indexed.next();
        }
        return document;
      }

      @Override
      public void close() {
        indexed.close();
      }
    };
  }

  Found find(FindRequest request) {
    return read(
        request.user(),
        snapshot -> {
          View view = snapshot.generation().view();
          List<StoredDocument> fresh = fresh(snapshot, request);
          List<IndexDefinition> indexes = snapshot.generation().indexes(request.collection());
          IndexFound found = view.find(indexes, request, snapshot.masked());
          Plan plan = found.plan();
          Entries<StoredDocument> all =
              plan.ordered() ? merged(fresh, found.rows(), request) : after(fresh, found.rows());
          all = unreadable.beside(all, snapshot, view, request);
          return new Found(plan, new FileRows(snapshot, all, open, damage).begin());
        });
  }

  /** What is fresh and answers the request, in its order, after its position. */
  private List<StoredDocument> fresh(Snapshot snapshot, FindRequest request) {
    if (snapshot.hasNothingFresh()) {
      return List.of();
    }
    DocumentOrder<StoredDocument> order = order(request);
    List<StoredDocument> fresh = matching(snapshot, request.collection(), request.filter());
    if (request.after() != null) {
      fresh.removeIf(document -> order.compareTo(document, request.after()) <= 0);
    }
    fresh.sort(order);
    return fresh;
  }

  private List<StoredDocument> matching(Snapshot snapshot, String collection, Filter filter) {
    Evaluator evaluator = Evaluator.of(filter);
    List<StoredDocument> matching = new ArrayList<>();
    Entries<StoredDocument> fresh = FreshDocuments.of(snapshot, collection, null);
    int looked = 0;
    for (StoredDocument each = fresh.next(); each != null; each = fresh.next()) {
      looked++;
      if (evaluator.test(each.body().root())) {
        matching.add(each);
      }
    }
    housekeeping.found(looked);
    return matching;
  }

  private static DocumentOrder<StoredDocument> order(FindRequest request) {
    return DocumentOrder.withinUser(
        request.order(), document -> document.body().root(), document -> document.address().id());
  }

  private static Entries<StoredDocument> merged(
      List<StoredDocument> fresh, Entries<StoredDocument> indexed, FindRequest request) {
    return fresh.isEmpty()
        ? indexed
        : new Merge<>(List.of(Merge.of(fresh.iterator()), indexed), order(request));
  }

  private static Entries<StoredDocument> after(
      List<StoredDocument> fresh, Entries<StoredDocument> indexed) {
    Entries<StoredDocument> first = Merge.of(fresh.iterator());
    return new Entries<>() {
      @Override
      public @Nullable StoredDocument next() {
        StoredDocument document = first.next();
        return document != null ? document : indexed.next();
      }

      @Override
      public void close() {
        indexed.close();
      }
    };
  }

  Plan explain(FindRequest request) {
    Generation generation = generations.acquire();
    try {
      return generation.view().explain(generation.indexes(request.collection()), request);
    } finally {
      generation.release();
    }
  }

  /** Null if documents must be looked at to know. */
  @Nullable Counted count(String user, String collection, Filter filter) {
    try (Snapshot snapshot = generations.snapshot(users, user)) {
      View view = snapshot.generation().view();
      if (!unreadable.of(snapshot, view, collection).isEmpty()) {
        return null;
      }
      List<IndexDefinition> indexes = snapshot.generation().indexes(collection);
      OptionalLong indexed = view.count(indexes, user, collection, filter, snapshot.masked());
      if (indexed.isEmpty()) {
        return null;
      }
      int fresh = snapshot.hasNothingFresh() ? 0 : matching(snapshot, collection, filter).size();
      return new Counted(indexed.getAsLong() + fresh, snapshot.revision());
    }
  }
}
