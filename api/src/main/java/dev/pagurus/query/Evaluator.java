package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import dev.pagurus.document.Values.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What filters mean: the reference that every push-down is measured against, and the judge of what
 * a backend leaves over.
 *
 * <p>An evaluator is immutable and safe for many threads. Judging a body costs one walk along the
 * path of each test that is reached; a {@code matches} analyses the strings at its paths anew.
 */
public final class Evaluator implements Predicate<JsonNode> {

  private final Predicate<JsonNode> meaning;

  private Evaluator(Predicate<JsonNode> meaning) {
    this.meaning = meaning;
  }

  /**
   * An evaluator for many bodies.
   *
   * @param filter any filter
   * @return its meaning
   */
  public static Evaluator of(Filter filter) {
    return new Evaluator(meaningOf(filter));
  }

  /**
   * Judges one body.
   *
   * @param filter any filter
   * @param body an object
   * @return whether the filter is true for it
   */
  public static boolean test(Filter filter, JsonNode body) {
    return of(filter).test(body);
  }

  /**
   * Judges a body.
   *
   * @param body an object
   * @return whether the filter is true for it
   */
  @Override
  public boolean test(JsonNode body) {
    return meaning.test(body);
  }

  private static Predicate<JsonNode> meaningOf(Filter filter) {
    if (filter instanceof Filter.Compare compare) {
      return at(compare.path(), value -> compare(value, compare.operator(), compare.value()));
    }
    if (filter instanceof Filter.In in) {
      Set<JsonNode> values = new TreeSet<>(Values::compare);
      values.addAll(in.values());
      return at(in.path(), value -> value != null && values.contains(value));
    }
    if (filter instanceof Filter.Between between) {
      return at(
          between.path(),
          value ->
              compare(value, Filter.Operator.GE, between.low())
                  && compare(value, Filter.Operator.LE, between.high()));
    }
    if (filter instanceof Filter.StartsWith startsWith) {
      return at(startsWith.path(), value -> startsWith(value, startsWith.prefix()));
    }
    if (filter instanceof Filter.Contains contains) {
      return at(contains.path(), value -> contains(value, contains.value()));
    }
    if (filter instanceof Filter.Exists exists) {
      return at(exists.path(), value -> value != null);
    }
    if (filter instanceof Filter.Matches matches) {
      TextQuery query = TextQuery.parse(matches.text());
      return body -> query.matches(fields(body, matches.paths()));
    }
    if (filter instanceof Filter.And and) {
      List<Predicate<JsonNode>> all = meaningsOf(and.filters());
      return body -> {
        for (Predicate<JsonNode> one : all) {
          if (!one.test(body)) {
            return false;
          }
        }
        return true;
      };
    }
    if (filter instanceof Filter.Or or) {
      List<Predicate<JsonNode>> any = meaningsOf(or.filters());
      return body -> {
        for (Predicate<JsonNode> one : any) {
          if (one.test(body)) {
            return true;
          }
        }
        return false;
      };
    }
    return meaningOf(((Filter.Not) filter).filter()).negate();
  }

  private static List<Predicate<JsonNode>> meaningsOf(List<Filter> filters) {
    return filters.stream().map(Evaluator::meaningOf).toList();
  }

  private static Predicate<JsonNode> at(FieldPath path, Predicate<@Nullable JsonNode> test) {
    return body -> test.test(path.in(body));
  }

  private static boolean compare(
      @Nullable JsonNode value, Filter.Operator operator, JsonNode operand) {
    return switch (operator) {
      case EQ -> isEqual(value, operand);
      case NE -> !isEqual(value, operand);
      case LT -> isOrderedWith(value, operand) && Values.compare(value, operand) < 0;
      case LE -> isOrderedWith(value, operand) && Values.compare(value, operand) <= 0;
      case GT -> isOrderedWith(value, operand) && Values.compare(value, operand) > 0;
      case GE -> isOrderedWith(value, operand) && Values.compare(value, operand) >= 0;
    };
  }

  /** An operand is a scalar, so two values that sort as equal are of one kind and equal. */
  private static boolean isEqual(@Nullable JsonNode value, JsonNode operand) {
    return Values.compare(value, operand) == 0;
  }

  /** Both booleans, both numbers or both strings; nulls are ordered with nothing. */
  private static boolean isOrderedWith(@Nullable JsonNode value, JsonNode operand) {
    return switch (Values.kind(operand)) {
      case FALSE, TRUE -> {
        Kind kind = Values.kind(value);
        yield kind == Kind.FALSE || kind == Kind.TRUE;
      }
      case NUMBER -> Values.kind(value) == Kind.NUMBER;
      case STRING -> Values.kind(value) == Kind.STRING;
      case MISSING, NULL, CONTAINER -> false;
    };
  }

  private static boolean startsWith(@Nullable JsonNode value, String prefix) {
    return value != null && value.isString() && value.stringValue().startsWith(prefix);
  }

  private static boolean contains(@Nullable JsonNode value, JsonNode operand) {
    if (value == null || !value.isArray()) {
      return false;
    }
    for (JsonNode element : value) {
      if (isEqual(element, operand)) {
        return true;
      }
    }
    return false;
  }

  static List<List<TextAnalyser.Token>> fields(JsonNode body, List<FieldPath> paths) {
    List<List<TextAnalyser.Token>> fields = new ArrayList<>(paths.size());
    for (FieldPath path : paths) {
      JsonNode value = path.in(body);
      if (value != null && value.isString()) {
        fields.add(TextAnalyser.analyse(value.stringValue()));
      }
    }
    return fields;
  }
}
