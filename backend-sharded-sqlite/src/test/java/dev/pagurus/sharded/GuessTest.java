package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What marks and spans allow, beside what documents are [QUERY-3, QUERY-8]. */
final class GuessTest {

  private static final String COLLECTION = "docs";

  private static final List<IndexDefinition> INDEXES =
      List.of(
          index(IndexDefinition.Kind.VALUE, "n"),
          index(IndexDefinition.Kind.VALUE, "deep.er", "`dot.ted`"),
          index(IndexDefinition.Kind.UNIQUE, "u"),
          index(IndexDefinition.Kind.ARRAY, "tags"));

  private static IndexDefinition index(IndexDefinition.Kind kind, String... paths) {
    return new IndexDefinition(kind, List.of(paths).stream().map(FieldPath::parse).toList());
  }

  /** Of documents, written to a row and read from it. */
  private static Clues clues(List<? extends JsonNode> bodies) {
    List<Declared> declared = INDEXES.stream().map(index -> new Declared(index, true, 1)).toList();
    Marks marks = new Marks();
    SpanTaker spans = new SpanTaker();
    for (JsonNode body : bodies) {
      marks.add(COLLECTION, declared, body);
      spans.add(COLLECTION, declared, body);
    }
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    new Clues(marks.all(), spans.all()).write(row);
    return Clues.read(Body.of(row).root());
  }

  @Test
  void whoeverHasAnAnswerIsNeverLeftOut() {
    Random random = new Random(42);
    RandomFilters filters =
        new RandomFilters(random, List.of("n", "deep.er", "`dot.ted`", "u", "tags", "other"));
    int leftOut = 0;
    int found = 0;
    for (int round = 0; round < 10_000; round++) {
      filters.draw();
      List<JsonNode> bodies = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bodies.add(Body.of(filters.body()).root());
      }
      Filter filter = filters.filter();
      Guess guess = Guess.of(COLLECTION, filter, INDEXES);
      if (guess != null) {
        boolean asked = guess.test(clues(bodies));
        boolean matches = bodies.stream().anyMatch(filter::matches);
        assertTrue(asked || !matches, () -> filter + " finds one of " + bodies);
        leftOut += asked ? 0 : 1;
        found += matches ? 1 : 0;
      }
    }
    assertTrue(leftOut > 1_000 && found > 500, leftOut + " left out, " + found + " found");
  }

  /** Of one document whose value is not cut, a range is guessed exactly. */
  @Test
  void nobodyIsAskedInVainWhoHasOneShortValue() {
    Random random = new Random(43);
    RandomFilters filters = new RandomFilters(random, List.of("n"));
    for (int round = 0; round < 10_000; round++) {
      filters.draw();
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.set("n", filters.scalar());
      Filter test = filters.test();
      Guess guess = Guess.of(COLLECTION, test, INDEXES);
      if (guess != null
          && SortKey.isExact(SortKey.encode(body.get("n"), SpanTaker.MOST_STRING_BYTES))) {
        assertEquals(
            test.matches(body), guess.test(clues(List.of(body))), () -> test + " and " + body);
      }
    }
  }

  private static Guess guess(String query) {
    return Objects.requireNonNull(
        Guess.of(COLLECTION, Query.parse(query).filter(), INDEXES), query);
  }

  private static boolean allows(Clues clues, String query) {
    return guess(query).test(clues);
  }

  private static Clues of(String... bodies) {
    return clues(List.of(bodies).stream().map(body -> Body.parse(body).root()).toList());
  }

  @Test
  void aSpanIsOfOneKind() {
    Clues mixed = of("{\"n\":null}", "{\"n\":10}", "{\"n\":20}", "{\"n\":\"m\"}", "{\"u\":true}");
    assertTrue(allows(mixed, "n < 11") && allows(mixed, "n > 19") && allows(mixed, "n > \"l\""));
    assertTrue(!allows(mixed, "n < 10") && !allows(mixed, "n > 20") && !allows(mixed, "n > \"m\""));
    assertTrue(!allows(mixed, "n < \"m\"") && !allows(mixed, "n < true"));
    assertTrue(!allows(mixed, "n >= null") && !allows(mixed, "n between 5 and \"z\""));
    assertTrue(allows(mixed, "u exists") && !allows(mixed, "deep.er exists"));
    assertTrue(allows(mixed, "u > false") && !allows(mixed, "u < true"));
  }

  @Test
  void partsOfAndAndOrAreAskedAsFarAsTheyCanBe() {
    Clues clues = of("{\"n\":10,\"u\":\"x\",\"other\":1}", "{\"n\":20,\"u\":\"y\"}");
    assertTrue(allows(clues, "n > 5 and other = 2"));
    assertTrue(!allows(clues, "n > 25 and other = 1") && !allows(clues, "n > 5 and u = \"z\""));
    assertTrue(allows(clues, "n > 25 or u = \"x\"") && !allows(clues, "n > 25 or u = \"z\""));
    assertTrue(!allows(clues, "(n > 25 or n < 5) and not u = \"x\""));
    for (String query :
        List.of("n > 25 or other = 2", "not n > 5", "n != 10", "other > 1", "tags > 1")) {
      assertNull(Guess.of(COLLECTION, Query.parse(query).filter(), INDEXES), query);
    }
    assertNull(Guess.of(COLLECTION, Filter.all(), INDEXES));
    assertTrue(!Objects.requireNonNull(Guess.of(COLLECTION, Filter.none(), INDEXES)).test(clues));
  }

  @Test
  void ofWhomNoSpansAreKnownEverythingIsPossible() {
    Clues marksOnly = new Clues(List.of("a-mark"), null);
    assertTrue(allows(marksOnly, "n > 5") && !allows(marksOnly, "n > 5 and n = 7"));
    Clues anything = new Clues(List.of(Marks.ANYTHING), null);
    assertTrue(allows(anything, "n > 5 and n = 7"));
  }

  /** Too many for marks, and spans all the same. */
  @Test
  void spansDoNotGrow() {
    List<ObjectNode> bodies = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      bodies.add(JsonNodeFactory.instance.objectNode().put("n", i));
    }
    Clues clues = clues(bodies);
    assertEquals(List.of(Marks.ANYTHING), clues.marks());
    assertNotNull(clues.spans());
    assertTrue(allows(clues, "n = 5") && !allows(clues, "n = 900") && !allows(clues, "n > 899"));
  }
}
