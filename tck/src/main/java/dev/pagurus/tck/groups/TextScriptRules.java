package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/** Full text in scripts that are written without spaces between words. */
final class TextScriptRules {

  /** Han, both kana, Thai, Han beyond the first 65,536 code points; mixed with other letters. */
  private static final List<String> TEXTS =
      List.of(
          "\u6771\u4eac\u90fd\u5e81",
          "\u4eac\u90fd\u5e02",
          "\u6771\u4eac \u4eac\u90fd",
          "\u30bf\u30ef\u30fc\u30ec\u30b3\u30fc\u30c9",
          "\u3072\u3089\u304c\u306a\u3068\u30ab\u30bf\u30ab\u30ca",
          "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
          "\ud842\udfb7\u91ce\u5bb6\u306e\u725b\u4e3c",
          "2020\u5e74\u6771\u4eac\u30aa\u30ea\u30f3\u30d4\u30c3\u30af",
          "abc\u6f22\u5b57def",
          "\u6771\u4eac\u3001\u6771\u4eac\u3002\u6771\u4eac");

  private static Map<String, ObjectNode> bodies() {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (String text : TEXTS) {
      bodies.put(Stock.id(bodies.size()), json("{}").put("t", text));
    }
    return bodies;
  }

  private static void prepare(TestStore test) {
    test.store().indexes(COLLECTION).text("t");
    Stock.put(test.user(), COLLECTION, bodies());
  }

  @Rule("TEXT-1")
  void everySubstringOfTwoIsFound(TestStore test) {
    prepare(test);
    for (int number = 0; number < TEXTS.size(); number++) {
      int[] points = TEXTS.get(number).codePoints().toArray();
      for (int from = 0; from < points.length; from++) {
        for (int to = from + 2; to <= Math.min(points.length, from + 5); to++) {
          String part = new String(points, from, to - from);
          if (isUnspaced(part)) {
            List<String> found = found(test.docs(), where("t").matches(part));
            assertTrue(found.contains(Stock.id(number)), part + " found only " + found);
            assertEquals(found, found(test.docs(), where("t").matches("\"" + part + "\"")), part);
          }
        }
      }
    }
  }

  private static boolean isUnspaced(String part) {
    return part.codePoints()
        .allMatch(cp -> (cp > 0xE00 && Character.isLetterOrDigit(cp)) || cp == 0x0E31);
  }

  @Rule({"TEXT-1", "TEXT-2"})
  void whatIsNoSubstringIsNotFound(TestStore test) {
    prepare(test);
    Map<String, List<String>> expected = new LinkedHashMap<>();
    expected.put("\u6771\u4eac", List.of("0000", "0002", "0007", "0009"));
    expected.put("\u4eac\u90fd", List.of("0000", "0001", "0002"));
    // Both pairs of it stand in 0002, but not together.
    expected.put("\u6771\u4eac\u90fd", List.of("0000"));
    expected.put("\u4eac\u6771", List.of());
    expected.put("\u90fd\u4eac", List.of());
    expected.put("\u6771\u90fd", List.of());
    expected.put("\u6771\u4eac\u90fd\u5e81\u5e02", List.of());
    expected.put("\u30bf\u30ef", List.of("0003"));
    expected.put("\u30bf\u30ab", List.of("0004"));
    expected.put("\u304c\u306a", List.of("0004"));
    // The voicing mark makes another letter.
    expected.put("\u304b\u306a", List.of());
    expected.put("\u304b\u3099\u306a", List.of("0004"));
    expected.put("\ud842\udfb7\u91ce", List.of("0006"));
    expected.put("\ud842\udfb7\u5bb6", List.of());
    expected.put("\u6771\u4eac \u4eac\u90fd", List.of("0000", "0002"));
    expected.put("\"\u6771\u4eac \u6771\u4eac\"", List.of("0009"));
    expected.put("\u5e74\u6771", List.of("0007"));
    expected.put("\u6f22\u5b57", List.of("0008"));
    expected.put("abc", List.of("0008"));
    expected.put("def", List.of("0008"));
    expected.put("2020", List.of("0007"));
    expected.put("\u0e0a\u0e32\u0e27", List.of("0005"));
    expected.put("\u0e42\u0e25\u0e01\u0e2a", List.of());
    expected.forEach(
        (text, ids) -> assertEquals(ids, found(test.docs(), where("t").matches(text)), text));
  }

  @Rule({"TEXT-1", "INDEX-3"})
  void substringsOfLongTextsAreFound(TestStore test) {
    test.store().indexes(COLLECTION).text("t");
    SplittableRandom random = test.random();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.appendCodePoint(random.nextInt(0x4E00, 0x9FA0));
    }
    test.docs().put("long", json("{}").put("t", text.toString()));
    test.docs().put("other", json("{'t':'\u4e00'}"));
    for (int i = 0; i < 100; i++) {
      int from = random.nextInt(2_990);
      String part = text.substring(from, from + random.nextInt(2, 9));
      assertEquals(List.of("long"), found(test.docs(), where("t").matches(part)), part);
    }
    String ends = text.substring(2_998) + text.substring(0, 2);
    assertEquals(List.of(), found(test.docs(), where("t").matches(ends)));
  }
}
