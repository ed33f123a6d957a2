package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Utf8;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Locators print back. */
class RandomLocatorsTest {

  @Property
  void everyLocatorReadsBackFromItsText(
      @ForAll("locations") String location, @ForAll("settings") Map<String, String> settings) {
    Locator locator = new Locator("sqlite", location, settings);
    assertEquals(locator, Locator.parse(locator.toString()));
  }

  @Property
  void anyTextIsReadOrRefusedAndWhatIsReadPrintsBack(@ForAll("texts") String text) {
    try {
      Locator locator = Locator.parse(text);
      assertEquals(locator, Locator.parse(locator.toString()));
    } catch (StoreException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith("open: not a locator: "));
    }
  }

  @Provide
  Arbitrary<String> locations() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(12).filter(RandomLocatorsTest::isText),
        Arbitraries.strings().withChars("%?&=+:/\\25Ff3a").ofMaxLength(12));
  }

  @Provide
  Arbitrary<Map<String, String>> settings() {
    Arbitrary<String> text =
        Arbitraries.strings().ofMaxLength(5).filter(s -> Utf8.indexOfLoneSurrogate(s) < 0);
    return Arbitraries.maps(text.filter(s -> !s.isEmpty()), text).ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("sqlite:?&=%25f").ofMaxLength(16),
        Arbitraries.strings().withChars("?&=%2fa").ofMaxLength(12).map(s -> "ab:x" + s));
  }

  private static boolean isText(String text) {
    return Utf8.indexOfLoneSurrogate(text) < 0 && text.chars().noneMatch(Character::isISOControl);
  }
}
