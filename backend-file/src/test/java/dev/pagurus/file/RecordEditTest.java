package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Body;
import dev.pagurus.file.RecordFile.Origin;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person writes into a record is read as written, or refused with line and reason. */
class RecordEditTest {

  /** A record whose document is given as TOML, written by hand. */
  private static byte[] byHand(String toml) {
    String text = RecordBodies.text(RecordBodies.write(RecordFormat.TOML, "{}"));
    return RecordBodies.bytes(text.replace("\n[document]\n", toml));
  }

  static Stream<Arguments> readable() {
    return Stream.of(
        Arguments.of("[document]\na = 1_000", "{\"a\":1000}"),
        Arguments.of("[document]\na = 0xFF\nb = 0o17\nc = 0b11", "{\"a\":255,\"b\":15,\"c\":3}"),
        Arguments.of(
            "[document]\na = +1.50\nb = 1e0\nc = 5e+2", "{\"a\":1.5,\"b\":1.0,\"c\":500.0}"),
        Arguments.of("[document]\na = -0.0\nb = -0", "{\"a\":-0.0,\"b\":0}"),
        Arguments.of("[document]\na = 12345678.0", "{\"a\":12345678.0}"),
        Arguments.of("[document]\na = 9223372036854775807", "{\"a\":9223372036854775807}"),
        Arguments.of("[document]\na = 1979-05-27", "{\"a\":\"1979-05-27\"}"),
        Arguments.of("[document]\na = 07:32:00.5", "{\"a\":\"07:32:00.5\"}"),
        Arguments.of(
            "[document]\na = 1979-05-27T07:32:00.999-07:00",
            "{\"a\":\"1979-05-27T07:32:00.999-07:00\"}"),
        Arguments.of("document = {a = 1, b.c = [1, 'x']}", "{\"a\":1,\"b\":{\"c\":[1,\"x\"]}}"),
        Arguments.of("document.a = 1\ndocument.b.c = 2", "{\"a\":1,\"b\":{\"c\":2}}"),
        Arguments.of("[document]\n\"a.b\" = 1\n'' = 2", "{\"a.b\":1,\"\":2}"),
        Arguments.of(
            "[document.x.y]\na = 1\n[document.x]\nb = 2", "{\"x\":{\"y\":{\"a\":1},\"b\":2}}"),
        Arguments.of("[[document.t]]\n[[document.t.u]]\nb = 1", "{\"t\":[{\"u\":[{\"b\":1}]}]}"),
        Arguments.of(
            "[document]\na = '''\nx\n'''\nb = \"\"\"x\\\n   y\"\"\"",
            "{\"a\":\"x\\n\",\"b\":\"xy\"}"),
        Arguments.of(
            "nulls = [\"/a\", '/b/0']\n[document]\nb = [nan]", "{\"a\":null,\"b\":[null]}"),
        Arguments.of("nulls = ['/a/b']\n[document.a]", "{\"a\":{\"b\":null}}"),
        Arguments.of("nulls = ['/a']\n[document]\na = nan", "{\"a\":null}"),
        Arguments.of("nulls = ['/~1~0']\n[document]", "{\"/~\":null}"),
        Arguments.of("nulls = ['/a/0/b']\n[[document.a]]\nb = nan", "{\"a\":[{\"b\":null}]}"),
        Arguments.of("[document]\na = \"x\ufeffy\"", "{\"a\":\"x\ufeffy\"}"),
        Arguments.of("nulls = ['/0']\n[document]", "{\"0\":null}"));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void anEditIsReadAndFlagged(String toml, String json) throws Exception {
    for (String text : new String[] {toml, toml + "\n", toml.replace("\n", "\r\n") + "\r\n"}) {
      RecordFile read = RecordFormat.TOML.read(byHand(text));
      assertEquals(Body.parse(json).toString(), read.body().toString());
      assertEquals(Origin.EDITED, read.origin());
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("[document]\na = nan", 9, "/a"),
        Arguments.of("[document]\na = 1\nb = [1, -inf]", 10, "/b/1"),
        Arguments.of("[document]\na = 9223372036854775808", 9, "too large"),
        Arguments.of("[document]\na = 1e400", 9, "too large"),
        Arguments.of("[document]\na = 1e-400", 9, ""),
        Arguments.of("[document]\na = 0.12345678901234567890123", 9, "rounded"),
        Arguments.of("[document]\na = 9007199254740993.0", 9, "rounded"),
        Arguments.of("[document]\na = 9007199254740993e0", 9, "rounded"),
        Arguments.of("[document]\na = \"\\u0000\"", 9, "U+0000"),
        Arguments.of("[document]\na = 1\na = 2", 10, "previously defined"),
        Arguments.of("[document]\na = 1 b = 2", 9, "not valid TOML"),
        Arguments.of("[document]\na = \"x", 9, "not valid TOML"),
        Arguments.of("[document]\na = {\nb = 1}", 9, "not valid TOML"),
        Arguments.of("[document]\na = 2000-02-30", 9, "not valid TOML"),
        Arguments.of("[document]\r\na = 1\rb = 2", 9, "not valid TOML"),
        Arguments.of("[document]\na = 'x\ufeffy'", 9, "different values"),
        Arguments.of("[documents]\na = 1", 8, "no key \"documents\""),
        Arguments.of("extra = 1\n[document]\na = 1", 8, "no key \"extra\""),
        Arguments.of("[document]\na = 1\n[more]", 10, "no key \"more\""),
        Arguments.of("revision = 12\n[document]", 8, "no key \"revision\""),
        Arguments.of("", 8, "missing"),
        Arguments.of("document = 1", 8, "missing"),
        Arguments.of("nulls = 1\n[document]", 8, "list of JSON Pointers"),
        Arguments.of("nulls = [1]\n[document]", 8, "JSON Pointer"),
        Arguments.of("nulls = ['']\n[document]", 8, "JSON Pointer"),
        Arguments.of("nulls = ['/a']\n[document]\na = 1", 8, "has a value there"),
        Arguments.of("nulls = ['/a/b']\n[document]\na = 1", 8, "/a/b"),
        Arguments.of("nulls = ['/a/b']\n[document]", 8, "nothing in the document can hold it"),
        Arguments.of("nulls = ['/a/0']\n[document]\na = [1, nan]", 8, "/a/0"),
        Arguments.of("nulls = ['/a/0']\n[document]\na = [nan, nan]", 10, "/a/1"),
        Arguments.of("nulls = ['/a/5']\n[document]\na = [1]", 8, "/a/5"),
        Arguments.of("nulls = ['/a/x']\n[document]\na = [1]", 8, "/a/x"),
        Arguments.of("nulls = ['/a/0/b']\n[[document.a]]\nc = 1", 8, "/a/0/b"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoDocumentIsRefusedWithItsLine(String toml, int line, String reason) {
    RecordDamagedException e =
        assertThrows(RecordDamagedException.class, () -> RecordFormat.TOML.read(byHand(toml)));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertEquals(line, e.line(), e.getMessage());
  }

  @Test
  void commentsAndWhiteSpaceLeaveTheBodyAsItWas() throws Exception {
    byte[] record = RecordBodies.write(RecordFormat.TOML, "{\"a\":1,\"b\":{\"c\":[1,2]}}");
    byte[] edited = RecordBodies.edit(record, "a = 1", "# about a\n  a   =  0x1 # one\n\n");
    assertEquals(Origin.RESTYLED, RecordFormat.TOML.read(edited).origin());
    byte[] aboveAll = RecordBodies.edit(record, "user = ", "# mine\n\n  user = ");
    assertEquals(Origin.WRITTEN, RecordFormat.TOML.read(aboveAll).origin());
    byte[] json = RecordBodies.write(RecordFormat.JSON, "{\"a\":1}");
    assertEquals(
        Origin.RESTYLED,
        RecordFormat.JSON.read(RecordBodies.edit(json, "\"a\": 1", "\"a\"  :\n1")).origin());
  }

  @Test
  void anEditOfJsonIsReadAndFlagged() throws Exception {
    byte[] json = RecordBodies.write(RecordFormat.JSON, "{\"a\":1}");
    RecordFile read = RecordFormat.JSON.read(RecordBodies.edit(json, "\"a\": 1", "\"b\": [null]"));
    assertEquals("{\"b\":[null]}", read.body().toString());
    assertEquals(Origin.EDITED, read.origin());
  }

  @Test
  void whatIsNoDocumentIsRefusedInJson() {
    byte[] json = RecordBodies.write(RecordFormat.JSON, "{\"a\":1}");
    for (String edit :
        new String[] {
          "\"a\": NaN", "\"a\": 1,", "\"a\": 1, \"a\": 2", "\"a\": 1e400", "// \"a\": 1"
        }) {
      RecordDamagedException e =
          assertThrows(
              RecordDamagedException.class,
              () -> RecordFormat.JSON.read(RecordBodies.edit(json, "\"a\": 1", edit)));
      assertTrue(e.line() > 0, e.getMessage());
    }
    assertThrows(
        RecordDamagedException.class,
        () ->
            RecordFormat.JSON.read(
                RecordBodies.edit(json, "\"document\"", "\"x\":1,\"document\"")));
    assertThrows(
        RecordDamagedException.class,
        () -> RecordFormat.JSON.read(RecordBodies.edit(json, "\"document\"", "\"x\"")));
  }
}
