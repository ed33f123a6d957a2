package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was put comes out again (DOC-3, DOC-4). */
class RoundTripTest {

  @Test
  void everyPowerOfTwoSurvives() {
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double power = Math.scalb(1.0, exponent);
      ObjectNode tree = JsonNodeFactory.instance.objectNode().put("d", power);
      assertEquals(power, Body.of(tree).root().get("d").doubleValue());
    }
  }

  @Test
  void theShortestDecimalOfTwoToTheMinus44IsTaken() {
    assertEquals(
        0x1p-44, Body.parse("{\"d\":5.684341886080802e-14}").root().get("d").doubleValue());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 9007199254740993L, -9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31})
  void integersSurviveToTheLastDigit(long value) {
    Body body = Body.parse("{\"n\":" + value + "}");
    assertEquals("{\"n\":" + value + "}", body.toString());
    assertEquals(value, body.root().get("n").longValue());
  }

  @Test
  void integersAndDoublesKeepTheirKindAndAreEqualByValue() {
    Body integer = Body.parse("{\"n\":1}");
    Body real = Body.parse("{\"n\":1.0}");
    assertEquals("{\"n\":1}", integer.toString());
    assertEquals("{\"n\":1.0}", real.toString());
    assertEquals(integer, real);
    assertEquals(integer.hashCode(), real.hashCode());
    assertNotEquals(
        Body.parse("{\"n\":9007199254740993}"), Body.parse("{\"n\":9007199254740992.0}"));
  }

  @Test
  void nullIsNotMissingAndEmptyThingsAreThere() {
    Body body = Body.parse("{\"\":{},\"n\":null,\"a\":[],\"s\":\"\"}");
    assertEquals("{\"\":{},\"a\":[],\"n\":null,\"s\":\"\"}", body.toString());
    assertNotEquals(Body.parse("{\"n\":null}"), Body.parse("{}"));
  }

  @Test
  void stringsAreNotNormalised() {
    assertNotEquals(Body.parse("{\"s\":\"\u00e9\"}"), Body.parse("{\"s\":\"e\u0301\"}"));
  }

  @Test
  void treesMayHoldNumbersOfAnyJavaTypeThatFits() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("short", (short) 7);
    tree.put("bigInteger", BigInteger.valueOf(Long.MIN_VALUE));
    tree.put("bigDecimal", new BigDecimal("12.50"));
    tree.put("wholeBigDecimal", new BigDecimal("9007199254740993"));
    tree.put("scaledBigDecimal", new BigDecimal("1E+3"));
    assertEquals(
        "{\"bigDecimal\":12.5,\"bigInteger\":-9223372036854775808,\"scaledBigDecimal\":1000.0,"
            + "\"short\":7,\"wholeBigDecimal\":9007199254740993}",
        Body.of(tree).toString());
  }

  @Test
  void aBodySharesNothingWithTheTreesThatPeopleHold() {
    ObjectNode given = JsonNodeFactory.instance.objectNode().put("a", 1);
    Body body = Body.of(given);
    given.put("a", 2);
    ObjectNode taken = body.toTree();
    taken.put("a", 3);
    assertEquals("{\"a\":1}", body.toString());
    assertEquals(1, body.root().get("a").intValue());
    assertNotSame(body.root(), taken);
  }

  @Test
  void parsingDoesNotKeepTheCallersBytes() {
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    Body body = Body.parse(json);
    json[5] = '2';
    assertEquals("{\"a\":1}", body.toString());
  }
}
