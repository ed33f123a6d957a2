package dev.pagurus.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The order of answers (QUERY-4, QUERY-8), places in it, and the first n of it. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class DocumentOrderTest {

  record Row(JsonNode body, String user, String id) {}

  @Provide
  Arbitrary<Row> rows() {
    return Combinators.combine(
            Samples.bodies(), Arbitraries.of("u", "v", "\uFF5E", "😀"), Samples.strings())
        .as(Row::new);
  }

  @Provide
  Arbitrary<List<Sort>> orders() {
    Arbitrary<FieldPath> paths =
        Arbitraries.of(FieldPath.of("a"), FieldPath.of("b"), FieldPath.of("c", "b"));
    return Combinators.combine(paths, Arbitraries.of(true, false))
        .as(Sort::new)
        .list()
        .uniqueElements(Sort::path)
        .ofMaxSize(3);
  }

  private static DocumentOrder<Row> across(List<Sort> order) {
    return DocumentOrder.acrossUsers(order, Row::body, Row::user, Row::id);
  }

  @Property(tries = 2000)
  void isTheOrderOfKeysAndThenOfNames(
      @ForAll("orders") List<Sort> order, @ForAll("rows") Row a, @ForAll("rows") Row b) {
    int expected = 0;
    for (Sort sort : order) {
      byte[] x = SortKey.encode(sort.path().in(a.body()));
      byte[] y = SortKey.encode(sort.path().in(b.body()));
      if (expected == 0) {
        expected = java.util.Arrays.compareUnsigned(x, y) * (sort.descending() ? -1 : 1);
      }
    }
    int byId = utf8(a.id(), b.id());
    int byUser = utf8(a.user(), b.user());
    assertEquals(
        Integer.signum(expected != 0 ? expected : byId),
        Integer.signum(DocumentOrder.withinUser(order, Row::body, Row::id).compare(a, b)));
    assertEquals(
        Integer.signum(expected != 0 ? expected : byUser != 0 ? byUser : byId),
        Integer.signum(across(order).compare(a, b)));
  }

  private static int utf8(String a, String b) {
    return java.util.Arrays.compareUnsigned(
        a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Property(tries = 2000)
  void aRowComparesWithThePlaceOfAnotherAsWithTheOther(
      @ForAll("orders") List<Sort> order, @ForAll("rows") Row a, @ForAll("rows") Row b) {
    DocumentOrder<Row> across = across(order);
    DocumentOrder<Row> within = DocumentOrder.withinUser(order, Row::body, Row::id);
    assertEquals(
        Integer.signum(across.compare(a, b)),
        Integer.signum(across.compareTo(a, across.positionOf(b))));
    assertEquals(
        Integer.signum(within.compare(a, b)),
        Integer.signum(within.compareTo(a, within.positionOf(b))));
  }

  @Property(tries = 500)
  void topNKeepsTheFirst(
      @ForAll("orders") List<Sort> order, @ForAll("manyRows") List<Row> rows, @ForAll int some) {
    int n = 1 + Math.floorMod(some, 12);
    DocumentOrder<Row> across = across(order);
    TopN<Row> top = new TopN<>(n, across);
    rows.forEach(top::add);
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(across);
    assertEquals(Math.min(n, rows.size()), top.size());
    List<Row> first = sorted.subList(0, Math.min(n, rows.size()));
    List<Row> kept = top.toList();
    for (int i = 0; i < first.size(); i++) {
      assertEquals(0, across.compare(first.get(i), kept.get(i)));
    }
  }

  @Provide
  Arbitrary<List<Row>> manyRows() {
    return rows().list().ofMaxSize(20);
  }

  @Test
  void ranksKindsAsTheContractDoes() {
    List<String> ascending =
        List.of(
            "{}",
            "{\"a\":null}",
            "{\"a\":false}",
            "{\"a\":true}",
            "{\"a\":-1.5}",
            "{\"a\":2}",
            "{\"a\":\"\"}",
            "{\"a\":\"Z\"}",
            "{\"a\":\"a\"}",
            "{\"a\":\"~\"}",
            "{\"a\":\"é\"}",
            "{\"a\":[]}");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ascending.size(); i++) {
      rows.add(new Row(Body.parse(ascending.get(i)).root(), "u", "id" + i));
    }
    rows.add(new Row(Body.parse("{\"a\":{\"b\":1}}").root(), "u", "zz"));
    List<Row> up = new ArrayList<>(rows);
    Collections.shuffle(up, new Random(1));
    up.sort(across(List.of(Sort.ascending(FieldPath.of("a")))));
    assertEquals(rows, up);
    up.sort(across(List.of(Sort.descending(FieldPath.of("a")))));
    // The array and the object are equal, so their ids decide, still ascending.
    List<Row> down = new ArrayList<>(rows);
    Collections.reverse(down);
    Collections.swap(down, 0, 1);
    assertEquals(down, up);
  }

  @Test
  void positionsHaveOneForm() {
    DocumentOrder<Row> order = across(List.of(Sort.ascending(FieldPath.of("a"))));
    Position whole = order.positionOf(new Row(Body.parse("{\"a\":1}").root(), "u", "x"));
    Position asDouble = order.positionOf(new Row(Body.parse("{\"a\":1.0}").root(), "u", "x"));
    assertEquals(whole, asDouble);
    assertEquals(
        order.positionOf(new Row(Body.parse("{\"a\":[1]}").root(), "u", "x")),
        order.positionOf(new Row(Body.parse("{\"a\":{\"b\":[2]}}").root(), "u", "x")));
  }

  @Test
  void topNRefusesNothingToKeep() {
    assertThrows(IllegalArgumentException.class, () -> new TopN<>(0, String::compareTo));
  }
}
