package dev.pagurus.file.index;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Evaluator;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.StoredDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the tests of this package share. */
final class Samples {

  static final String PLACES = "places";

  private Samples() {}

  static List<IndexDefinition> noIndexes(String collection) {
    return List.of();
  }

  static IndexDefinition index(Kind kind, String... paths) {
    return new IndexDefinition(kind, Stream.of(paths).map(FieldPath::parse).toList());
  }

  static StoredDocument document(String id, long revision, String body) {
    return document(PLACES, id, revision, body);
  }

  static StoredDocument document(String collection, String id, long revision, String body) {
    Instant at = Instant.ofEpochSecond(1_000_000_000 + revision, 123_000);
    return new StoredDocument(
        new Address(collection, id), revision, at.minusSeconds(1), at, Body.parse(body));
  }

  static IndexChange.Put put(String user, StoredDocument document) {
    return new IndexChange.Put(user, document);
  }

  static <T> List<T> all(Entries<T> entries) {
    List<T> all = new ArrayList<>();
    try (entries) {
      for (T next = entries.next(); next != null; next = entries.next()) {
        all.add(next);
      }
    }
    return all;
  }

  static DocumentOrder<StoredDocument> order(FindRequest request) {
    return DocumentOrder.withinUser(
        request.order(), row -> row.body().root(), row -> row.address().id());
  }

  /** What the reference answers over a plain list. */
  static List<String> reference(List<StoredDocument> documents, FindRequest request) {
    Evaluator evaluator = Evaluator.of(request.filter());
    DocumentOrder<StoredDocument> order = order(request);
    return documents.stream()
        .filter(document -> evaluator.test(document.body().root()))
        .filter(row -> request.after() == null || order.compareTo(row, request.after()) > 0)
        .sorted(order)
        .map(document -> document.address().id())
        .toList();
  }

  /** Finishes a find as the shared layer does. */
  static List<String> answer(
      View view, List<IndexDefinition> indexes, FindRequest request, Predicate<DocKey> masked) {
    try (IndexFound found = view.find(indexes, request, masked)) {
      Plan plan = found.plan();
      Evaluator residual = Evaluator.of(plan.residual());
      DocumentOrder<StoredDocument> order = order(request);
      List<StoredDocument> rows = new ArrayList<>();
      for (StoredDocument row = found.rows().next(); row != null; row = found.rows().next()) {
        boolean before =
            request.after() != null
                && !plan.positioned()
                && order.compareTo(row, request.after()) <= 0;
        if (!before && residual.test(row.body().root())) {
          rows.add(row);
        }
      }
      if (!plan.ordered()) {
        rows.sort(order);
      }
      return rows.stream().map(row -> row.address().id()).toList();
    }
  }
}
