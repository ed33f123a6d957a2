package dev.pagurus.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Tuple;

/**
 * Random JSON as plain Java values, known to nothing under test: {@code Map}, {@code List}, {@code
 * String}, {@code Long}, {@code Double}, {@code Boolean}, and {@code Optional.empty()} for null.
 */
final class AnyJson {

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
          "\n",
          "\u0001",
          "\u001f",
          "\u007f",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\uffff",
          "\u00e9",
          "e\u0301",
          "\uff5e",
          "\ud83d\ude00",
          "\udbff\udfff",
          "null",
          "__proto__",
          "\u65e5\u672c");

  private AnyJson() {}

  /** Bodies for {@code @ForAll(supplier = ...)}. */
  static final class Bodies implements ArbitrarySupplier<Map<String, Object>> {
    @Override
    public Arbitrary<Map<String, Object>> get() {
      return object(3);
    }
  }

  /** Values of every kind. */
  static final class AnyValue implements ArbitrarySupplier<Object> {
    @Override
    public Arbitrary<Object> get() {
      return value(2);
    }
  }

  /** Long and Double values. */
  static final class AnyNumber implements ArbitrarySupplier<Object> {
    @Override
    public Arbitrary<Object> get() {
      return number();
    }
  }

  /** Finite doubles from the whole range of bit patterns. */
  static final class FiniteDouble implements ArbitrarySupplier<Double> {
    @Override
    public Arbitrary<Double> get() {
      return doubles();
    }
  }

  /** Valid Unicode without U+0000. */
  static final class Text implements ArbitrarySupplier<String> {
    @Override
    public Arbitrary<String> get() {
      return text();
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
        Arbitraries.of(ODD_STRINGS), random, Arbitraries.strings().alpha().ofMaxLength(3));
  }

  static Arbitrary<Object> number() {
    Arbitrary<Object> longs =
        Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-3, 3),
                Arbitraries.longs().between((1L << 53) - 3, (1L << 53) + 3),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1))
            .map(Object.class::cast);
    return Arbitraries.oneOf(longs, doubles().map(Object.class::cast));
  }

  static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
        Arbitraries.integers().between(-1074, 1023).map(e -> Math.scalb(1.0, e)),
        Arbitraries.longs().between(1, 1L << 52).map(Double::longBitsToDouble), // subnormals
        Arbitraries.integers().between(-1_000_000, 1_000_000).map(i -> i / 1000.0),
        Arbitraries.longs().between(-3, 3).map(i -> (double) i),
        Arbitraries.of(0x1p53, 0x1p53 - 1, 0x1p63, -0x1p63, 1e22, 0x1p-44, 0.1, 1 / 3.0, 1e-7),
        Arbitraries.of(
            Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL, -0.0));
  }

  static Arbitrary<Object> value(int depth) {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            number(),
            text().map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast),
            Arbitraries.just(Optional.empty()).map(Object.class::cast));
    if (depth == 0) {
      return leaf;
    }
    return Arbitraries.frequencyOf(
        Tuple.of(4, leaf),
        Tuple.of(1, object(depth - 1).map(Object.class::cast)),
        Tuple.of(1, value(depth - 1).list().ofMaxSize(4).map(Object.class::cast)));
  }

  static Arbitrary<Map<String, Object>> object(int depth) {
    return Arbitraries.maps(text(), value(depth)).ofMaxSize(5).map(LinkedHashMap::new);
  }
}
