package dev.pagurus.tck.model;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Random filters, orders and limits. */
final class Queries {

  private static final int MAX_NESTING = 3;

  private final Vocabulary words;

  Queries(Vocabulary words) {
    this.words = words;
  }

  Query query() {
    Filter filter = words.chance(8) ? Filter.all() : filter(MAX_NESTING);
    OptionalInt limit =
        words.chance(60) ? OptionalInt.of(words.pick(List.of(1, 5, 7, 20))) : OptionalInt.empty();
    return new Query(filter, order(), limit);
  }

  private List<Sort> order() {
    List<FieldPath> paths = new ArrayList<>();
    for (int i = Math.max(0, words.below(6) - 2); i > 0; i--) {
      paths.add(words.pick(Vocabulary.PATHS));
    }
    return paths.stream().distinct().map(path -> new Sort(path, words.chance(50))).toList();
  }

  Filter filter(int nesting) {
    if (nesting == 0 || words.chance(50)) {
      return test();
    }
    return switch (words.below(3)) {
      case 0 -> Filter.allOf(filters(nesting));
      case 1 -> Filter.anyOf(filters(nesting));
      default -> new Filter.Not(filter(nesting - 1));
    };
  }

  private List<Filter> filters(int nesting) {
    return IntStream.range(0, 2 + words.below(2)).mapToObj(i -> filter(nesting - 1)).toList();
  }

  private Filter test() {
    FieldPath path = words.pick(Vocabulary.PATHS);
    return switch (words.below(12)) {
      case 0 -> new Filter.Exists(path);
      case 1 ->
          new Filter.In(
              path, IntStream.range(0, 1 + words.below(4)).mapToObj(i -> words.scalar()).toList());
      case 2 -> new Filter.Between(path, words.scalar(), words.scalar());
      case 3 -> new Filter.StartsWith(path, words.string());
      case 4 -> new Filter.Contains(words.chance(70) ? FieldPath.of("list") : path, words.scalar());
      case 5 -> new Filter.Matches(List.of(Vocabulary.TEXT), words.textQuery());
      default ->
          new Filter.Compare(path, words.pick(List.of(Filter.Operator.values())), words.scalar());
    };
  }
}
