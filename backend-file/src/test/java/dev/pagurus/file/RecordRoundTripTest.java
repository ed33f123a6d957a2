package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.file.RecordFile.Origin;
import dev.pagurus.spi.StoredDocument;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written comes back, to the last bit (DOC-3, DOC-4), in both formats. */
class RecordRoundTripTest {

  private static final List<RecordFormat> FORMATS = List.of(RecordFormat.TOML, RecordFormat.JSON);

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anyBodyComesBackWithTheSameCanonicalBytes(
      @ForAll(supplier = RecordBodies.Bodies.class) Body body) throws Exception {
    for (RecordFormat format : FORMATS) {
      byte[] text = format.write(RecordBodies.USER, RecordBodies.document(body), null);
      assertWritten(body, format.read(text));
      assertEquals(format.read(text).head(), format.head(text));
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void lineEndsAndAByteOrderMarkDoNotMatter(@ForAll(supplier = RecordBodies.Bodies.class) Body body)
      throws Exception {
    for (RecordFormat format : FORMATS) {
      byte[] text = format.write(RecordBodies.USER, RecordBodies.document(body), null);
      String windows = RecordBodies.text(text).replace("\n", "\r\n");
      assertWritten(body, format.read(RecordBodies.bytes(windows)));
      assertWritten(body, format.read(RecordBodies.bytes("\ufeff" + windows)));
      assertEquals(format.head(text), format.head(RecordBodies.bytes("\ufeff" + windows)));
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anotherReaderOfTomlReadsTheSame(@ForAll(supplier = RecordBodies.Bodies.class) Body body) {
    byte[] text = RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(body), null);
    TomlParseResult toml = Toml.parse(RecordBodies.text(text), TomlVersion.V1_0_0);
    assertFalse(toml.hasErrors(), () -> toml.errors() + "\n" + RecordBodies.text(text));
    assertEquals(RecordBodies.USER, toml.getString("user"));
    assertEquals(12L, toml.getLong("revision"));
    assertEquals(RecordBodies.CREATED, toml.getOffsetDateTime("created").toInstant());
    assertSame(body.root(), toml.getTable("document"));
  }

  private static void assertSame(JsonNode expected, Object toml) {
    if (expected.isObject()) {
      TomlTable table = (TomlTable) toml;
      expected
          .properties()
          .forEach(
              member -> {
                Object there = table.get(List.of(member.getKey()));
                if (there != null || !member.getValue().isNull()) {
                  assertSame(member.getValue(), there);
                }
              });
      assertTrue(expected.propertyNames().containsAll(table.keySet()));
    } else if (expected.isArray()) {
      TomlArray array = (TomlArray) toml;
      assertEquals(expected.size(), array.size());
      for (int i = 0; i < array.size(); i++) {
        assertSame(expected.get(i), array.get(i));
      }
    } else if (expected.isNull()) {
      assertEquals(Double.NaN, toml);
    } else if (expected.isIntegralNumber()) {
      assertEquals(expected.longValue(), toml);
    } else if (expected.isNumber()) {
      assertEquals(expected.doubleValue(), toml);
    } else {
      assertEquals(expected.isBoolean() ? expected.booleanValue() : expected.stringValue(), toml);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anotherReaderOfJsonReadsTheSame(@ForAll(supplier = RecordBodies.Bodies.class) Body body) {
    byte[] text = RecordFormat.JSON.write(RecordBodies.USER, RecordBodies.document(body), null);
    JsonNode json = JsonMapper.shared().readTree(text);
    assertEquals(RecordBodies.USER, json.get("user").stringValue());
    assertArrayEquals(body.bytes(), Body.of(json.get("document")).bytes());
    List<String> members = List.copyOf(json.propertyNames());
    assertEquals("document", members.get(members.size() - 1));
  }

  @Example
  void sixtyFourLevelsOfTablesArraysAndBoth() throws Exception {
    for (String json :
        List.of(
            "{\"a\":".repeat(63) + "{}" + "}".repeat(63),
            "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}",
            "{\"a\":" + "[{\"a\":".repeat(31) + "[1]" + "}]".repeat(31) + "}")) {
      assertComesBack(Body.parse(json));
    }
  }

  @Example
  void eightMebibytesInOneStringOrInManyMembers() throws Exception {
    assertComesBack(Body.parse("{\"a\":\"" + "\u00e9\\n".repeat(2_000_000) + "\"}"));
    StringBuilder many = new StringBuilder("{\"k\":0");
    for (int i = 0; many.length() < Body.DEFAULT_MAX_BYTES - 100; i++) {
      many.append(",\"key").append(i).append("\":[").append(i).append(".5,null,\"text\"]");
    }
    assertComesBack(Body.parse(many.append('}').toString()));
  }

  private static void assertComesBack(Body body) throws Exception {
    for (RecordFormat format : FORMATS) {
      byte[] text = format.write(RecordBodies.USER, RecordBodies.document(body), null);
      assertWritten(body, format.read(text));
    }
  }

  private static void assertWritten(Body body, RecordFile read) {
    assertEquals(RecordHead.of(RecordBodies.USER, RecordBodies.document(body)), read.head());
    assertEquals(body.toString(), read.body().toString());
    assertEquals(Origin.WRITTEN, read.origin());
  }

  @Example
  void timesOfAnyYear() throws Exception {
    for (String time :
        List.of(
            "1969-12-31T23:59:59.999999Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            "0000-01-01T00:00:00Z",
            "-0044-03-15T12:00:00.000001Z",
            "+10000-01-01T00:00:00Z",
            "+100000-02-29T00:00:00.1Z")) {
      StoredDocument document =
          new StoredDocument(
              new Address("c", "i"), 1, Instant.parse(time), Instant.parse(time), Body.parse("{}"));
      for (RecordFormat format : FORMATS) {
        byte[] text = format.write("u", document, null);
        assertEquals(Instant.parse(time), format.head(text).createdAt());
        assertEquals(document, format.read(text).document());
      }
      String toml = RecordBodies.text(RecordFormat.TOML.write("u", document, null));
      assertFalse(Toml.parse(toml, TomlVersion.V1_0_0).hasErrors(), toml);
    }
  }
}
