package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts made to hurt end soon, and in a clear error. */
class HostileTextTest {

  private static final int MANY = 8 << 20;

  /** Far more than is needed, far less than anything quadratic takes. */
  private static final Duration SOON = Duration.ofSeconds(30);

  static Stream<Arguments> hostileTexts() {
    return Stream.of(
        Arguments.of("", "[", "", "an array"),
        Arguments.of("{\"a\":", "[", "", "nested more than 64 deep"),
        Arguments.of("", "{\"a\":", "", "nested more than 64 deep"),
        Arguments.of("{\"a\":", "[{\"a\":", "", "nested more than 64 deep"),
        Arguments.of("{\"a\":", "7", "}", "a number of more than 1200 characters"),
        Arguments.of("{\"a\":-", "7", "", "a number of more than 1200 characters"),
        Arguments.of("{\"a\":0.", "3", "}", "a number of more than 1200 characters"),
        Arguments.of("{\"a\":1e", "9", "}", "a number of more than 1200 characters"),
        Arguments.of("{\"a\":\"", "x", "", "not valid JSON"),
        Arguments.of("{\"a\":\"", "\\", "", "not valid JSON"),
        Arguments.of("{\"a\":", "t", "", "not valid JSON"),
        Arguments.of("{\"", "k", "", "not valid JSON"),
        Arguments.of("", " ", "", "empty"),
        Arguments.of("{}", "\n", "x", "not valid JSON"),
        Arguments.of("{", "\"a\":1,", "}", "occurs twice"),
        Arguments.of("", "]", "", "not valid JSON"),
        Arguments.of("", "\ufeff", "", "byte order mark"));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void eightMebibytesOfItEndSoonInAClearError(
      String before, String repeated, String after, String reason) {
    String text = before + repeated.repeat(MANY / repeated.length()) + after;
    assertTimeoutPreemptively(
        SOON,
        () -> {
          InvalidDocumentException e =
              assertThrows(InvalidDocumentException.class, () -> Body.parse(text));
          assertTrue(e.reason().contains(reason), e.reason());
          assertTrue(String.valueOf(e.getMessage()).length() < 1_000, "a message for people");
        });
  }

  @Test
  void aHundredThousandLevelsAreNoMatterForTheStack() {
    String text = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    assertThrows(InvalidDocumentException.class, () -> Body.parse(text));
  }

  @Test
  void keysWithEqualHashCodesCostLittle() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 1 << 16; i++) {
      text.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < 16; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      text.append("\":0");
    }
    String json = text.append('}').toString();
    assertTimeoutPreemptively(SOON, () -> assertEquals(1 << 16, Body.parse(json).root().size()));
  }

  @Test
  void largeHonestBodiesAreTakenAndReadBack() {
    String word = "\u65e5".repeat(MANY / 3);
    for (String text : List.of("{\"a\":\"" + word + "\"}", "{\"" + word + "\":1}")) {
      Body body = Body.parse(text);
      assertEquals(text, body.toString());
      assertEquals(body, Body.stored(body.bytes()));
    }
  }
}
