package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Round trips, canonical bytes and merge patches over random bodies (DOC). Combining the edge cases
 * of nested values costs minutes; {@link AnyJson} has the ones that matter among its random ones.
 */
class RandomBodiesTest {

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anyTextOfABodyGivesItsValuesToTheLastBit(
      @ForAll(supplier = AnyJson.Bodies.class) Map<String, Object> plain, @ForAll Random random) {
    Body body = Body.parse(PlainJson.write(plain, random));
    assertEquals(PlainJson.withoutNegativeZeros(plain), PlainJson.of(body.root()));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void canonicalBytesGiveTheSameBodyAndTheSameBytesAgain(
      @ForAll(supplier = AnyJson.Bodies.class) Map<String, Object> plain, @ForAll Random random) {
    Body body = Body.parse(PlainJson.write(plain, random));
    Body again = Body.parse(body.bytes());
    assertArrayEquals(body.bytes(), again.bytes());
    assertEquals(body, again);
    assertEquals(PlainJson.of(body.root()), PlainJson.of(Body.stored(body.bytes()).root()));
    assertArrayEquals(body.bytes(), Body.of(body.toTree()).bytes());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theOrderOfMembersInTheTextDoesNotMatter(
      @ForAll(supplier = AnyJson.Bodies.class) Map<String, Object> plain, @ForAll Random random) {
    Body one = Body.parse(PlainJson.write(plain, random));
    Body other = Body.parse(PlainJson.write(shuffled(plain, random), random));
    assertArrayEquals(one.bytes(), other.bytes());
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
  }

  private static Map<String, Object> shuffled(Map<String, Object> plain, Random random) {
    List<String> keys = new ArrayList<>(plain.keySet());
    Collections.shuffle(keys, random);
    Map<String, Object> shuffled = new LinkedHashMap<>();
    keys.forEach(key -> shuffled.put(key, plain.get(key)));
    return shuffled;
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void keysAreSortedByTheirUtf8Bytes(
      @ForAll(supplier = AnyJson.Bodies.class) Map<String, Object> plain, @ForAll Random random) {
    List<byte[]> keys = new ArrayList<>();
    for (String key : Body.parse(PlainJson.write(plain, random)).root().propertyNames()) {
      keys.add(key.getBytes(StandardCharsets.UTF_8));
    }
    List<byte[]> sorted = new ArrayList<>(keys);
    sorted.sort(Arrays::compareUnsigned);
    assertEquals(sorted, keys);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aDamagedBodyIsRefusedOrReadAndNothingElse(
      @ForAll(supplier = AnyJson.Bodies.class) Map<String, Object> plain, @ForAll Random random) {
    byte[] bytes = Body.parse(PlainJson.write(plain, random)).bytes().clone();
    for (int i = 0; i < 20; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        Body.parse(bytes);
      } catch (InvalidDocumentException e) {
        assertTrue(e.reason().length() > 5, e.reason());
      }
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anyPatchDoesWhatThePseudocodeOfTheRfcDoes(
      @ForAll(supplier = AnyJson.Bodies.class) Map<String, Object> target,
      @ForAll(supplier = AnyJson.Bodies.class) Map<String, Object> patch,
      @ForAll Random random) {
    Map<String, Object> overlapping = new LinkedHashMap<>(patch);
    target.forEach(
        (key, value) -> {
          if (random.nextBoolean()) {
            overlapping.put(key, random.nextBoolean() ? Optional.empty() : patch);
          }
        });
    Body before = Body.parse(PlainJson.write(target, random));
    Body change = Body.parse(PlainJson.write(overlapping, random));
    Body patched = MergePatch.apply(before, change);
    assertEquals(
        PlainJson.withoutNegativeZeros(merge(target, overlapping)), PlainJson.of(patched.root()));
    assertEquals(Body.parse(PlainJson.write(target, random)), before);
    assertEquals(patched, MergePatch.apply(patched, change));
  }

  private static Object merge(Object target, Object patch) {
    if (!(patch instanceof Map<?, ?> members)) {
      return patch;
    }
    Map<Object, Object> merged = new LinkedHashMap<>();
    if (target instanceof Map<?, ?> there) {
      merged.putAll(there);
    }
    members.forEach(
        (key, value) -> {
          if (value instanceof Optional) {
            merged.remove(key);
          } else {
            merged.put(key, merge(merged.getOrDefault(key, Optional.empty()), value));
          }
        });
    return merged;
  }
}
