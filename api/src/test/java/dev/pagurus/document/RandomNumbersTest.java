package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Numbers in and out, to the last bit, against exact arithmetic (DOC-2, DOC-3). */
class RandomNumbersTest {

  @Property
  void everyDoubleSurvivesToTheLastBit(
      @ForAll(supplier = AnyJson.FiniteDouble.class) Double value) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("d", value);
    double there = Body.stored(Body.of(tree).bytes()).root().get("d").doubleValue();
    assertEquals(value + 0.0, there + 0.0);
  }

  @Property
  void aFloatIsKeptByItsOwnDecimalFormAndReadsBackAsTheSameFloat(@ForAll Float value) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("f", value);
    assertEquals(value + 0.0f, (float) Body.of(tree).root().get("f").doubleValue() + 0.0f);
  }

  @Property
  void noShorterDecimalStandsForTheSameDouble(
      @ForAll(supplier = AnyJson.FiniteDouble.class) Double value) {
    String body = Body.of(JsonNodeFactory.instance.objectNode().put("d", value)).toString();
    String literal = body.substring("{\"d\":".length(), body.length() - 1);
    assertEquals(value + 0.0, Double.parseDouble(literal) + 0.0);
    int digits = new BigDecimal(literal).stripTrailingZeros().precision();
    if (digits > 2) { // at most two are always written, as in 4.9E-324
      for (RoundingMode mode : List.of(RoundingMode.DOWN, RoundingMode.UP)) {
        BigDecimal shorter = new BigDecimal(value).round(new MathContext(digits - 1, mode));
        assertNotEquals(value.doubleValue(), shorter.doubleValue(), shorter.toString());
      }
    }
  }

  /** The rule of {@link Numbers}, said again with exact arithmetic. */
  @Property
  void aDecimalIsTakenIfTheNearestDoubleGivesItsDigitsBack(
      @ForAll long unscaled, @ForAll("scales") int scale) {
    BigDecimal decimal = BigDecimal.valueOf(unscaled, scale);
    String literal = decimal.toString().matches(".*[.E].*") ? decimal.toString() : decimal + ".0";
    double nearest = Double.parseDouble(literal);
    boolean survives = false;
    if (Double.isFinite(nearest) && (nearest != 0 || unscaled == 0)) {
      int digits = decimal.stripTrailingZeros().precision();
      BigDecimal exact = new BigDecimal(nearest);
      BigDecimal halfOfTheLastDigit =
          BigDecimal.valueOf(5, digits - exact.precision() + exact.scale() + 1);
      int off = exact.subtract(decimal).abs().compareTo(halfOfTheLastDigit);
      boolean even = !decimal.stripTrailingZeros().unscaledValue().testBit(0);
      survives = off < 0 || (off == 0 && even);
    }
    assertEquals(survives, isTaken(literal), literal);
  }

  @Provide
  Arbitrary<Integer> scales() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 20), Arbitraries.integers().between(-330, 360));
  }

  private static boolean isTaken(String literal) {
    try {
      Body.parse("{\"a\":" + literal + "}");
      return true;
    } catch (InvalidDocumentException e) {
      return false;
    }
  }
}
