package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Body;
import dev.pagurus.file.RecordFile.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/** What large records are written and read by, without a tree, means the same to everybody else. */
class LargeTextTest {

  private static final RecordHead HEAD =
      RecordHead.of(RecordBodies.USER, RecordBodies.document(Body.parse("{}")));

  /** As a large record is written, however small the body. */
  private static byte[] write(Body body, RecordDialect dialect) {
    return RecordHeader.text(HEAD, body, dialect).bytes();
  }

  private static byte @Nullable [] readBack(byte[] text, RecordDialect dialect) throws Exception {
    int start = RecordHeader.read(text, dialect).end();
    return LargeTextReader.read(text, start, dialect.comments());
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void readersWithTreesReadTheSame(@ForAll(supplier = RecordBodies.Bodies.class) Body body)
      throws Exception {
    byte[] toml = write(body, RecordDialect.TOML);
    RecordFile record = RecordFormat.TOML.read(toml); // by Jackson, or by Jackson and tomlj
    assertEquals(body.toString(), record.body().toString());
    assertEquals(Origin.WRITTEN, record.origin());
    TomlParseResult parsed = Toml.parse(RecordBodies.text(toml), TomlVersion.V1_0_0);
    assertFalse(parsed.hasErrors(), () -> parsed.errors() + "\n" + RecordBodies.text(toml));
    byte[] commented = RecordBodies.bytes(RecordBodies.text(toml) + "# mine\n");
    RecordFile restyled = RecordFormat.TOML.read(commented); // by both, which must agree
    assertEquals(body.toString(), restyled.body().toString());
    assertEquals(Origin.RESTYLED, restyled.origin());
    RecordFile json = RecordFormat.JSON.read(write(body, RecordDialect.JSON));
    assertEquals(body.toString(), json.body().toString());
    assertEquals(Origin.WRITTEN, json.origin());
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void theReaderWithoutATreeReadsTheSame(@ForAll(supplier = RecordBodies.Bodies.class) Body body)
      throws Exception {
    for (RecordDialect dialect : List.of(RecordDialect.TOML, RecordDialect.JSON)) {
      byte[] text = write(body, dialect);
      assertArrayEquals(body.bytes(), readBack(text, dialect), () -> RecordBodies.text(text));
      byte[] windows = RecordBodies.bytes(RecordBodies.text(text).replace("\n", "\r\n"));
      assertArrayEquals(body.bytes(), readBack(windows, dialect));
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void whatOthersWroteItReadsRightOrNotAtAll(
      @ForAll(supplier = RecordBodies.Bodies.class) Body body) throws Exception {
    byte[] text = RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(body), null);
    byte[] read = readBack(text, RecordDialect.TOML);
    // Tables and dotted keys give something else, which the sum of the body tells.
    boolean believed = read != null && RecordSum.of(read).equals(RecordSum.of(body.bytes()));
    assertTrue(!believed || body.toString().equals(new String(read, StandardCharsets.UTF_8)));
  }

  @Example
  void aLargeDocumentIsWrittenAndReadThatWay() throws Exception {
    String json =
        "{\"list\":[{\"a\":1,\"b\":[true,null]},2,[3]],\"note\":\""
            + "x\\n".repeat(LargeText.BYTES / 2)
            + "\",\"place\":{\"lat\":59.9,\"name\":\"a b\"}}";
    Body body = Body.parse(json);
    byte[] toml = RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(body), null);
    assertArrayEquals(write(body, RecordDialect.TOML), toml);
    String text = RecordBodies.text(toml);
    assertTrue(
        text.contains("nulls = [\"/list/0/b/1\"]\n\n[document]\nlist = [\n  {\"a\"=1,"), text);
    assertTrue(text.contains("\nplace = {\"lat\"=59.9,\"name\"=\"a b\"}\n"), text);
    assertNotNull(RecordHeader.read(toml, RecordDialect.TOML).large(toml, RecordDialect.TOML));
    byte[] edited = RecordBodies.edit(toml, "a b", "c d");
    RecordFile record = RecordFormat.TOML.read(edited);
    assertEquals(Origin.EDITED, record.origin());
    assertEquals("c d", record.body().root().at("/place/name").stringValue());
  }

  @Example
  void aPersonsCommentsStayInALargeDocument() throws Exception {
    String json = "{\"n\":1,\"note\":\"" + "x".repeat(LargeText.BYTES) + "\"}";
    byte[] text =
        RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(Body.parse(json)), null);
    byte[] commented = RecordBodies.edit(text, "\nn = 1\n", "\nn = 1 # mine\n");
    Body changed = Body.parse(json.replace("\"n\":1", "\"n\":2"));
    byte[] again =
        RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(changed, 13), commented);
    assertTrue(RecordBodies.text(again).contains("n = 2 # mine"));
    assertEquals(changed.toString(), RecordFormat.TOML.read(again).body().toString());
  }

  @Example
  void textThatEndsAnywhereIsNoDocument() throws Exception {
    Body body = Body.parse("{\"a\":[1,{\"b\":null}],\"c\":\"x\\\\\",\"d\":{}}");
    for (RecordDialect dialect : List.of(RecordDialect.TOML, RecordDialect.JSON)) {
      byte[] whole = write(body, dialect);
      int start = RecordHeader.read(whole, dialect).end();
      for (int end = start; end < whole.length - 1; end++) {
        byte[] cut = java.util.Arrays.copyOf(whole, end);
        byte[] read = LargeTextReader.read(cut, start, dialect.comments());
        assertTrue(read == null || !java.util.Arrays.equals(body.bytes(), read), "cut at " + end);
      }
    }
    assertNull(LargeTextReader.read(RecordBodies.bytes("[document]\na = 'x'\n"), 0, true));
    assertNull(LargeTextReader.read(RecordBodies.bytes("[document]\na = 1 # x\n"), 0, true));
  }
}
