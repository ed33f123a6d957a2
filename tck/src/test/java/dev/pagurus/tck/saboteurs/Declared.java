package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Does otherwise only where an index is declared, as an index that is wrong does. */
final class Declared {

  private Declared() {}

  /** The indexes of a collection. */
  static List<IndexDefinition> indexes(Backend next, String collection) {
    for (CollectionDefinition definition : next.definitions()) {
      if (definition.collection().equals(collection)) {
        return definition.indexes();
      }
    }
    return List.of();
  }

  /** The one path that a test looks at, null if it has none or several. */
  static @Nullable FieldPath path(Filter filter) {
    if (filter instanceof Filter.Compare test) {
      return test.path();
    }
    if (filter instanceof Filter.In test) {
      return test.path();
    }
    if (filter instanceof Filter.Between test) {
      return test.path();
    }
    if (filter instanceof Filter.StartsWith test) {
      return test.path();
    }
    if (filter instanceof Filter.Contains test) {
      return test.path();
    }
    return filter instanceof Filter.Exists test ? test.path() : null;
  }

  /**
   * Judges a test otherwise if an index begins with its path.
   *
   * @param wrong the meaning of a test under an index, null for the right one
   */
  static UnaryOperator<Backend> judges(
      Kind kind, BiFunction<Filter, IndexDefinition, @Nullable Predicate<JsonNode>> wrong) {
    return sound ->
        new Scanning(sound) {
          @Override
          public Found find(FindRequest request) {
            List<IndexDefinition> indexes = indexes(next, request.collection());
            Predicate<JsonNode> judge =
                Meanings.ofTests(filter -> meaning(filter, indexes, kind, wrong))
                    .apply(request.filter());
            Rows rows = next.scan(request.user(), request.collection(), null);
            List<StoredDocument> found =
                RowList.read(rows).stream().filter(row -> judge.test(row.body().root())).toList();
            return new Found(
                new Plan(List.of(), Filter.all(), request.order().isEmpty(), false, ""),
                new RowList(rows.revision(), found));
          }
        };
  }

  private static @Nullable Predicate<JsonNode> meaning(
      Filter filter,
      List<IndexDefinition> indexes,
      Kind kind,
      BiFunction<Filter, IndexDefinition, @Nullable Predicate<JsonNode>> wrong) {
    FieldPath path = path(filter);
    for (IndexDefinition index : indexes) {
      if (index.kind() == kind && index.paths().get(0).equals(path)) {
        Predicate<JsonNode> meaning = wrong.apply(filter, index);
        if (meaning != null) {
          return meaning;
        }
      }
    }
    return null;
  }

  /** Whether the first path of an order has an index. */
  static boolean orders(Backend next, FindRequest request) {
    return !request.order().isEmpty()
        && indexes(next, request.collection()).stream()
            .anyMatch(
                index ->
                    index.kind() == Kind.VALUE
                        && index.paths().get(0).equals(request.order().get(0).path()));
  }
}
