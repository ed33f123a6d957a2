package dev.pagurus.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.DocumentOrderTest.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** Cursors (QUERY-5, QUERY-8): they resume where they were made, and only there. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class CursorTest {

  private static final Query QUERY = Query.parse("a > 1 order by a desc, b limit 10");
  private static final Position PLACE =
      place(List.of(LongNode.valueOf(5), StringNode.valueOf("x")), null);

  private static Position place(List<? extends @Nullable JsonNode> values, @Nullable String user) {
    return new Position(new ArrayList<>(values), user, "id-1");
  }

  @Provide
  Arbitrary<@Nullable JsonNode> values() {
    return Samples.values();
  }

  @Provide
  Arbitrary<String> names() {
    return Samples.names();
  }

  @Property(tries = 2000)
  void readsBackWhatItWrote(
      @ForAll("values") @Nullable JsonNode a,
      @ForAll("values") @Nullable JsonNode b,
      @ForAll("names") String user,
      @ForAll("names") String id) {
    Position within = new Position(Arrays.asList(a, b), null, id);
    Cursor ofOne = Cursor.withinUser(user, "places", QUERY);
    assertEquals(within, ofOne.read(ofOne.write(within)));
    Position across = new Position(Arrays.asList(a, b), user, id);
    Cursor ofAll = Cursor.acrossUsers("places", QUERY);
    String text = ofAll.write(across);
    assertEquals(across, ofAll.read(text));
    assertTrue(text.matches("[A-Za-z0-9_-]+"), text);
  }

  @Test
  void aFlippedCharacterIsDamage() {
    Cursor cursor = Cursor.withinUser("u", "places", QUERY);
    String text = cursor.write(PLACE);
    for (int i = 0; i < text.length(); i++) {
      for (char c :
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. é".toCharArray()) {
        if (c != text.charAt(i)) {
          refusedAs("is damaged", cursor, text.substring(0, i) + c + text.substring(i + 1));
        }
      }
    }
  }

  @Test
  void cutOrLongerIsDamage() {
    Cursor cursor = Cursor.withinUser("u", "places", QUERY);
    String text = cursor.write(PLACE);
    for (int i = 0; i < text.length(); i++) {
      refusedAs("is damaged", cursor, text.substring(0, i));
      refusedAs("is damaged", cursor, text.substring(i + 1));
    }
    for (String more : List.of("A", "AA", "AAAA", "=", "==", " ", "\n", text)) {
      refusedAs("is damaged", cursor, text + more);
      refusedAs("is damaged", cursor, more + text);
    }
  }

  @Property
  void anyOtherTextIsDamage(@ForAll String text) {
    refusedAs("is damaged", Cursor.acrossUsers("places", QUERY), text);
  }

  @Test
  void anotherQuerysIsRefused() {
    String text = Cursor.withinUser("u", "places", QUERY).write(PLACE);
    for (Cursor other :
        List.of(
            Cursor.withinUser("v", "places", QUERY),
            Cursor.withinUser("u", "people", QUERY),
            Cursor.acrossUsers("places", QUERY),
            Cursor.withinUser("u", "places", Query.parse("a > 2 order by a desc, b")),
            Cursor.withinUser("u", "places", Query.parse("a > 1 order by a, b")),
            Cursor.withinUser("u", "places", Query.parse("a > 1 order by b, a desc")),
            Cursor.withinUser("u", "places", Query.parse("a > 1 order by a desc")),
            Cursor.withinUser("u", "places", Query.parse("order by a desc, b")))) {
      refusedAs("belongs to another query", other, text);
    }
  }

  @Test
  void theLimitMayChange() {
    String text = Cursor.withinUser("u", "places", QUERY).write(PLACE);
    assertEquals(PLACE, Cursor.withinUser("u", "places", QUERY.limit(3)).read(text));
  }

  @Test
  void aLaterVersionIsNamed() {
    byte[] whole =
        Base64.getUrlDecoder().decode(Cursor.withinUser("u", "places", QUERY).write(PLACE));
    whole[0] = 2;
    refusedAs("is of version 2", Cursor.withinUser("u", "places", QUERY), signed(whole));
  }

  @Test
  void aForgedContentIsDamageToo() {
    Cursor cursor = Cursor.withinUser("u", "places", QUERY);
    byte[] whole = Base64.getUrlDecoder().decode(cursor.write(PLACE));
    for (int at = 9; at < whole.length - 4; at++) {
      byte[] forged = whole.clone();
      forged[at] = (byte) 0xFE;
      // Some forgeries are other numbers, hence other places; none is another kind of failure.
      String text = signed(forged);
      try {
        cursor.read(text);
      } catch (InvalidQueryException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("is damaged"), e.getMessage());
      }
      refusedAs("is damaged", cursor, signed(Arrays.copyOf(whole, at)));
    }
  }

  private static String signed(byte[] whole) {
    byte[] signed = whole.clone();
    CRC32C crc = new CRC32C();
    crc.update(signed, 0, signed.length - 4);
    java.nio.ByteBuffer.wrap(signed).putInt(signed.length - 4, (int) crc.getValue());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
  }

  private static void refusedAs(String reason, Cursor cursor, String text) {
    InvalidQueryException e =
        assertThrows(InvalidQueryException.class, () -> cursor.read(text), text);
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }

  @Test
  void aPlaceOfAnotherShapeIsNotWritten() {
    Cursor cursor = Cursor.withinUser("u", "places", QUERY);
    assertThrows(IllegalArgumentException.class, () -> cursor.write(place(List.of(), null)));
    assertThrows(
        IllegalArgumentException.class,
        () -> cursor.write(place(List.of(LongNode.valueOf(1), LongNode.valueOf(2)), "u")));
  }

  /** Clients hold these texts: a change here needs a new version. */
  @Test
  void theFormatIsFrozen() {
    Query query = Query.parse("a >= 1.5 and not b startsWith \"é\" order by a desc, `b c`");
    Position place = place(Arrays.asList(DoubleNode.valueOf(2.5), null), "ünï");
    assertEquals(
        "AUg7GZln7bBVQMAEAAAAAAAAEMO8bsOvAGlkLTG1kcF2",
        Cursor.acrossUsers("places", query).write(place));
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    return Combinators.combine(Samples.bodies(), Arbitraries.of("u", "v", "😀"), names())
        .as(Row::new)
        .list()
        .uniqueElements(row -> List.of(row.user(), row.id()))
        .ofMaxSize(15);
  }

  @Property(tries = 300)
  void pagesHoldEveryRowOnceAndInOrder(@ForAll("rows") List<Row> rows, @ForAll int some) {
    int pageSize = 1 + Math.floorMod(some, 4);
    List<Sort> sorts =
        List.of(Sort.descending(FieldPath.of("a")), Sort.ascending(FieldPath.of("b")));
    DocumentOrder<Row> order = DocumentOrder.acrossUsers(sorts, Row::body, Row::user, Row::id);
    Cursor cursor = Cursor.acrossUsers("places", Query.parse("order by a desc, b"));
    List<Row> paged = new ArrayList<>();
    String after = null;
    while (paged.size() < rows.size()) {
      Position position = after == null ? null : cursor.read(after);
      TopN<Row> page = new TopN<>(pageSize, order);
      rows.stream()
          .filter(row -> position == null || order.compareTo(row, position) > 0)
          .forEach(page::add);
      List<Row> found = page.toList();
      assertTrue(!found.isEmpty());
      paged.addAll(found);
      after = cursor.write(order.positionOf(found.get(found.size() - 1)));
    }
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(order);
    assertEquals(sorted, paged);
  }
}
