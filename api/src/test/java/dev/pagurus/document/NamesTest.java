package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names there can be (ADDR-2, ADDR-3) and how addresses are ordered and shown (ADDR-4). */
class NamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A",
        " ",
        ".",
        "..",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "CON",
        "nul.txt",
        "x.",
        "x ",
        "C:",
        "*?<>|\"'",
        "%00",
        "\u00a0",
        "\u00e9",
        "e\u0301",
        "\ud83d\ude00",
        "\udbff\udfff",
        "\uffff",
        "\ufeff",
        "\u202e",
        "\u2028"
      })
  void plainNamesAreTakenAsTheyAre(String name) {
    assertEquals(name, Names.requireUser(name));
    assertEquals(name, Names.requireId(name));
  }

  @Test
  void namesAreUpTo255BytesLong() {
    for (String unit : List.of("a", "\u20ac", "\ud83d\ude00a")) {
      String full = unit.repeat(Names.MAX_BYTES / Utf8.length(unit));
      assertEquals(Names.MAX_BYTES, Utf8.length(full));
      assertEquals(full, Names.requireId(full));
      String message = refusal(() -> Names.requireId(full + "x"));
      assertTrue(message.contains("is too long: 256 bytes of UTF-8, at most 255"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> Names.requireUser(""));
    assertThrows(IllegalArgumentException.class, () -> Names.requireId(""));
  }

  @Test
  void everyControlCharacterIsRefusedByName() {
    List<Integer> controls = new ArrayList<>();
    for (char c = 0; c < 0x100; c++) {
      String name = "ab" + c;
      if (Character.isISOControl(c)) {
        controls.add((int) c);
        String message = refusal(() -> Names.requireUser(name));
        String code = String.format(java.util.Locale.ROOT, "U+%04X at index 2", (int) c);
        assertTrue(message.startsWith("user ") && message.contains(code), message);
        assertFalse(message.chars().anyMatch(Character::isISOControl), message);
      } else {
        Names.requireUser(name);
      }
    }
    assertEquals(65, controls.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "\udc00", "a\ud83d", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
  void namesThatAreNotUnicodeAreRefused(String name) {
    assertTrue(refusal(() -> Names.requireId(name)).contains("unpaired surrogate"));
    assertTrue(refusal(() -> Names.requireUser(name)).contains("unpaired surrogate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "places", "a0_-", "z-", "con"})
  void collectionsAreLowerCaseWords(String name) {
    assertEquals(name, Names.requireCollection(name));
    String longest = (name + "x".repeat(63)).substring(0, 63);
    assertEquals(longest, Names.requireCollection(longest));
    assertThrows(IllegalArgumentException.class, () -> Names.requireCollection(longest + "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "A", "aB", "1a", "_a", "-a", "a.b", "a b", " a", "a\n", "\u00e9", "a\u0131", "a/b"
      })
  void otherCollectionsAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Names.requireCollection(name));
    assertThrows(IllegalArgumentException.class, () -> new Address(name, "id"));
  }

  @Test
  void quotesShowWhatIsPlainAndSpellTheRest() {
    assertEquals("\"\u00e9 \ud83d\ude00\"", Names.quote("\u00e9 \ud83d\ude00"));
    assertEquals("\"a\\\"b\\\\c\\u000A\\u202E\\uD800\"", Names.quote("a\"b\\c\n\u202e\ud800"));
    assertEquals("\"" + "x".repeat(80) + "...\" (81 characters)", Names.quote("x".repeat(81)));
  }

  @Test
  void addressesAreOrderedByTheirBytesAndNothingIsFolded() {
    List<Address> ordered =
        List.of(
            new Address("a", "z"),
            new Address("b", "A"),
            new Address("b", "a"),
            new Address("b", "a."),
            new Address("b", "e\u0301"),
            new Address("b", "\u00e9"),
            new Address("b", "\uff5e"),
            new Address("b", "\ud83d\ude00"),
            new Address("b-c", "a"));
    List<Address> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new java.util.Random(1));
    Collections.sort(shuffled);
    assertEquals(ordered, shuffled);
    assertNotEquals(new Address("b", "a"), new Address("b", "A"));
    assertEquals("b/\"x\\u202Ey\"", new Address("b", "x\u202ey").toString());
  }

  private static String refusal(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
