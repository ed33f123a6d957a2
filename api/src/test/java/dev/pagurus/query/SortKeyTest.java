package dev.pagurus.query;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Keys compare as QUERY-4 ranks values; their bytes are frozen. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class SortKeyTest {

  @Provide
  Arbitrary<@Nullable JsonNode> values() {
    return Samples.values();
  }

  @Provide
  Arbitrary<JsonNode> numbers() {
    return Samples.numbers();
  }

  @Provide
  Arbitrary<String> strings() {
    return Samples.strings();
  }

  @Property(tries = 5000)
  void keysCompareAsValuesDo(
      @ForAll("values") @Nullable JsonNode a, @ForAll("values") @Nullable JsonNode b) {
    assertEquals(
        Integer.signum(Values.compare(a, b)), compareKeys(SortKey.encode(a), SortKey.encode(b)));
  }

  @Property(tries = 10000)
  void keysOfNumbersCompareExactly(@ForAll("numbers") JsonNode a, @ForAll("numbers") JsonNode b) {
    assertEquals(
        Integer.signum(decimal(a).compareTo(decimal(b))),
        compareKeys(SortKey.encode(a), SortKey.encode(b)));
  }

  private static java.math.BigDecimal decimal(JsonNode number) {
    return number.isIntegralNumber()
        ? java.math.BigDecimal.valueOf(number.longValue())
        : new java.math.BigDecimal(number.doubleValue());
  }

  @Property(tries = 5000)
  void keysOfSeveralValuesCompareOneByOne(
      @ForAll("values") @Nullable JsonNode a1,
      @ForAll("values") @Nullable JsonNode a2,
      @ForAll("values") @Nullable JsonNode b1,
      @ForAll("values") @Nullable JsonNode b2) {
    int first = Values.compare(a1, b1);
    int expected = first != 0 ? first : Values.compare(a2, b2);
    byte[] a = SortKey.concat(SortKey.encode(a1), SortKey.encode(a2));
    byte[] b = SortKey.concat(SortKey.encode(b1), SortKey.encode(b2));
    assertEquals(Integer.signum(expected), compareKeys(a, b));
  }

  @Property
  void noKeyIsAProperPrefixOfAnother(
      @ForAll("values") @Nullable JsonNode a, @ForAll("values") @Nullable JsonNode b) {
    byte[] x = SortKey.encode(a);
    byte[] y = SortKey.encode(b);
    if (x.length < y.length) {
      assertFalse(Arrays.equals(x, 0, x.length, y, 0, x.length));
    }
  }

  @Property(tries = 3000)
  void exactKeysReadBack(@ForAll("values") @Nullable JsonNode a, @ForAll("numbers") JsonNode b) {
    List<@Nullable JsonNode> read =
        SortKey.decode(SortKey.concat(SortKey.encode(a), SortKey.encode(b)));
    assertEquals(2, read.size());
    assertEquals(0, Values.compare(a, read.get(0)));
    assertEquals(0, Values.compare(b, read.get(1)));
  }

  @Property
  void cutKeysKeepTheOrderAndTellThatTheyAreCut(
      @ForAll("strings") String a, @ForAll("strings") String b) {
    int most = 3;
    byte[] x = SortKey.encode(StringNode.valueOf(a), most);
    byte[] y = SortKey.encode(StringNode.valueOf(b), most);
    int byValue = Integer.signum(Values.compare(StringNode.valueOf(a), StringNode.valueOf(b)));
    int byKey = compareKeys(x, y);
    assertTrue(
        byKey == byValue || (byKey == 0 && !SortKey.isExact(x)), () -> byValue + " " + byKey);
    assertEquals(
        a.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= most, SortKey.isExact(x));
    assertTrue(x.length <= 2 * most + 2);
  }

  @Test
  void rankIsTheContracts() {
    List<@Nullable JsonNode> ascending = new ArrayList<>();
    ascending.add(null);
    ascending.add(NullNode.getInstance());
    ascending.add(BooleanNode.FALSE);
    ascending.add(BooleanNode.TRUE);
    ascending.add(DoubleNode.valueOf(-Double.MAX_VALUE));
    ascending.add(LongNode.valueOf(Long.MIN_VALUE));
    ascending.add(LongNode.valueOf(-1));
    ascending.add(DoubleNode.valueOf(-Double.MIN_VALUE));
    ascending.add(LongNode.valueOf(0));
    ascending.add(DoubleNode.valueOf(0.5));
    ascending.add(LongNode.valueOf((1L << 53) - 1));
    ascending.add(DoubleNode.valueOf(0x1p53));
    ascending.add(LongNode.valueOf((1L << 53) + 1));
    ascending.add(LongNode.valueOf((1L << 53) + 2));
    ascending.add(LongNode.valueOf(Long.MAX_VALUE));
    ascending.add(DoubleNode.valueOf(0x1p63));
    ascending.add(StringNode.valueOf(""));
    ascending.add(StringNode.valueOf("\u0001"));
    ascending.add(StringNode.valueOf("A"));
    ascending.add(StringNode.valueOf("a"));
    ascending.add(StringNode.valueOf("ab"));
    ascending.add(StringNode.valueOf("\uFF5E"));
    ascending.add(StringNode.valueOf("😀"));
    ascending.add(Samples.NODES.arrayNode());
    for (int i = 1; i < ascending.size(); i++) {
      byte[] before = SortKey.encode(ascending.get(i - 1));
      byte[] after = SortKey.encode(ascending.get(i));
      assertTrue(compareKeys(before, after) < 0, ascending.get(i - 1) + " < " + ascending.get(i));
    }
  }

  @Test
  void equalValuesHaveEqualKeys() {
    assertArrayEquals(SortKey.encode(LongNode.valueOf(1)), SortKey.encode(DoubleNode.valueOf(1.0)));
    assertArrayEquals(
        SortKey.encode(LongNode.valueOf(0)), SortKey.encode(DoubleNode.valueOf(-0.0)));
    assertArrayEquals(
        SortKey.encode(LongNode.valueOf(1L << 60)), SortKey.encode(DoubleNode.valueOf(0x1p60)));
    assertArrayEquals(
        SortKey.encode(Samples.NODES.arrayNode().add(1)),
        SortKey.encode(Samples.NODES.objectNode()));
  }

  /** Indexes on disk and cursors hold these bytes: a change here needs a new format version. */
  @Test
  void theFormatIsFrozen() {
    assertEquals("10", hex(null));
    assertEquals("20", hex(NullNode.getInstance()));
    assertEquals("30", hex(BooleanNode.FALSE));
    assertEquals("31", hex(BooleanNode.TRUE));
    assertEquals("408000000000000000", hex(LongNode.valueOf(0)));
    assertEquals("40bff0000000000000", hex(LongNode.valueOf(1)));
    assertEquals("40400fffffffffffff", hex(LongNode.valueOf(-1)));
    assertEquals("40bff8000000000000", hex(DoubleNode.valueOf(1.5)));
    assertEquals("40c3400000000000008000", hex(DoubleNode.valueOf(0x1p53)));
    assertEquals("40c3400000000000008001", hex(LongNode.valueOf((1L << 53) + 1)));
    assertEquals("40c3e00000000000007fff", hex(LongNode.valueOf(Long.MAX_VALUE)));
    assertEquals("403c1fffffffffffff8000", hex(LongNode.valueOf(Long.MIN_VALUE)));
    assertEquals("5000", hex(StringNode.valueOf("")));
    assertEquals("50c3a900", hex(StringNode.valueOf("é")));
    assertEquals("50610101010200", hex(StringNode.valueOf("a\u0000\u0001")));
    assertEquals("60", hex(Samples.NODES.objectNode()));
    assertEquals(
        "506162ff", HexFormat.of().formatHex(SortKey.encode(StringNode.valueOf("abc"), 2)));
  }

  private static String hex(@Nullable JsonNode value) {
    return HexFormat.of().formatHex(SortKey.encode(value));
  }

  @Test
  void whatIsNotAKeyIsRefused() {
    for (String bad :
        List.of(
            "00",
            "32",
            "61",
            "40",
            "40bff0",
            "40000fffffffffffff",
            "407fffffffffffffff",
            "40fff0000000000000",
            "40c340000000000000",
            "40c340000000000000ffff",
            "50",
            "5061",
            "506162ff",
            "500103",
            "50ff00",
            "50eda08000")) {
      byte[] key = HexFormat.of().parseHex(bad);
      assertThrows(IllegalArgumentException.class, () -> SortKey.decode(key), bad);
    }
  }

  @Test
  void afterIsTheNextBeyondAPrefix() {
    assertArrayEquals(new byte[] {0x51}, SortKey.after(new byte[] {0x50}));
    assertArrayEquals(
        new byte[] {0x51}, SortKey.after(new byte[] {0x50, (byte) 0xFF, (byte) 0xFF}));
    assertThrows(IllegalArgumentException.class, () -> SortKey.after(new byte[] {(byte) 0xFF}));
  }

  private static int compareKeys(byte[] a, byte[] b) {
    return Integer.signum(Arrays.compareUnsigned(a, b));
  }
}
