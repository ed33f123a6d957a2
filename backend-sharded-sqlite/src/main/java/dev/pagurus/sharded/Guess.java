package dev.pagurus.sharded;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.KeyRange;
import dev.pagurus.spi.IndexDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A filter as a question to {@link Clues}: may one of the user's documents pass it? A test for a
 * value asks the marks, a test for a range the spans. Of an {@code and} those parts are asked that
 * can be, of an {@code or} all must be.
 *
 * <p>Ranges over one path are asked for one by one: a span that meets each of them meets what they
 * have in common, if that is anything at all.
 */
interface Guess extends Predicate<Clues> {

  /**
   * The question of a filter.
   *
   * @param indexes that the clues tell of
   * @return null if there is none, so that everybody may have such a document
   */
  static @Nullable Guess of(String collection, Filter filter, List<IndexDefinition> indexes) {
    if (filter instanceof Filter.And and) {
      return all(parts(collection, and.filters(), indexes));
    }
    if (filter instanceof Filter.Or or) {
      List<Guess> parts = parts(collection, or.filters(), indexes);
      return parts.size() < or.filters().size()
          ? null
          : clues -> parts.stream().anyMatch(part -> part.test(clues));
    }
    return all(nonNull(ofMarks(collection, filter, indexes), ofSpans(collection, filter, indexes)));
  }

  private static List<Guess> parts(
      String collection, List<Filter> filters, List<IndexDefinition> indexes) {
    return nonNull(
        filters.stream().map(part -> of(collection, part, indexes)).toArray(Guess[]::new));
  }

  private static List<Guess> nonNull(@Nullable Guess... guesses) {
    return Arrays.stream(guesses).filter(Objects::nonNull).toList();
  }

  private static @Nullable Guess all(List<Guess> parts) {
    return parts.isEmpty() ? null : clues -> parts.stream().allMatch(part -> part.test(clues));
  }

  private static @Nullable Guess ofMarks(
      String collection, Filter test, List<IndexDefinition> indexes) {
    Set<String> marks = Marks.of(collection, test, indexes);
    return marks == null ? null : clues -> clues.hasAnyOf(marks);
  }

  private static @Nullable Guess ofSpans(
      String collection, Filter test, List<IndexDefinition> indexes) {
    FieldPath path = pathOf(test);
    KeyRange range = KeyRange.of(test).orElse(null);
    if (path == null || range == null || !Marks.has(indexes, path, false)) {
      return null;
    }
    Spans.Wanted wanted = new Spans.Wanted(collection, path, range);
    return clues -> clues.spans() == null || clues.spans().meet(wanted);
  }

  /** Of a test that may be for a range of values. */
  private static @Nullable FieldPath pathOf(Filter test) {
    if (test instanceof Filter.Compare compare) {
      return compare.path();
    }
    if (test instanceof Filter.Between between) {
      return between.path();
    }
    if (test instanceof Filter.StartsWith startsWith) {
      return startsWith.path();
    }
    return test instanceof Filter.Exists exists ? exists.path() : null;
  }
}
