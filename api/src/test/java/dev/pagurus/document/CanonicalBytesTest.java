package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One body, one sequence of bytes. */
class CanonicalBytesTest {

  @Test
  void canonicalBytesAreCompactUtf8WithTheFewestEscapes() {
    String text =
        """
        { "b" : [ 1 , 1.0 , true, false, null, -5E+2 ],
          "\\u0061" : "\\u00e9 \\ud83d\\ude00 \\u2028 \\/ \\" \\\\ \\n\\t\\u0001 \\u007f" }
        """;
    String canonical =
        "{\"a\":\"\u00e9 \ud83d\ude00 \u2028 / \\\" \\\\ \\n\\t\\u0001 \u007f\","
            + "\"b\":[1,1.0,true,false,null,-500.0]}";
    Body body = Body.parse(text);
    assertArrayEquals(canonical.getBytes(StandardCharsets.UTF_8), body.bytes());
    assertEquals(canonical, body.toString());
    assertEquals(body.bytes().length, body.size());
  }

  @Test
  void membersComeInCodePointOrderWhichIsNotTheOrderOfJavaStrings() {
    Body body = Body.parse("{\"\ud83d\ude00\":1,\"\uff5e\":2,\"b\":3,\"\":4,\"B\":5,\"ba\":6}");
    assertEquals(
        "{\"\":4,\"B\":5,\"b\":3,\"ba\":6,\"\uff5e\":2,\"\ud83d\ude00\":1}", body.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "1e5, 100000.0",
    "1E7, 1.0E7",
    "1e23, 1.0E23",
    "2e23, 2.0E23",
    "0.001, 0.001",
    "0.0001, 1.0E-4",
    "5e-324, 4.9E-324",
    "2.2250738585072014e-308, 2.2250738585072014E-308",
    "1.7976931348623157e308, 1.7976931348623157E308",
    "0.1000, 0.1",
    "0.10000000000000000555, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "9007199254740992.0, 9.007199254740992E15",
    "2.0e-3, 0.002",
    "2.98023223876953125E-8, 2.9802322387695312E-8"
  })
  void doublesAreWrittenInTheirShortestFormOnEveryJdk(String literal, String canonical) {
    assertEquals("{\"d\":" + canonical + "}", Body.parse("{\"d\":" + literal + "}").toString());
  }
}
