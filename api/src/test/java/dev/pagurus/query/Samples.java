package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Arbitrary values, bodies, filters and queries, with the odd ones often enough: neighbours of 2^53
 * and 2^63, strings that UTF-16 orders otherwise, keys that are keywords.
 */
final class Samples {

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Samples() {}

  static Arbitrary<JsonNode> numbers() {
    Arbitrary<JsonNode> longs =
        Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-3, 3),
                Arbitraries.of(53, 54, 55, 62)
                    .flatMap(e -> around(1L << e))
                    .flatMap(n -> Arbitraries.of(n, -n)),
                Arbitraries.longs().between(Long.MAX_VALUE - 1100, Long.MAX_VALUE),
                Arbitraries.longs().between(Long.MIN_VALUE, Long.MIN_VALUE + 1100))
            .map(LongNode::valueOf);
    Arbitrary<JsonNode> doubles =
        Arbitraries.oneOf(
                Arbitraries.longs().map(Samples::finite),
                Arbitraries.doubles().between(-10, 10).ofScale(3),
                Arbitraries.integers().between(-4, 4).map(i -> i * 0.5),
                Arbitraries.of(0x1p53, 0x1p54, 0x1p62, 0x1p63, 0x1p64, -0x1p53, -0x1p63, -0x1p64),
                Arbitraries.of(0x1p53, 0x1p63, -0x1p63).map(Math::nextUp),
                Arbitraries.of(0x1p53, 0x1p63, -0x1p63).map(Math::nextDown),
                Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE))
            .map(DoubleNode::valueOf);
    return Arbitraries.oneOf(longs, doubles);
  }

  /**
   * A double for any bits: infinities and NaNs lose a bit of their exponent. No filter, for what is
   * filtered shrinks badly.
   */
  private static double finite(long bits) {
    double value = Double.longBitsToDouble(bits);
    return Double.isFinite(value) ? value : Double.longBitsToDouble(bits & ~(1L << 62));
  }

  private static Arbitrary<Long> around(long n) {
    return Arbitraries.longs().between(n - 1100, n + 1100);
  }

  /** Valid strings without U+0000, many of them short and alike. */
  static Arbitrary<String> strings() {
    Arbitrary<String> few =
        Arbitraries.of(
                "a", "b", "A", "é", "\u0001", "\u0002", "\uE000", "\uFF5E", "😀", "漢", "\u007F")
            .list()
            .ofMaxSize(4)
            .map(parts -> String.join("", parts));
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(1, Character.MAX_CODE_POINT - 0x800)
            .map(n -> n < Character.MIN_SURROGATE ? n : n + 0x800)
            .list()
            .ofMaxSize(12)
            .map(
                cps -> {
                  StringBuilder out = new StringBuilder();
                  cps.forEach(out::appendCodePoint);
                  return out.toString();
                });
    Arbitrary<String> odd =
        Arbitraries.of("", "\"", "\\", "\n\r\t", "' or 1=1 --", "null", "`", "*", "\u2028");
    return Arbitraries.oneOf(few, few, any, odd);
  }

  /** Users and ids. */
  static Arbitrary<String> names() {
    return strings().map(text -> "x" + text.replaceAll("\\p{Cc}", ""));
  }

  static Arbitrary<JsonNode> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.of(NullNode.getInstance(), BooleanNode.TRUE, BooleanNode.FALSE),
        numbers(),
        strings().map(StringNode::valueOf));
  }

  /** Any value of a document, Java's null for a missing one included. */
  static Arbitrary<@Nullable JsonNode> values() {
    return Arbitraries.oneOf(scalars(), scalars(), containers()).injectNull(0.1);
  }

  private static Arbitrary<JsonNode> containers() {
    return Arbitraries.oneOf(
        scalars()
            .list()
            .ofMaxSize(3)
            .map(
                elements -> {
                  ArrayNode array = NODES.arrayNode();
                  elements.forEach(array::add);
                  return array;
                }),
        scalars().map(value -> NODES.objectNode().set("b", value)));
  }

  static Arbitrary<FieldPath> paths() {
    Arbitrary<String> few = Arbitraries.of("a", "b", "c");
    Arbitrary<String> odd =
        Arbitraries.of(
            "", "dot.ted", "Order", "NOT", "null", "1a", "a b", "`", "``", "é", "$x", "a`b");
    Arbitrary<String> names = Arbitraries.oneOf(few, few, few, odd, strings());
    return names.list().ofMinSize(1).ofMaxSize(2).map(FieldPath::new);
  }

  /** Objects with members of the same few names that {@link #paths} has. */
  static Arbitrary<JsonNode> bodies() {
    return Combinators.combine(values(), values(), values())
        .as(
            (a, b, c) -> {
              ObjectNode body = NODES.objectNode();
              setIfPresent(body, "a", a);
              setIfPresent(body, "b", b);
              setIfPresent(body, "c", c);
              return (JsonNode) body;
            });
  }

  private static void setIfPresent(ObjectNode body, String key, @Nullable JsonNode value) {
    if (value != null) {
      body.set(key, value);
    }
  }

  static Arbitrary<Filter> tests() {
    return Arbitraries.oneOf(
        Combinators.combine(paths(), Arbitraries.of(Filter.Operator.values()), scalars())
            .as(Filter.Compare::new),
        Combinators.combine(paths(), scalars().list().ofMinSize(1).ofMaxSize(4)).as(Filter.In::new),
        Combinators.combine(paths(), scalars(), scalars()).as(Filter.Between::new),
        Combinators.combine(paths(), strings()).as(Filter.StartsWith::new),
        Combinators.combine(paths(), scalars()).as(Filter.Contains::new),
        paths().map(Filter.Exists::new),
        Combinators.combine(paths().list().ofMinSize(1).ofMaxSize(3), strings())
            .as(Filter.Matches::new));
  }

  /** Filters of any shape, chains of none and one included, a few levels deep. */
  static Arbitrary<Filter> filters() {
    Arbitrary<Filter> filters = tests();
    for (int level = 0; level < 3; level++) {
      Arbitrary<List<Filter>> chains = filters.list().ofMaxSize(3);
      filters =
          Arbitraries.frequencyOf(
              Tuple.of(3, tests()),
              Tuple.of(2, chains.map(Filter.And::new)),
              Tuple.of(2, chains.map(Filter.Or::new)),
              Tuple.of(1, filters.map(Filter.Not::new)));
    }
    return filters;
  }

  static Arbitrary<List<Sort>> orders() {
    Arbitrary<Sort> sorts = Combinators.combine(paths(), Arbitraries.of(true, false)).as(Sort::new);
    return sorts.list().uniqueElements(Sort::path).ofMaxSize(3);
  }

  static Arbitrary<Query> queries() {
    Arbitrary<OptionalInt> limits =
        Arbitraries.integers()
            .between(0, Integer.MAX_VALUE)
            .map(n -> n == 0 ? OptionalInt.empty() : OptionalInt.of(n));
    Arbitrary<Filter> filters = Arbitraries.oneOf(filters(), Arbitraries.of(Filter.all()));
    return Combinators.combine(filters, orders(), limits).as(Query::new);
  }

  static List<JsonNode> list(JsonNode... nodes) {
    return new ArrayList<>(List.of(nodes));
  }
}
