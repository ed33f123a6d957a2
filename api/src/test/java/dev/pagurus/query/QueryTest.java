package dev.pagurus.query;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** The builder. */
class QueryTest {

  @Test
  void readsAsTheLanguageDoes() {
    assertEquals(
        "population > 100000 and country = \"NO\" order by population desc limit 20",
        where("population")
            .gt(100_000)
            .and("country")
            .eq("NO")
            .orderByDescending("population")
            .limit(20)
            .toString());
    assertEquals(
        "a != null and a < 1 and a <= 2 and a >= 3 and a in (1, null) and a between 1 and 2.5 and a"
            + " startsWith \"x\" and a contains true and a exists and a matches \"y\"",
        where("a")
            .ne(null)
            .and("a")
            .lt((byte) 1)
            .and("a")
            .le((short) 2)
            .and("a")
            .ge(3L)
            .and("a")
            .in(1, null)
            .and("a")
            .between(1, 2.5f)
            .and("a")
            .startsWith("x")
            .and("a")
            .contains(true)
            .and("a")
            .exists()
            .and("a")
            .matches("y")
            .toString());
  }

  @Test
  void combinesFromLeftToRight() {
    assertEquals(
        "(a exists or b exists) and c exists",
        where("a").exists().or("b").exists().and("c").exists().toString());
    assertEquals(
        "a exists or b exists and c exists",
        where("a").exists().or(where("b").exists().and("c").exists()).toString());
    assertEquals(
        "a exists and not (b exists or c exists)",
        where("a").exists().and(not(where("b").exists().or("c").exists())).toString());
    assertEquals(
        "a exists or `b.c`.d exists",
        where("a").exists().or(FieldPath.of("b.c", "d")).exists().toString());
  }

  @Test
  void everyQueryIsAValueOfItsOwn() {
    Query base = where("a").exists();
    Query longer = base.and("b").exists().orderBy("a").limit(5);
    assertEquals("a exists", base.toString());
    assertEquals("a exists and b exists order by a limit 5", longer.toString());
    assertEquals("a exists and b exists order by a limit 7", longer.limit(7).toString());
  }

  @Test
  void inOfNothingFindsNothing() {
    assertEquals(Filter.none(), where("a").in().filter());
    assertEquals(Filter.none(), where("a").in(List.of()).filter());
    assertEquals("false", where("a").in(List.of()).toString());
  }

  @Test
  void inTakesACollectionANodeOrAnArray() {
    Query expected = where("a").in(1, "x");
    assertEquals(expected, where("a").in(Arrays.asList(1, "x")));
    assertEquals(expected, where("a").in(Samples.NODES.arrayNode().add(1).add("x")));
    assertEquals(where("a").in("x"), where("a").in(StringNode.valueOf("x")));
    assertEquals(where("a").in((Object) null), where("a").in(Arrays.asList((Object) null)));
  }

  @Test
  void operandsMayBeNodes() {
    assertEquals(where("a").eq(5), where("a").eq(LongNode.valueOf(5)));
  }

  @Test
  void aFloatMeansWhatItMeansInADocument() {
    Body body = Body.of(Samples.NODES.objectNode().put("a", 0.1f));
    assertTrue(where("a").eq(0.1f).filter().matches(body.root()));
    assertEquals(where("a").eq(0.1), where("a").eq(FloatNode.valueOf(0.1f)));
  }

  @Test
  void otherOperandsAreRefusedByName() {
    for (Object bad :
        List.of(BigDecimal.ONE, Instant.EPOCH, 'c', List.of(1), Filter.Operator.EQ, new int[0])) {
      InvalidQueryException e = assertThrows(InvalidQueryException.class, () -> where("a").eq(bad));
      assertTrue(String.valueOf(e.getMessage()).contains(bad.getClass().getName()), e.getMessage());
    }
    assertThrows(InvalidQueryException.class, () -> where("a").eq(Double.NaN));
    assertThrows(InvalidQueryException.class, () -> where("a").eq(Float.POSITIVE_INFINITY));
    assertThrows(InvalidQueryException.class, () -> where("a").eq("\uD800"));
  }

  @Test
  void pathsAreInTheTextForm() {
    assertEquals(
        FieldPath.of("a", "b c"), ((Filter.Exists) where("a.`b c`").exists().filter()).path());
    for (String bad : List.of("", "a..b", "a b", "order", "`a", "a.")) {
      assertThrows(InvalidQueryException.class, () -> where(bad), bad);
      assertThrows(InvalidQueryException.class, () -> Query.all().orderBy(bad), bad);
    }
  }

  @Test
  void limitIsAtLeastOne() {
    assertThrows(InvalidQueryException.class, () -> Query.all().limit(0));
    assertThrows(InvalidQueryException.class, () -> Query.all().limit(-1));
    assertEquals(OptionalInt.of(Integer.MAX_VALUE), Query.all().limit(Integer.MAX_VALUE).limit());
    assertEquals(OptionalInt.empty(), Query.all().limit());
  }

  @Test
  void sortsAreBoundedAndDifferent() {
    Query query = Query.all();
    for (int i = 0; i < Query.MAX_SORTS; i++) {
      query = query.orderBy("a" + i);
    }
    Query most = query;
    assertThrows(InvalidQueryException.class, () -> most.orderBy("b"));
    assertThrows(
        InvalidQueryException.class, () -> Query.all().orderBy("a").orderByDescending("a"));
  }

  @Test
  void partsHaveNoOrderOrLimitOfTheirOwn() {
    Query part = where("a").exists();
    for (Query bad : List.of(part.limit(1), part.orderBy("a"))) {
      assertThrows(InvalidQueryException.class, () -> part.and(bad));
      assertThrows(InvalidQueryException.class, () -> part.or(bad));
      assertThrows(InvalidQueryException.class, () -> not(bad));
    }
  }

  @Test
  void everythingIsNeutralInAnd() {
    assertEquals(where("a").exists(), Query.all().and("a").exists());
    assertEquals("true or a exists", Query.all().or("a").exists().toString());
    assertEquals("", Query.all().toString());
  }
}
