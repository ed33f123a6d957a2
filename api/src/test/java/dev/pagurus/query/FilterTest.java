package dev.pagurus.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter.And;
import dev.pagurus.query.Filter.Compare;
import dev.pagurus.query.Filter.Exists;
import dev.pagurus.query.Filter.In;
import dev.pagurus.query.Filter.Matches;
import dev.pagurus.query.Filter.Not;
import dev.pagurus.query.Filter.Operator;
import dev.pagurus.query.Filter.Or;
import dev.pagurus.query.Filter.StartsWith;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ShortNode;
import tools.jackson.databind.node.StringNode;

/** The shape of filters: one form for each operand, flat chains, bounds. */
class FilterTest {

  private static final FieldPath A = FieldPath.of("a");
  private static final Filter F = new Exists(A);
  private static final Filter G = new Exists(FieldPath.of("b"));

  @Test
  void equalOperandsAreEqualFilters() {
    for (JsonNode one :
        List.of(
            IntNode.valueOf(1),
            ShortNode.valueOf((short) 1),
            BigIntegerNode.valueOf(BigInteger.ONE))) {
      assertEquals(eq(LongNode.valueOf(1)), eq(one));
    }
    assertEquals(eq(DoubleNode.valueOf(0.5)), eq(FloatNode.valueOf(0.5f)));
    assertEquals(eq(DoubleNode.valueOf(0.0)), eq(DoubleNode.valueOf(-0.0)));
    assertNotEquals(eq(LongNode.valueOf(1)), eq(DoubleNode.valueOf(1)));
  }

  @Test
  void whatIsNoScalarOfADocumentIsRefused() {
    for (JsonNode bad :
        List.of(
            Samples.NODES.arrayNode(),
            Samples.NODES.objectNode(),
            MissingNode.getInstance(),
            Samples.NODES.binaryNode(new byte[1]),
            Samples.NODES.pojoNode("x"),
            DoubleNode.valueOf(Double.NaN),
            DoubleNode.valueOf(Double.NEGATIVE_INFINITY),
            DecimalNode.valueOf(BigDecimal.ONE),
            BigIntegerNode.valueOf(BigInteger.ONE.shiftLeft(63)),
            StringNode.valueOf("\0"),
            StringNode.valueOf("a\uD83D"))) {
      assertThrows(InvalidQueryException.class, () -> eq(bad), bad.toString());
      assertThrows(InvalidQueryException.class, () -> new In(A, List.of(bad)));
      assertThrows(InvalidQueryException.class, () -> new Filter.Between(A, bad, bad));
      assertThrows(InvalidQueryException.class, () -> new Filter.Contains(A, bad));
    }
    assertThrows(InvalidQueryException.class, () -> new StartsWith(A, "\uDC00"));
    assertThrows(InvalidQueryException.class, () -> new Matches(List.of(A), "\uDC00"));
    assertThrows(InvalidQueryException.class, () -> new Matches(List.of(), "x"));
  }

  private static Filter eq(JsonNode value) {
    return new Compare(A, Operator.EQ, value);
  }

  @Test
  void chainsAreFlat() {
    Filter or = new Or(List.of(F, G));
    assertEquals(new And(List.of(F, G, or, F)), new And(List.of(new And(List.of(F, G)), or, F)));
    assertEquals(new Or(List.of(F, G, G)), new Or(List.of(or, G)));
    assertSame(F, Filter.allOf(List.of(F)));
    assertSame(F, Filter.anyOf(List.of(Filter.none(), F)));
    assertEquals(Filter.all(), Filter.allOf(List.of()));
    assertEquals(Filter.none(), Filter.anyOf(List.of()));
  }

  @Test
  void queriesUnwrapChainsOfOne() {
    Filter wrapped = new And(List.of(new Or(List.of(new And(List.of(F, G))))));
    assertEquals(new And(List.of(F, G)), Query.of(wrapped).filter());
    assertEquals(new Not(F), Query.of(new Not(new Or(List.of(F)))).filter());
  }

  @Test
  void sizeIsBounded() {
    List<JsonNode> values = Collections.nCopies(Filter.MAX_VALUES, LongNode.valueOf(1));
    Filter in = new In(A, values);
    assertThrows(InvalidQueryException.class, () -> new In(A, List.of()));
    assertThrows(
        InvalidQueryException.class,
        () -> new In(A, Collections.nCopies(Filter.MAX_VALUES + 1, LongNode.valueOf(1))));
    int most = Filter.MAX_SIZE / Filter.MAX_VALUES;
    Filter largest = new Or(Collections.nCopies(most, in));
    assertThrows(InvalidQueryException.class, () -> new And(List.of(largest, F)));
    assertThrows(
        InvalidQueryException.class, () -> new And(Collections.nCopies(Filter.MAX_SIZE + 1, F)));
  }

  @Test
  void nestingIsBounded() {
    Filter deep = F;
    for (int i = 0; i < Filter.MAX_NESTING; i++) {
      deep = i % 2 == 0 ? new Not(deep) : new Or(List.of(deep, G));
    }
    Filter deepest = deep;
    assertThrows(InvalidQueryException.class, () -> new Not(deepest));
    assertThrows(InvalidQueryException.class, () -> new And(List.of(deepest)));
    assertEquals(deepest, Query.parse(Query.of(deepest).toString()).filter());
    assertEquals(deepest, Query.all().and(deepest).filter());
  }
}
