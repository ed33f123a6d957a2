package dev.pagurus.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.FieldPath;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A range of keys finds exactly what the evaluator finds: QUERY-3 over an index. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class KeyRangeTest {

  private static final FieldPath A = FieldPath.of("a");

  @Provide
  Arbitrary<Filter> ranges() {
    Arbitrary<JsonNode> scalars = Samples.scalars();
    return Arbitraries.oneOf(
        Combinators.combine(
                Arbitraries.of(Filter.Operator.values()).filter(o -> o != Filter.Operator.NE),
                scalars)
            .as((operator, value) -> new Filter.Compare(A, operator, value)),
        Combinators.combine(scalars, scalars).as((x, y) -> new Filter.Between(A, x, y)),
        Combinators.combine(Samples.numbers(), Samples.numbers())
            .as((x, y) -> new Filter.Between(A, x, y)),
        Samples.strings().map(prefix -> new Filter.StartsWith(A, prefix)),
        Arbitraries.just(new Filter.Exists(A)));
  }

  @Provide
  Arbitrary<@Nullable JsonNode> values() {
    return Samples.values();
  }

  @Property(tries = 10000)
  void holdsTheKeysOfWhatPasses(
      @ForAll("ranges") Filter test, @ForAll("values") @Nullable JsonNode value) {
    KeyRange range = KeyRange.of(test).orElseThrow();
    boolean passes = test.matches(body(value));
    assertEquals(passes, range.contains(SortKey.encode(value)));
    assertFalse(passes && range.isEmpty());
  }

  @Property(tries = 5000)
  void holdsBehindEqualValuesInAnIndexOverSeveralPaths(
      @ForAll("ranges") Filter test,
      @ForAll("values") @Nullable JsonNode first,
      @ForAll("values") @Nullable JsonNode otherFirst,
      @ForAll("values") @Nullable JsonNode value,
      @ForAll("values") @Nullable JsonNode last) {
    KeyRange range = KeyRange.of(test).orElseThrow().behind(SortKey.encode(first));
    byte[] rest = SortKey.concat(SortKey.encode(value), SortKey.encode(last));
    assertEquals(
        test.matches(body(value)), range.contains(SortKey.concat(SortKey.encode(first), rest)));
    byte[] other = SortKey.encode(otherFirst);
    if (!java.util.Arrays.equals(other, SortKey.encode(first))) {
      assertFalse(range.contains(SortKey.concat(other, rest)));
    }
  }

  private static JsonNode body(@Nullable JsonNode value) {
    ObjectNode body = Samples.NODES.objectNode();
    return value == null ? body : body.set("a", value);
  }

  @Test
  void otherFiltersAreNoRange() {
    for (String text :
        List.of("a != 1", "a in (1)", "a contains 1", "a matches \"x\"", "not a = 1", "true")) {
      assertEquals(Optional.empty(), KeyRange.of(Query.parse(text).filter()), text);
    }
  }

  @Test
  void neverTrueIsEmpty() {
    for (String text :
        List.of("a < null", "a between 1 and \"x\"", "a between 2 and 1", "a < false")) {
      assertTrue(KeyRange.of(Query.parse(text).filter()).orElseThrow().isEmpty(), text);
    }
  }
}
