package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Paths and their text form. */
class FieldPathTest {

  @ParameterizedTest
  @CsvSource({
    "population, population",
    "location.lat, location|lat",
    "_x9.Y, _x9|Y",
    "`dot.ted`.`order`, dot.ted|order",
    "`Between`, Between",
    "`a``b`, a`b",
    "`1`, 1",
    "`\u00e9`, \u00e9"
  })
  void textFormsMeanTheseKeys(String text, String keys) {
    FieldPath path = FieldPath.parse(text);
    assertEquals(List.of(keys.split("\\|")), path.keys());
    assertEquals(text, path.toString());
  }

  @Test
  void anEmptyKeyIsAKey() {
    assertEquals(List.of(""), FieldPath.parse("``").keys());
    assertEquals("``.``", FieldPath.of("", "").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "a.|2",
        ".a|0",
        "a..b|2",
        "a b|0",
        "1a|0",
        "a.order|2",
        "LIMIT|0",
        "`a|0",
        "`a`b|3",
        "`` `|2",
        "a.`b``|2",
        "a`b`|0",
        "caf\u00e9|0"
      })
  void aBadTextIsRefusedWithThePosition(String text, int position) {
    String message =
        Objects.toString(
            assertThrows(IllegalArgumentException.class, () -> FieldPath.parse(text)).getMessage());
    assertTrue(message.contains("at position " + position + " there should be"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "."})
  void nothingIsNotAPath(String text) {
    assertThrows(IllegalArgumentException.class, () -> FieldPath.parse(text));
  }

  @Test
  void keysThatNoDocumentHasAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> FieldPath.of("a\0"));
    assertThrows(IllegalArgumentException.class, () -> FieldPath.of("\ud800"));
    assertThrows(IllegalArgumentException.class, () -> new FieldPath(List.of()));
    List<String> deepest = Collections.nCopies(Body.MAX_DEPTH, "a");
    assertEquals(64, new FieldPath(deepest).keys().size());
    assertThrows(
        IllegalArgumentException.class,
        () -> new FieldPath(Collections.nCopies(Body.MAX_DEPTH + 1, "a")));
  }

  @Test
  void aPathLeadsThroughObjectsOnly() {
    JsonNode body =
        Body.parse("{\"a\":{\"\":{\"0\":7},\"n\":null},\"l\":[{\"x\":1}],\"s\":\"t\",\"a.n\":2}")
            .root();
    assertEquals("7", Objects.toString(FieldPath.of("a", "", "0").in(body)));
    assertEquals("null", Objects.toString(FieldPath.of("a", "n").in(body)));
    assertTrue(Objects.requireNonNull(FieldPath.of("a", "n").in(body)).isNull());
    assertEquals("2", Objects.toString(FieldPath.of("a.n").in(body)));
    assertNull(FieldPath.of("l", "0").in(body));
    assertNull(FieldPath.of("l", "0", "x").in(body));
    assertNull(FieldPath.of("l", "x").in(body));
    assertNull(FieldPath.of("s", "length").in(body));
    assertNull(FieldPath.of("a", "n", "x").in(body));
    assertNull(FieldPath.of("nowhere").in(body));
  }

  @Test
  void literalKeysAreNotParsed() {
    assertFalse(FieldPath.of("a.b").equals(FieldPath.of("a", "b")));
    assertEquals("`a.b`", FieldPath.of("a.b").toString());
  }
}
