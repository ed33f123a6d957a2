package dev.pagurus.query;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.FieldPath;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The query language: text and builder give the same query, and every query prints back. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class ParserTest {

  @Provide
  Arbitrary<Query> queries() {
    return Samples.queries();
  }

  @Provide
  Arbitrary<Filter> filters() {
    return Samples.filters();
  }

  @Property(tries = 5000)
  void everyQueryPrintsBack(@ForAll("queries") Query query) {
    String text = query.toString();
    Query parsed = Query.parse(text);
    assertEquals(query, parsed, text);
    assertEquals(text, parsed.toString());
  }

  @Property
  void everyFilterPrintsAsAQueryDoes(@ForAll("filters") Filter filter) {
    assertEquals(Query.of(filter), Query.parse(filter.toString()));
  }

  @Property(tries = 2000)
  void anyTextIsAQueryOrRefusedWithAPosition(@ForAll String text) {
    try {
      Query query = Query.parse(text);
      assertEquals(query, Query.parse(query.toString()));
    } catch (InvalidQueryException e) {
      int position = e.position().orElseThrow();
      assertTrue(position >= 0 && position <= text.length());
    }
  }

  /** What is cut out of good queries comes nearer to the grammar than random letters do. */
  @Property(tries = 2000)
  void anyPartOfAQueryIsAQueryOrRefusedWithAPosition(
      @ForAll("queries") Query query, @ForAll int from, @ForAll int to) {
    String whole = query.toString();
    int start = Math.floorMod(from, whole.length() + 1);
    int end = start + Math.floorMod(to, whole.length() - start + 1);
    anyTextIsAQueryOrRefusedWithAPosition(whole.substring(start, end));
  }

  @Test
  void textAndBuilderGiveTheSameQuery() {
    assertEquals(
        where("population")
            .gt(100_000)
            .and("country")
            .eq("NO")
            .orderByDescending("population")
            .limit(20),
        Query.parse("population > 100000 and country = \"NO\" order by population desc limit 20"));
    assertEquals(
        where("a").in(1, 2.5, "x", true, null).or("b").between(1, 2).and("c").startsWith("Os"),
        Query.parse(
            "(a in (1, 2.5, \"x\", true, null) or b between 1 and 2) and c startsWith \"Os\""));
    assertEquals(
        not(where("tags").contains("x").or("a.b").exists())
            .and(Query.matches(List.of("n", "r"), "oslo")),
        Query.parse("not (tags contains \"x\" or a.b exists) and n, r matches \"oslo\""));
    assertEquals(
        where(FieldPath.of("dot.ted", "order")).ne(null).orderBy("x").orderByDescending("y"),
        Query.parse("`dot.ted`.`order` != null order by x asc, y desc"));
    assertEquals(Query.all(), Query.parse(""));
    assertEquals(Query.all().limit(1), Query.parse(" limit 1 "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a = 1 or b = 2 and not c = 3 | a = 1 or b = 2 and not c = 3",
        "(a = 1 or (b = 2)) and c = 3 | (a = 1 or b = 2) and c = 3",
        "((a=1 and b=2) and c=3) | a = 1 and b = 2 and c = 3",
        "a=1 or (b=2 or c=3) | a = 1 or b = 2 or c = 3",
        "NOT(a=1 AND b=2) | not (a = 1 and b = 2)",
        "not not a exists | not not a exists",
        "not (a exists) | not a exists",
        "a BETWEEN 1 And 2 aNd b STARTSWITH \"x\" | a between 1 and 2 and b startsWith \"x\"",
        "a . b = 1 | a.b = 1",
        "`a`.`b c` = 1 | a.`b c` = 1",
        "```` exists | ```` exists",
        "`` exists | `` exists",
        "x = \"\\u00e9\\ud83d\\ude00\\/\\b\" | x = \"é😀/\\u0008\"",
        "x = -0 | x = 0",
        "x = -0.0 | x = 0.0",
        "x = 1e2 | x = 100.0",
        "x = -9223372036854775808 | x = -9223372036854775808",
        "true | ''",
        "true and a = 1 | a = 1",
        "not false | not false",
        "false or a = 1 | a = 1",
        "a = 1 or true limit 3 | a = 1 or true limit 3",
        "order by a asc, b desc | order by a, b desc",
        "true order by a limit 5 | order by a limit 5",
      })
  void printsInOneWay(String text, String canonical) {
    assertEquals(canonical, Query.parse(text).toString());
    assertEquals(canonical, Query.parse(canonical).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a | 1",
        "a = | 3",
        "a = b | 4",
        "a == 1 | 3",
        "a = 'x' | 4",
        "a ! 1 | 2",
        "a = 1 b | 6",
        "a = 1 and | 9",
        "a = 1 and and b = 2 | 10",
        "(a = 1 | 6",
        "a = 1) | 5",
        "a in () | 6",
        "a in (1,) | 8",
        "a in 1 | 5",
        "a between 1 | 11",
        "a between 1 or 2 | 12",
        "a startsWith 1 | 13",
        "a, b = 1 | 5",
        "a, b | 4",
        "order = 1 | 6",
        "a. = 1 | 3",
        "a.order = 1 | 2",
        "1 = a | 0",
        "a = 01 | 4",
        "a = 1. | 4",
        "a = 1.x | 4",
        "a = 12abc | 4",
        "a = - | 4",
        "a = +1 | 4",
        "a = .5 | 4",
        "a = 9223372036854775808 | 4",
        "a = 1e400 | 4",
        "a = 1e-400 | 4",
        "a = 9007199254740993.0 | 4",
        "a = NaN | 4",
        "a = ~\"x | 4",
        "a = \"x\\q\" | 6",
        "a = \"\\u00g0\" | 5",
        "a = \"\\ud83d\" | 4",
        "a = \"\\u0000\" | 4",
        "`a = 1 | 0",
        "a exists order a | 15",
        "a exists order by | 17",
        "order by a, a | 12",
        "limit 0 | 6",
        "limit -1 | 6",
        "limit 1.0 | 6",
        "limit 2147483648 | 6",
        "limit \"1\" | 6",
        "limit | 5",
        "limit 1 limit 2 | 8",
        "limit 1 order by a | 8",
        "a = {} | 4",
        "a = [1] | 4",
        "* | 0",
        "a = 1 && b = 2 | 6",
        "a = 1; drop | 5",
        "é = 1 | 0",
      })
  void refusesWhatIsNotAQuery(String text, int position) {
    String query = text.replace("~", "");
    InvalidQueryException e =
        assertThrows(InvalidQueryException.class, () -> Query.parse(query), query);
    assertEquals(OptionalInt.of(position), e.position(), e.getMessage());
  }

  @Test
  void errorsSayWhereWhatStoodThereAndWhatCouldHave() {
    InvalidQueryException e =
        assertThrows(
            InvalidQueryException.class, () -> Query.parse("a = 1\nand country like \"N\""));
    assertEquals(
        "not a query at position 18 (line 2, column 13): there is \"like\", expected '.', '=', '!=',"
            + " '<', '<=', '>', '>=', 'in', 'between', 'startsWith', 'contains', 'exists', ',',"
            + " 'matches'",
        e.getMessage());
    e = assertThrows(InvalidQueryException.class, () -> Query.parse("country = NO"));
    assertEquals(
        "not a query at position 10 (line 1, column 11): there is \"NO\", expected a string in"
            + " double quotes, a number, 'true', 'false', 'null'",
        e.getMessage());
    e = assertThrows(InvalidQueryException.class, () -> Query.parse("a.order = 1"));
    assertEquals(
        "not a query at position 2 (line 1, column 3): there is \"order\", expected a name; a keyword"
            + " that is meant as a name stands in `backquotes`",
        e.getMessage());
    e = assertThrows(InvalidQueryException.class, () -> Query.parse("(a exists"));
    assertEquals(
        "not a query at position 9 (line 1, column 10): the text ends, expected 'and', 'or', ')'",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not ", "not(", "a in (", "a.", "a,", "a=1 and ", "`", "\"", "-"})
  void hostileTextIsRefusedAndNothingOverflows(String piece) {
    String text = piece.repeat(100_000);
    assertThrows(InvalidQueryException.class, () -> Query.parse(text));
    assertThrows(InvalidQueryException.class, () -> Query.parse(text + "a = 1"));
  }

  @Test
  void nestingIsBoundedAndWithinTheBoundPrintsBack() {
    String nots = "not ".repeat(Filter.MAX_NESTING) + "a exists";
    assertEquals(nots, Query.parse(nots).toString());
    assertThrows(InvalidQueryException.class, () -> Query.parse("not " + nots));
    String parentheses =
        "(".repeat(Filter.MAX_NESTING) + "a exists" + ")".repeat(Filter.MAX_NESTING);
    assertEquals("a exists", Query.parse(parentheses).toString());
    assertThrows(InvalidQueryException.class, () -> Query.parse("(" + parentheses + ")"));
    // Each parenthesis here holds two levels, an or and an and.
    String chains = "a exists or b exists and (".repeat(130) + "c exists" + ")".repeat(130);
    InvalidQueryException e = assertThrows(InvalidQueryException.class, () -> Query.parse(chains));
    assertTrue(e.position().isPresent());
  }

  @Test
  void whatIsClosedIsNoNesting() {
    String wide = "not (a exists or b exists)" + " and (a exists or b exists)".repeat(1000);
    assertEquals(wide, Query.parse(wide).toString());
  }

  @Test
  void sortsAreBounded() {
    StringBuilder text = new StringBuilder("order by a");
    for (int i = 1; i < Query.MAX_SORTS; i++) {
      text.append(", a").append(i);
    }
    assertEquals(text.toString(), Query.parse(text.toString()).toString());
    InvalidQueryException e =
        assertThrows(InvalidQueryException.class, () -> Query.parse(text + ", b, b"));
    assertEquals(text.length() + 2, e.position().orElseThrow());
  }

  @Test
  void longChainsAreReadInLoops() {
    String chain = "a = 1" + " and a = 1".repeat(Filter.MAX_SIZE - 1);
    assertEquals(chain, Query.parse(chain).toString());
    InvalidQueryException e =
        assertThrows(InvalidQueryException.class, () -> Query.parse(chain + " or b = 2"));
    assertEquals(chain.length() + 4, e.position().orElseThrow());
  }
}
