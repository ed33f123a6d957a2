package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of all kinds, and records of them. */
final class RecordBodies {

  static final String USER = "al \"ice\" \\ \ud83d\ude00";
  static final Instant CREATED = Instant.parse("2026-11-21T04:24:22.123456Z");
  static final Instant UPDATED = Instant.parse("2026-11-22T00:00:00Z");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<String> ODD_STRINGS =
      List.of(
          "",
          ".",
          "a.b",
          "$",
          "$set",
          "/",
          "~",
          "~1",
          "a/b~c",
          "\"",
          "\\",
          "`",
          "'",
          "''",
          "'''",
          "\"\"\"",
          "\"\"\"\"",
          "a\n",
          "\n",
          "\n\n",
          "\r",
          "\r\n",
          "a\rb\n",
          "\n\"\"\"\"\"",
          "\n'''",
          "x\\",
          "x\\\n",
          "a \n b",
          "  \n",
          "\t\n\t",
          "\u0001",
          "\u001f\n",
          "\u007f",
          "\u0085",
          "\u2028\n\u2029",
          "\ufeff",
          "\uffff",
          "\u00e9",
          "e\u0301",
          "\ud83d\ude00",
          "\udbff\udfff",
          "null",
          "nan",
          "true",
          "1",
          "1979-05-27",
          "#",
          "# x",
          "a # b",
          "key = 1",
          "[document]",
          "[[document]]\n[x]",
          "\u65e5\u672c",
          "document",
          "nulls");

  private RecordBodies() {}

  /** Bodies for {@code @ForAll(supplier = ...)}. */
  static final class Bodies implements ArbitrarySupplier<Body> {
    @Override
    public Arbitrary<Body> get() {
      return object(3).map(Body::of);
    }
  }

  static Arbitrary<String> text() {
    Arbitrary<String> random =
        Arbitraries.oneOf(
                Arbitraries.integers().between(1, 0x7F),
                Arbitraries.integers().between(1, 0xD7FF),
                Arbitraries.integers().between(0xE000, 0x10FFFF))
            .list()
            .ofMaxSize(6)
            .map(
                points ->
                    points.stream()
                        .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                        .toString());
    return Arbitraries.oneOf(
        Arbitraries.of(ODD_STRINGS),
        random,
        Arbitraries.strings().alpha().ofMaxLength(3),
        Arbitraries.strings().withChars("\"'\\\n #=[]{}ab\t").ofMaxLength(12));
  }

  private static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
        Arbitraries.integers().between(-1074, 1023).map(e -> Math.scalb(1.0, e)),
        Arbitraries.longs().between(1, 1L << 52).map(Double::longBitsToDouble),
        Arbitraries.integers().between(-1_000_000, 1_000_000).map(i -> i / 1000.0),
        Arbitraries.longs().between(-100_000_000, 100_000_000).map(i -> (double) i),
        Arbitraries.of(
            0x1p53,
            0x1p63,
            -0x1p63,
            1e22,
            Double.parseDouble("2e23"),
            0x1p-44,
            0.1,
            1 / 3.0,
            1e-7,
            Double.parseDouble("1e23")),
        Arbitraries.of(Double.MIN_VALUE, Double.MAX_VALUE, Double.MIN_NORMAL, -0.0, 12345678.0));
  }

  private static Arbitrary<JsonNode> value(int depth) {
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            Arbitraries.longs().map(NODES::numberNode),
            Arbitraries.longs().between((1L << 53) - 3, (1L << 53) + 3).map(NODES::numberNode),
            Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, 1L).map(NODES::numberNode),
            doubles().map(NODES::numberNode),
            text().map(NODES::stringNode),
            Arbitraries.of(true, false).map(NODES::booleanNode),
            Arbitraries.just(NODES.nullNode()));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<JsonNode> arrays =
        value(depth - 1)
            .list()
            .ofMaxSize(4)
            .map(
                elements -> {
                  ArrayNode array = NODES.arrayNode();
                  elements.forEach(array::add);
                  return array;
                });
    Arbitrary<JsonNode> arraysOfObjects =
        object(depth - 1)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(
                elements -> {
                  ArrayNode array = NODES.arrayNode();
                  elements.forEach(array::add);
                  return array;
                });
    return Arbitraries.frequencyOf(
        Tuple.of(4, leaf),
        Tuple.of(2, object(depth - 1).map(node -> node)),
        Tuple.of(1, arrays),
        Tuple.of(1, arraysOfObjects));
  }

  private static Arbitrary<ObjectNode> object(int depth) {
    return Arbitraries.maps(text(), value(depth))
        .ofMaxSize(5)
        .map(
            members -> {
              ObjectNode object = NODES.objectNode();
              members.forEach(object::set);
              return object;
            });
  }

  static StoredDocument document(Body body) {
    return document(body, 12);
  }

  static StoredDocument document(Body body, long revision) {
    return new StoredDocument(
        new Address("places", "x\"1\\ #\u00e9"), revision, CREATED, UPDATED, body);
  }

  static byte[] write(RecordFormat format, String json) {
    return format.write(USER, document(Body.parse(json)), null);
  }

  /** The text of a TOML record with something replaced by a person, once. */
  static byte[] edit(byte[] record, String what, String by) {
    String text = text(record);
    int at = text.indexOf(what);
    if (at < 0) {
      throw new AssertionError("no " + what + " in\n" + text);
    }
    return bytes(text.substring(0, at) + by + text.substring(at + what.length()));
  }

  static String text(byte[] record) {
    return new String(record, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
