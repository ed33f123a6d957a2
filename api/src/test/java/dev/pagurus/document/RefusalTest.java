package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What DOC-1 and DOC-2 do not allow is refused, with a pointer to the offender and the reason. */
class RefusalTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static Stream<Arguments> refusedTexts() {
    return Stream.of(
        refused("{'a':1,'a':2}", "/a", "occurs twice"),
        refused("{'a':{'b':1},'c':[{'x':{},'x':[]}]}", "/c/0/x", "occurs twice"),
        refused("{'a':null,'\\u0061':null}", "/a", "occurs twice"),
        refused("{'a~/b':{'':[0,{'x':'\\u0000'}]}}", "/a~0~1b//1/x", "U+0000"),
        refused("{'k\\u0000':1}", "/k\0", "U+0000"),
        refused("{'a':'\\ud800'}", "/a", "unpaired surrogate"),
        refused("{'a':'x\\udc00'}", "/a", "unpaired surrogate"),
        refused("{'a':['\\ud83d\\ud83d\\ude00']}", "/a/0", "unpaired surrogate"),
        refused("{'o':{'\\udc00':1}}", "/o", "surrogate"),
        refused("{'o':{'\\ud800':1}}", "/o", "surrogate"),
        refused("{'a':NaN}", "/a", "NaN"),
        refused("{'a':[1,Infinity]}", "/a/1", "Infinity"),
        refused("{'a':-Infinity}", "/a", "-Infinity"),
        refused("{'a':9223372036854775808}", "/a", "does not fit into 64 bits"),
        refused("{'a':-9223372036854775809}", "/a", "does not fit into 64 bits"),
        refused("{'a':{'b':18446744073709551616}}", "/a/b", "does not fit into 64 bits"),
        refused("{'a':1e400}", "/a", "too large"),
        refused("{'a':-1e400}", "/a", "too large"),
        refused("{'a':1e99999999999999999999}", "/a", "too large"),
        refused("{'a':1e-400}", "/a", "rounded"),
        refused("{'a':-1e-99999999999999999999}", "/a", "rounded"),
        refused("{'a':9007199254740993.0}", "/a", "rounded"),
        refused("{'a':9007199254740993e0}", "/a", "rounded"),
        refused("{'a':0.12345678901234567890123}", "/a", "rounded"),
        refused("{'a':6e-324}", "/a", "rounded"),
        refused("[]", "", "an array"),
        refused("[{}]", "", "an array"),
        refused("'a'", "", "a string"),
        refused("1", "", "a number"),
        refused("-1.5", "", "a number"),
        refused("true", "", "a boolean"),
        refused("null", "", "null"),
        refused("", "", "empty"),
        refused(" \n\t", "", "empty"),
        refused("{}{}", "", "more text"),
        refused("{} 1", "", "more text"),
        refused("{'a':1} x", "", "not valid JSON"),
        refused("{}]", "", "not valid JSON"),
        refused("{", "", "end"),
        refused("{'a'", "/a", "end"),
        refused("{'a':", "/a", "end"),
        refused("{'a':[1,2", "/a/1", "end"),
        refused("{'a':'x", "/a", "end"),
        refused("{'a':1,}", "/a", "not valid JSON"),
        refused("{'a':[1,]}", "/a/1", "not valid JSON"),
        refused("{'a':[,1]}", "/a/0", "not valid JSON"),
        refused("{'a':tru}", "/a", "tru"),
        refused("{'a':True}", "/a", "True"),
        refused("{a:1}", "", "not valid JSON"),
        refused("{'a':01}", "/a", "not valid JSON"),
        refused("{'a':+1}", "/a", "not valid JSON"),
        refused("{'a':.5}", "/a", "not valid JSON"),
        refused("{'a':5.}", "/a", "not valid JSON"),
        refused("{'a':0x10}", "/a", "not valid JSON"),
        refused("{'a':/* c */1}", "/a", "not valid JSON"),
        refused("{'a':1 // c\n}", "/a", "not valid JSON"),
        refused("{'a':'line\nbreak'}", "/a", "not valid JSON"),
        refused("{'a':'\\x'}", "/a", "not valid JSON"),
        refused("\ufeff{}", "", "byte order mark"),
        refused("{}\ufeff", "", "not valid JSON"));
  }

  private static Arguments refused(String text, String pointer, String reason) {
    return Arguments.of(text.replace('\'', '"'), pointer, reason);
  }

  @ParameterizedTest
  @MethodSource("refusedTexts")
  void aTextThatIsNoBodyIsRefusedWithItsPointer(String text, String pointer, String reason) {
    InvalidDocumentException e =
        assertThrows(InvalidDocumentException.class, () -> Body.parse(text));
    assertAll(
        () -> assertEquals(pointer, e.pointer()),
        () -> assertTrue(e.reason().contains(reason), e.reason()),
        () -> assertTrue(message(e).endsWith(": " + e.reason()), e.getMessage()));
  }

  @Test
  void singleQuotesAreNotQuotes() {
    assertThrows(InvalidDocumentException.class, () -> Body.parse("{'a':1}"));
  }

  @Test
  void aSyntaxErrorSaysTheLineAndTheColumnAndNothingOfTheParser() {
    String text = "{\"\u00e9\ud83d\ude00\": 1,\n  \"b\": tru}";
    InvalidDocumentException e =
        assertThrows(InvalidDocumentException.class, () -> Body.parse(text));
    assertTrue(e.reason().endsWith("near line 2, column 8"), e.reason());
    for (String bad : List.of("{\"a\":NaN}", "{\"a\":+1}", "{\"a\":1", "{\"a\":/**/1}")) {
      String reason = assertThrows(InvalidDocumentException.class, () -> Body.parse(bad)).reason();
      assertFalse(reason.matches(".*(Feature|ALLOW_|REDACTED|Source).*"), reason);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c0af", // an overlong slash
        "e080af",
        "f08080af",
        "eda080", // a raw surrogate
        "edb080",
        "eda0bdedb880", // a pair of them, as CESU-8 has it
        "f4908080", // past U+10FFFF
        "80", // a continuation from nowhere
        "c3", // a beginning without an end
        "e282",
        "ff",
        "fe"
      })
  void bytesThatAreNotUtf8AreRefused(String hex) {
    byte[] bytes = ("{\"a\":\"" + "x".repeat(9000) + "?\"}").getBytes(StandardCharsets.UTF_8);
    byte[] odd = HexFormat.of().parseHex(hex);
    byte[] json = new byte[bytes.length - 1 + odd.length];
    System.arraycopy(bytes, 0, json, 0, 9006);
    System.arraycopy(odd, 0, json, 9006, odd.length);
    System.arraycopy(bytes, 9007, json, 9006 + odd.length, 2);
    InvalidDocumentException e =
        assertThrows(InvalidDocumentException.class, () -> Body.parse(json));
    assertEquals("", e.pointer());
    assertEquals("not valid UTF-8 at byte 9006", e.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "IBM037"})
  void otherEncodingsAreRefusedAndNotGuessed(String charset) {
    byte[] json = "{\"a\":1}".getBytes(Charset.forName(charset));
    assertThrows(InvalidDocumentException.class, () -> Body.parse(json));
  }

  @Test
  void aStringWithAnUnpairedSurrogateIsRefusedBeforeItIsEncoded() {
    InvalidDocumentException e =
        assertThrows(InvalidDocumentException.class, () -> Body.parse("{\"a\":\"\ud800\"}"));
    assertEquals("an unpaired surrogate at index 6 of the text", e.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "["})
  void a64thLevelIsTakenAndA65thRefused(String bracket) {
    assertEquals(64, levels(Body.parse(nested(bracket, 64)).root()));
    InvalidDocumentException e =
        assertThrows(InvalidDocumentException.class, () -> Body.parse(nested(bracket, 65)));
    assertEquals("nested more than 64 deep", e.reason());
    assertEquals((bracket.equals("{") ? "/a".repeat(64) : "/a" + "/0".repeat(63)), e.pointer());
  }

  @Test
  void treesAreAsDeepAsTexts() {
    assertEquals(64, levels(Body.of(tree(64)).root()));
    InvalidDocumentException e =
        assertThrows(InvalidDocumentException.class, () -> Body.of(tree(65)));
    assertEquals("nested more than 64 deep", e.reason());
    assertThrows(InvalidDocumentException.class, () -> Body.of(tree(100_000)));
  }

  @Test
  void aTreeThatHoldsItselfIsRefused() {
    ObjectNode tree = NODES.objectNode();
    tree.set("self", tree);
    assertThrows(InvalidDocumentException.class, () -> Body.of(tree));
  }

  private static String nested(String bracket, int levels) {
    return bracket.equals("{")
        ? "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1)
        : "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
  }

  private static ObjectNode tree(int levels) {
    ObjectNode tree = NODES.objectNode();
    for (int i = 1; i < levels; i++) {
      tree = NODES.objectNode().set("a", tree);
    }
    return tree;
  }

  private static int levels(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node) {
      deepest = Math.max(deepest, levels(child));
    }
    return node.isContainer() ? deepest + 1 : 0;
  }

  static Stream<Arguments> refusedValues() {
    return Stream.of(
        Arguments.of(NODES.numberNode(Double.NaN), "finite"),
        Arguments.of(NODES.numberNode(Double.NEGATIVE_INFINITY), "finite"),
        Arguments.of(NODES.numberNode(Float.NaN), "NaN"),
        Arguments.of(NODES.numberNode(Float.POSITIVE_INFINITY), "Infinity"),
        Arguments.of(NODES.numberNode(BigInteger.TWO.pow(63)), "64 bits"),
        Arguments.of(NODES.numberNode(new BigDecimal("0.12345678901234567890123")), "rounded"),
        Arguments.of(NODES.numberNode(new BigDecimal("1e400")), "too large"),
        Arguments.of(NODES.binaryNode(new byte[] {1}), "BINARY"),
        Arguments.of(NODES.pojoNode(Thread.currentThread()), "POJO"),
        Arguments.of(NODES.missingNode(), "MISSING"),
        Arguments.of(NODES.stringNode("\ud800"), "urrogate"),
        Arguments.of(NODES.stringNode("\udc00"), "urrogate"),
        Arguments.of(NODES.stringNode("a\0b"), "U+0000"));
  }

  @ParameterizedTest
  @MethodSource("refusedValues")
  void aValueThatIsNotJsonIsRefusedInATree(JsonNode value, String reason) {
    ObjectNode tree = NODES.objectNode();
    tree.putArray("a/b").add(0).add(value);
    InvalidDocumentException e = assertThrows(InvalidDocumentException.class, () -> Body.of(tree));
    assertEquals("/a~1b/1", e.pointer());
    assertTrue(e.reason().contains(reason), e.reason());
  }

  @Test
  void aTreeThatIsNotAnObjectIsRefused() {
    for (JsonNode tree : List.of(NODES.arrayNode(), NODES.nullNode(), NODES.stringNode("{}"))) {
      assertThrows(InvalidDocumentException.class, () -> Body.of(tree));
    }
    assertThrows(InvalidDocumentException.class, () -> Body.of(NODES.missingNode()));
  }

  @Test
  void aHostileKeyCannotForgeALineOfAMessage() {
    InvalidDocumentException e =
        assertThrows(
            InvalidDocumentException.class, () -> Body.parse("{\"a\\nERROR \\u202e\":NaN}"));
    assertEquals("/a\nERROR \u202e", e.pointer());
    assertTrue(
        message(e).startsWith("invalid document at \"/a\\u000AERROR \\u202E\": "), message(e));
  }

  private static String message(InvalidDocumentException e) {
    return String.valueOf(e.getMessage());
  }
}
