package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Kinds, order and equality of values (QUERY-3, QUERY-4, DOC-3). */
class ValuesTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void kindsRankAsTheContractSays() {
    List<@Nullable JsonNode> ranked = new ArrayList<>();
    ranked.add(null);
    Body.parse("{\"a\":[null,false,true,-1e300,0,\"\",\"a\",{}]}")
        .root()
        .get("a")
        .forEach(ranked::add);
    for (int i = 0; i < ranked.size(); i++) {
      for (int j = 0; j < ranked.size(); j++) {
        int expected = Integer.compare(i, j);
        assertEquals(expected, Integer.signum(Values.compare(ranked.get(i), ranked.get(j))));
      }
    }
  }

  @Test
  void twoToThe53PlusOneIsMoreThanTwoToThe53() {
    JsonNode integer = NODES.numberNode((1L << 53) + 1);
    JsonNode real = NODES.numberNode(0x1p53);
    assertTrue(Values.compare(integer, real) > 0);
    assertFalse(Values.equal(integer, real));
    assertTrue(Values.compare(NODES.numberNode(Long.MAX_VALUE), NODES.numberNode(0x1p63)) < 0);
    assertEquals(0, Values.compare(NODES.numberNode(Long.MIN_VALUE), NODES.numberNode(-0x1p63)));
    assertEquals(0, Values.compare(NODES.numberNode(0), NODES.numberNode(-0.0)));
    assertEquals(0, Values.compare(NODES.numberNode(0.0), NODES.numberNode(-0.0)));
  }

  @Test
  void arraysAreEqualInOrderAndObjectsInAnyOrder() {
    assertEquals(Body.parse("{\"a\":1,\"b\":2}"), Body.parse("{\"b\":2.0,\"a\":1.0}"));
    assertFalse(Body.parse("{\"a\":[1,2]}").equals(Body.parse("{\"a\":[2,1]}")));
    assertFalse(Body.parse("{\"a\":[1]}").equals(Body.parse("{\"a\":[1,1]}")));
    assertFalse(Body.parse("{\"a\":{}}").equals(Body.parse("{\"a\":[]}")));
    assertFalse(Body.parse("{\"a\":null}").equals(Body.parse("{\"b\":null}")));
  }

  @Test
  void whatIsNotJsonHasNoKind() {
    assertThrows(IllegalArgumentException.class, () -> Values.kind(NODES.binaryNode(new byte[0])));
    assertEquals(Values.Kind.MISSING, Values.kind(NODES.missingNode()));
    assertEquals(Values.Kind.MISSING, Values.kind(null));
  }
}
