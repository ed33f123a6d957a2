package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Utf8;
import dev.pagurus.query.Query;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store that refuses scans refuses, and what it advises. */
final class ScanRefusalTest {

  private static final List<IndexDefinition> DECLARED =
      List.of(
          index(Kind.VALUE, "v", "w"),
          index(Kind.UNIQUE, "u"),
          index(Kind.ARRAY, "l"),
          index(Kind.TEXT, "t", "s"));

  private static IndexDefinition index(Kind kind, String... paths) {
    return new IndexDefinition(kind, Arrays.stream(paths).map(FieldPath::parse).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "true; true",
        "v = 1; true",
        "v = null; true",
        "v != 1; false",
        "w = 1; false",
        "v in (1, 2); true",
        "u between 1 and 2; true",
        "u startsWith \"x\"; true",
        "u exists; true",
        "l = 1; false",
        "l contains 1; true",
        "v contains 1; false",
        "s matches \"x\"; true",
        "s, t matches \"x\"; true",
        "s, z matches \"x\"; false",
        "not v = 1; false",
        "not not v = 1; false",
        "a = 1 and v = 1; true",
        "a = 1 and not v = 1; false",
        "a = 1 or v = 1; false",
        "u = 1 or v = 1; true",
        "u = 1 or (a = 1 and v = 1); true",
        "(a = 1 or u = 2) and (u = 1 or v = 1); true",
        "false; true",
        "true or v = 1; false",
        "order by v, w; true",
        "order by w, v; false",
        "order by v; false",
        "order by u desc; true",
        "v = 1 order by a; true",
        "a = 1 order by u; false"
      })
  void isJudgedByWhatIsDeclared(String query, boolean served) {
    ScanRefusal refusal = new ScanRefusal("c", DECLARED);
    if (served) {
      assertDoesNotThrow(() -> refusal.check(Query.parse(query)));
    } else {
      assertThrows(IllegalArgumentException.class, () -> refusal.check(Query.parse(query)));
    }
  }

  @Test
  void whatIsAdvisedCanBeTyped() {
    String advice = advice("`o'd``d` = 1 or t, s matches \"x\"");
    assertTrue(advice.contains(".value(\"`o'd``d`\").text(\"t\", \"s\")"), advice);
    assertTrue(advice.contains("pagurus index LOCATOR c --value '`o'\\''d``d`'"), advice);
    assertTrue(advice.contains("pagurus index LOCATOR c --text t,s"), advice);
  }

  @Test
  void theIndexThatSufficesIsAdvisedAndNoOther() {
    assertEquals(1, advice("(a = 1 or b = 2) and d = 3").split("--value", -1).length - 1);
    assertTrue(advice("(a = 1 or b = 2) and d = 3").contains("--value d"));
  }

  @Test
  void aLongFilterIsCutBetweenCharacters() {
    for (String before : List.of("", "x")) {
      String advice = advice("a = \"" + before + "\uD83D\uDE00".repeat(300) + "\"");
      assertTrue(advice.length() < 600, advice);
      assertEquals(-1, Utf8.indexOfLoneSurrogate(advice));
    }
  }

  private static String advice(String query) {
    ScanRefusal refusal = new ScanRefusal("c", List.of());
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> refusal.check(Query.parse(query)))
            .getMessage());
  }
}
