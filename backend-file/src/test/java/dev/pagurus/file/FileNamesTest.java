package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class FileNamesTest {

  private static final List<String> ODD =
      List.of(
          "..",
          ".",
          "a/b",
          "a\\b",
          "CON",
          "con",
          "con.toml",
          "COM1",
          "nul.txt",
          "a",
          "A",
          "x",
          "x.",
          "x ",
          " x",
          "é",
          "e\u0301",
          "😀",
          "%41",
          "a:b",
          "*",
          "?",
          "+3f",
          "~",
          ".hidden",
          "user.toml",
          "deletions.log",
          "-rf",
          "a\u00adb",
          "İ",
          "ı",
          "ß",
          "ss");

  @Test
  void oddNamesAreDistinctWhereverCaseAndFormDoNotCount() {
    Map<String, String> seen = new HashMap<>();
    for (String name : ODD) {
      String spelled = FileNames.spell(name);
      String folded = Normalizer.normalize(spelled, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
      assertNull(seen.put(folded, name), () -> name + " is spelled as another one: " + spelled);
      requireSafe(spelled);
    }
  }

  private static void requireSafe(String spelled) {
    assertTrue(spelled.matches("[a-z0-9_.%~-]+"), spelled);
    assertTrue(!spelled.startsWith(".") && !spelled.endsWith("."), spelled);
    assertTrue(spelled.length() <= 120, spelled);
    String stem = spelled.contains(".") ? spelled.substring(0, spelled.indexOf('.')) : spelled;
    assertTrue(!List.of("con", "nul", "com1", "aux", "prn", "lpt9").contains(stem), spelled);
  }

  @Test
  void plainNamesStandForThemselves() {
    assertEquals("oslo-1_a.b", FileNames.spell("oslo-1_a.b"));
    assertEquals("%4fslo", FileNames.spell("Oslo"));
    assertEquals("%63on.toml", FileNames.spell("con.toml"));
    assertEquals("x%2e", FileNames.spell("x."));
  }

  @Test
  void longNamesAreCutAndStayApart() {
    String a = "a".repeat(255);
    String b = "a".repeat(254) + "b";
    assertNotEquals(FileNames.spell(a), FileNames.spell(b));
    requireSafe(FileNames.spell(a));
    requireSafe(FileNames.spell("漢".repeat(85)));
    assertNull(FileNames.read(FileNames.spell(a)));
  }

  @Property
  void namesAreReadBackUnlessTheyAreDigests(@ForAll("names") String name) {
    String spelled = FileNames.spell(name);
    requireSafe(spelled);
    String read = FileNames.read(spelled);
    assertTrue(read == null ? spelled.contains("~") : read.equals(name), spelled);
  }

  @Property
  void whateverLiesInAFolderIsReadOrNot(@ForAll String fileName) {
    String read = FileNames.read(fileName);
    assertTrue(read == null || FileNames.spell(read).equals(fileName), fileName);
  }

  @Provide
  static Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.of(ODD),
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withCharRange('\u00a0', '\ud7ff')
            .ofMinLength(1)
            .ofMaxLength(80));
  }

  @Test
  void randomUuidsAreSpreadByTheirTails() {
    assertTrue(FileNames.digits("0190aaaa-bbbb-7ccc-8ddd-1234567890ab").startsWith("1234567890ab"));
    assertTrue(FileNames.digits("0190aaaa-bbbb-4ccc-8ddd-1234567890ab").startsWith("1234567890ab"));
    // The tail of a UUID of version 1 is the machine's, the same for all.
    assertTrue(
        !FileNames.digits("0190aaaa-bbbb-1ccc-8ddd-1234567890ab").startsWith("1234567890ab"));
    assertTrue(FileNames.digits("x").matches("[0-9a-f]{28,}"));
  }
}
