package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Order and equality of values, against exact arithmetic and bytes (QUERY-3, QUERY-4, DOC-3). */
class RandomValuesTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Property(edgeCases = EdgeCasesMode.NONE)
  void compareAgreesWithExactArithmeticAndUtf8Bytes(
      @ForAll(supplier = AnyJson.AnyValue.class) Object a,
      @ForAll(supplier = AnyJson.AnyValue.class) Object b) {
    assertEquals(oracle(a, b), Integer.signum(Values.compare(node(a), node(b))));
    assertEquals(oracle(b, a), Integer.signum(Values.compare(node(b), node(a))));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void numbersCompareByExactValue(
      @ForAll(supplier = AnyJson.AnyNumber.class) Object a,
      @ForAll(supplier = AnyJson.AnyNumber.class) Object b) {
    assertEquals(
        exact(a).compareTo(exact(b)), Integer.signum(Values.compareNumbers(node(a), node(b))));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aLongComparesWithTheDoublesAroundIt(@ForAll long value) {
    double nearest = (double) value;
    for (double d : new double[] {nearest, Math.nextUp(nearest), Math.nextDown(nearest)}) {
      int expected = new BigDecimal(value).compareTo(new BigDecimal(d));
      assertEquals(expected, Values.compareNumbers(NODES.numberNode(value), NODES.numberNode(d)));
      assertEquals(-expected, Values.compareNumbers(NODES.numberNode(d), NODES.numberNode(value)));
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void equalBodiesAreEqualHoweverNumbersAndMembersAreWritten(
      @ForAll(supplier = AnyJson.Bodies.class) Map<String, Object> plain, @ForAll Random random) {
    JsonNode tree = node(plain);
    assertTrue(Values.equal(tree, node(respelled(plain))));
    assertEquals(Body.of(tree), Body.of(node(respelled(plain))));
    assertEquals(Body.of(tree).hashCode(), Body.of(node(respelled(plain))).hashCode());
    assertFalse(Values.equal(tree, NODES.arrayNode().add(tree)));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void equalityOfScalarsIsACompareOfZero(
      @ForAll(supplier = AnyJson.AnyValue.class) Object a,
      @ForAll(supplier = AnyJson.AnyValue.class) Object b) {
    if (!(a instanceof Map || a instanceof List || b instanceof Map || b instanceof List)) {
      assertEquals(oracle(a, b) == 0, Values.equal(node(a), node(b)));
    }
  }

  /** The order again, from the words of the contract, exact and slow. */
  private static int oracle(Object a, Object b) {
    if (rank(a) != rank(b)) {
      return Integer.compare(rank(a), rank(b));
    }
    if (a instanceof String s) {
      return Integer.signum(
          Arrays.compareUnsigned(
              s.getBytes(StandardCharsets.UTF_8), ((String) b).getBytes(StandardCharsets.UTF_8)));
    }
    return a instanceof Number ? exact(a).compareTo(exact(b)) : 0;
  }

  private static int rank(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 3 : 2;
    }
    if (value instanceof Number) {
      return 4;
    }
    return value instanceof Optional ? 1 : value instanceof String ? 5 : 6;
  }

  private static BigDecimal exact(Object number) {
    return number instanceof Double d ? new BigDecimal(d) : new BigDecimal((Long) number);
  }

  /** The same by value: whole doubles as integers and the other way round, members backwards. */
  private static Object respelled(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<Map.Entry<?, ?>> members = new ArrayList<>(map.entrySet());
      Collections.reverse(members);
      Map<Object, Object> copy = new LinkedHashMap<>();
      members.forEach(member -> copy.put(member.getKey(), respelled(member.getValue())));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RandomValuesTest::respelled).toList();
    }
    if (value instanceof Long l && (double) l < 0x1p63 && (long) (double) l == l) {
      return (double) l;
    }
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 0x1p63) {
      return d.longValue();
    }
    return value;
  }

  private static JsonNode node(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      tools.jackson.databind.node.ObjectNode object = NODES.objectNode();
      map.forEach((key, member) -> object.set((String) key, node(member)));
      return object;
    }
    if (value instanceof List<?> list) {
      tools.jackson.databind.node.ArrayNode array = NODES.arrayNode();
      list.forEach(element -> array.add(node(element)));
      return array;
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof Long l) {
      return NODES.numberNode(l.longValue());
    }
    if (value instanceof Double d) {
      return NODES.numberNode(d.doubleValue());
    }
    return value instanceof String s ? NODES.stringNode(s) : NODES.nullNode();
  }
}
