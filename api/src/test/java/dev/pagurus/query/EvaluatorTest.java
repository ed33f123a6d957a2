package dev.pagurus.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter.Compare;
import dev.pagurus.query.Filter.Operator;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What filters mean: QUERY-1, QUERY-2 and QUERY-3. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class EvaluatorTest {

  private static final Body BODY =
      Body.parse(
          """
          {"null": null, "true": true, "false": false, "one": 1, "half": 0.5, "wide": 9007199254740993,
           "empty": "", "oslo": "Oslo", "lower": "oslo", "tilde": "\\uff5e", "smile": "\\ud83d\\ude00",
           "list": [1, "x", null, [2], {"k": 3}], "none": [], "in": {"k": {"k": 7}, "": 8, "a.b": 9}}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // equality
        "one = 1 | true",
        "one = 1.0 | true",
        "one = 1.5 | false",
        "one = \"1\" | false",
        "one = true | false",
        "oslo = \"Oslo\" | true",
        "oslo = \"oslo\" | false",
        "empty = \"\" | true",
        "wide = 9007199254740993 | true",
        "wide = 9007199254740992.0 | false",
        "wide > 9007199254740992.0 | true",
        "`true` = true | true",
        "`false` = true | false",
        // null is not missing
        "`null` = null | true",
        "gone = null | false",
        "one = null | false",
        "`null` != null | false",
        "gone != null | true",
        "gone != 1 | true",
        "gone exists | false",
        "`null` exists | true",
        // order, within one kind only
        "one > 0 | true",
        "one > 0.5 | true",
        "half < 1 | true",
        "one >= 1.0 | true",
        "one <= 0.9999999999999999 | false",
        "one > \"0\" | false",
        "one < \"a\" | false",
        "oslo < \"oslo\" | true",
        "oslo > 5 | false",
        "`false` < true | true",
        "`true` <= true | true",
        "`true` > 0 | false",
        "smile > \"\uff5e\" | true",
        "tilde < \"😀\" | true",
        "list > 0 | false",
        "gone < 1 | false",
        "gone >= 1 | false",
        // null orders with nothing
        "`null` < 1 | false",
        "`null` <= null | false",
        "`null` >= null | false",
        "`null` between null and null | false",
        "one > null | false",
        "gone <= null | false",
        // between
        "one between 1 and 1 | true",
        "one between 0.5 and 1.5 | true",
        "one between 2 and 0 | false",
        "one between 0 and \"z\" | false",
        "oslo between \"A\" and \"Z\" | true",
        // in
        "one in (5, \"x\", 1.0) | true",
        "`null` in (null) | true",
        "gone in (null) | false",
        "list in (1) | false",
        // startsWith
        "oslo startsWith \"Os\" | true",
        "oslo startsWith \"os\" | false",
        "oslo startsWith \"\" | true",
        "one startsWith \"\" | false",
        "gone startsWith \"\" | false",
        "list startsWith \"\" | false",
        // contains
        "list contains 1.0 | true",
        "list contains \"x\" | true",
        "list contains null | true",
        "list contains 2 | false",
        "list contains 3 | false",
        "none contains null | false",
        "oslo contains \"Oslo\" | false",
        "`in` contains 7 | false",
        // paths lead through objects only
        "`in`.k.k = 7 | true",
        "`in`.`` = 8 | true",
        "`in`.`a.b` = 9 | true",
        "`in`.a.b exists | false",
        "list.k exists | false",
        "oslo.k exists | false",
        "`null`.k exists | false",
        "`in` exists | true",
        // text
        "oslo matches \"OSLÓ\" | true",
        "oslo, gone matches \"oslo\" | true",
        "oslo, smile matches \"oslo bergen\" | false",
        "list matches \"x\" | false",
        "one matches \"1\" | false",
        "oslo matches \"\" | false",
        // logic
        "not gone = 1 | true",
        "gone = 1 or one = 1 | true",
        "gone = 1 and one = 1 | false",
        "true | true",
        "false | false",
        "not true | false",
      })
  void means(String filter, boolean expected) {
    assertEquals(expected, Evaluator.test(Query.parse(filter).filter(), BODY.root()));
  }

  @Provide
  Arbitrary<Filter> filters() {
    return Samples.filters();
  }

  @Provide
  Arbitrary<JsonNode> bodies() {
    return Samples.bodies();
  }

  @Provide
  Arbitrary<JsonNode> scalars() {
    return Samples.scalars();
  }

  @Property(tries = 1000)
  void notIsTheExactComplement(@ForAll("filters") Filter filter, @ForAll("bodies") JsonNode body) {
    assertEquals(!filter.matches(body), new Filter.Not(filter).matches(body));
  }

  @Property(tries = 1000)
  void queriesKeepTheMeaningOfTheirFilters(
      @ForAll("filters") Filter filter, @ForAll("bodies") JsonNode body) {
    assertEquals(filter.matches(body), Query.of(filter).filter().matches(body));
  }

  @Property(tries = 1000)
  void chainsMeanWhatTheirMembersDo(
      @ForAll("filters") Filter f, @ForAll("filters") Filter g, @ForAll("bodies") JsonNode body) {
    List<Filter> both = List.of(f, g);
    assertEquals(f.matches(body) && g.matches(body), new Filter.And(both).matches(body));
    assertEquals(f.matches(body) || g.matches(body), new Filter.Or(both).matches(body));
  }

  @Property(tries = 5000)
  void testsMeanWhatTheyAreMadeOf(
      @ForAll("bodies") JsonNode body,
      @ForAll("scalars") JsonNode x,
      @ForAll("scalars") JsonNode y) {
    FieldPath a = FieldPath.of("a");
    assertEquals(!is(body, Operator.EQ, x), is(body, Operator.NE, x));
    assertEquals(
        is(body, Operator.EQ, x) || is(body, Operator.EQ, y),
        new Filter.In(a, List.of(x, y)).matches(body));
    assertEquals(
        is(body, Operator.GE, x) && is(body, Operator.LE, y),
        new Filter.Between(a, x, y).matches(body));
    if (!x.isNull()) {
      assertEquals(is(body, Operator.LT, x) || is(body, Operator.EQ, x), is(body, Operator.LE, x));
      assertEquals(is(body, Operator.GT, x) || is(body, Operator.EQ, x), is(body, Operator.GE, x));
    }
    int trueOnes = 0;
    for (Operator operator : List.of(Operator.LT, Operator.EQ, Operator.GT)) {
      trueOnes += is(body, operator, x) ? 1 : 0;
    }
    assertTrue(trueOnes <= 1);
  }

  private static boolean is(JsonNode body, Operator operator, JsonNode operand) {
    return new Compare(FieldPath.of("a"), operator, operand).matches(body);
  }

  @Test
  void judgesTheLargestFilters() {
    List<Filter> tests = new ArrayList<>();
    for (int i = 0; i < Filter.MAX_SIZE; i++) {
      tests.add(Query.where("one").eq(i - Filter.MAX_SIZE + 2).filter());
    }
    Filter wide = new Filter.Or(tests);
    assertTrue(wide.matches(BODY.root()));
    Filter deep = Query.where("one").eq(1).filter();
    for (int i = 0; i < Filter.MAX_NESTING; i++) {
      deep = new Filter.Not(deep);
    }
    assertTrue(deep.matches(BODY.root()));
    assertFalse(Filter.none().matches(BODY.root()));
  }
}
