package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Strings, names and paths, against the JDK's own encoder (ADDR-4, QUERY-1). */
class RandomNamesTest {

  @Property
  void quotedNamesStayOnOneLineAndShort(@ForAll String name) {
    String quoted = Names.quote(name);
    assertTrue(quoted.startsWith("\"") && quoted.length() < 800);
    assertFalse(
        quoted
            .codePoints()
            .anyMatch(
                cp ->
                    Character.isISOControl(cp)
                        || Character.getType(cp) == Character.FORMAT
                        || (cp >= 0xD800 && cp <= 0xDFFF)),
        quoted);
  }

  @Property
  void theTextFormReadsBack(@ForAll("keys") List<String> keys) {
    FieldPath path = new FieldPath(keys);
    assertEquals(path, FieldPath.parse(path.toString()));
  }

  @Property
  void onlyPlainKeysStandBare(@ForAll(supplier = AnyJson.Text.class) String key) {
    assertEquals(!FieldPath.of(key).toString().startsWith("`"), FieldPath.isPlain(key));
    assertTrue(!FieldPath.isPlain(key) || key.matches("[A-Za-z_][A-Za-z0-9_]*"));
  }

  @Provide
  Arbitrary<List<String>> keys() {
    return AnyJson.text().list().ofMinSize(1).ofMaxSize(5);
  }

  @Property
  void compareIsTheOrderOfTheBytes(
      @ForAll(supplier = AnyJson.Text.class) String a,
      @ForAll(supplier = AnyJson.Text.class) String b,
      @ForAll(supplier = AnyJson.Text.class) String prefix) {
    for (String before : List.of("", prefix)) {
      int expected = Arrays.compareUnsigned(bytes(before + a), bytes(before + b));
      assertEquals(Integer.signum(expected), Integer.signum(Utf8.compare(before + a, before + b)));
    }
  }

  @Property
  void lengthIsTheNumberOfBytes(@ForAll(supplier = AnyJson.Text.class) String text) {
    assertEquals(bytes(text).length, Utf8.length(text));
  }

  @Property
  void aLoneSurrogateIsFoundWhereTheEncoderStops(@ForAll("chars") String text) {
    CharBuffer in = CharBuffer.wrap(text);
    boolean failed =
        StandardCharsets.UTF_8
            .newEncoder()
            .encode(in, ByteBuffer.allocate(text.length() * 4 + 4), true)
            .isError();
    assertEquals(failed ? in.position() : -1, Utf8.indexOfLoneSurrogate(text));
  }

  @Provide
  Arbitrary<String> chars() {
    return Arbitraries.strings()
        .withChars('a', '\u00e9', '\uffff')
        .withCharRange('\ud800', '\ud802')
        .withCharRange('\udc00', '\udc02')
        .ofMaxLength(8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
