package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Wrong meanings of filters. */
final class Meanings {

  private Meanings() {}

  /**
   * Judges single tests otherwise, and joins them as it is right.
   *
   * @param wrong the meaning of a test, null for the right one
   */
  static Function<Filter, Predicate<JsonNode>> ofTests(
      Function<Filter, @Nullable Predicate<JsonNode>> wrong) {
    return filter -> ofTest(filter, wrong);
  }

  private static Predicate<JsonNode> ofTest(
      Filter filter, Function<Filter, @Nullable Predicate<JsonNode>> wrong) {
    if (filter instanceof Filter.And and) {
      return and.filters().stream()
          .map(part -> ofTest(part, wrong))
          .reduce(body -> true, Predicate::and);
    }
    if (filter instanceof Filter.Or or) {
      return or.filters().stream()
          .map(part -> ofTest(part, wrong))
          .reduce(body -> false, Predicate::or);
    }
    if (filter instanceof Filter.Not not) {
      return ofTest(not.filter(), wrong).negate();
    }
    Predicate<JsonNode> meaning = wrong.apply(filter);
    return meaning == null ? Evaluator.of(filter) : meaning;
  }

  /** Takes tests for other filters. */
  static Function<Filter, Predicate<JsonNode>> rewritten(UnaryOperator<Filter> tests) {
    return ofTests(
        filter -> {
          Filter other = tests.apply(filter);
          return other.equals(filter) ? null : Evaluator.of(other);
        });
  }

  /** Takes paths for others. */
  static Function<Filter, Predicate<JsonNode>> onPaths(UnaryOperator<FieldPath> paths) {
    return rewritten(filter -> moved(filter, paths));
  }

  /** Asks at another path; full text stays as it is. */
  static Filter moved(Filter filter, UnaryOperator<FieldPath> paths) {
    if (filter instanceof Filter.Compare test) {
      return new Filter.Compare(paths.apply(test.path()), test.operator(), test.value());
    }
    if (filter instanceof Filter.In test) {
      return new Filter.In(paths.apply(test.path()), test.values());
    }
    if (filter instanceof Filter.Between test) {
      return new Filter.Between(paths.apply(test.path()), test.low(), test.high());
    }
    if (filter instanceof Filter.StartsWith test) {
      return new Filter.StartsWith(paths.apply(test.path()), test.prefix());
    }
    if (filter instanceof Filter.Contains test) {
      return new Filter.Contains(paths.apply(test.path()), test.value());
    }
    if (filter instanceof Filter.Exists test) {
      return new Filter.Exists(paths.apply(test.path()));
    }
    return filter;
  }

  /** Judges values otherwise before they are compared, and the operands alike. */
  static Function<Filter, Predicate<JsonNode>> onValues(UnaryOperator<JsonNode> change) {
    return ofTests(
        filter -> {
          Evaluator judge = Evaluator.of(changed(filter, change));
          return body -> judge.test(Trees.map(body, change));
        });
  }

  private static Filter changed(Filter filter, UnaryOperator<JsonNode> change) {
    if (filter instanceof Filter.Compare test) {
      return new Filter.Compare(test.path(), test.operator(), change.apply(test.value()));
    }
    if (filter instanceof Filter.In test) {
      return new Filter.In(test.path(), test.values().stream().map(change).toList());
    }
    if (filter instanceof Filter.Between test) {
      return new Filter.Between(test.path(), change.apply(test.low()), change.apply(test.high()));
    }
    if (filter instanceof Filter.Contains test) {
      return new Filter.Contains(test.path(), change.apply(test.value()));
    }
    return filter;
  }

  /** Judges a test of one value by itself; a test of another kind is judged rightly. */
  static <F extends Filter> Function<Filter, Predicate<JsonNode>> ofKind(
      Class<F> kind, Function<F, FieldPath> path, BiPredicate<F, @Nullable JsonNode> wrong) {
    return ofTests(
        filter -> {
          if (!kind.isInstance(filter)) {
            return null;
          }
          F test = kind.cast(filter);
          return body -> wrong.test(test, path.apply(test).in(body));
        });
  }

  /**
   * The logic of SQL: a test of what is missing or null is neither true nor false, and so are its
   * negation and whatever it decides.
   */
  static Predicate<JsonNode> threeValued(Filter filter) {
    return body -> Boolean.TRUE.equals(judge(filter, body));
  }

  private static @Nullable Boolean judge(Filter filter, JsonNode body) {
    if (filter instanceof Filter.Not not) {
      Boolean inner = judge(not.filter(), body);
      return inner == null ? null : Boolean.valueOf(!inner);
    }
    if (filter instanceof Filter.And and) {
      return join(and.filters(), body, false);
    }
    if (filter instanceof Filter.Or or) {
      return join(or.filters(), body, true);
    }
    FieldPath path = filter instanceof Filter.Compare compare ? compare.path() : null;
    if (path != null) {
      JsonNode value = path.in(body);
      if (value == null || value.isNull()) {
        return null;
      }
    }
    return Evaluator.test(filter, body);
  }

  private static @Nullable Boolean join(List<Filter> filters, JsonNode body, boolean decisive) {
    List<Boolean> known = new ArrayList<>();
    for (Filter filter : filters) {
      Boolean one = judge(filter, body);
      if (one != null) {
        known.add(one);
      }
    }
    if (known.contains(decisive)) {
      return decisive;
    }
    return known.size() < filters.size() ? null : Boolean.valueOf(!decisive);
  }
}
