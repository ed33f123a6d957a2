package dev.pagurus.migrator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What many digests of 256 bits add up to, modulo 2^256: so their order does not matter, and parts
 * can be added up later. Whoever wants two different sets with one sum has to solve a problem that
 * is believed to need some 2^85 steps and as many documents (Wagner, "A Generalized Birthday
 * Problem", 2002); faults of disks and programs do not.
 *
 * <p>For one thread.
 */
final class Sum {

  private static final int WORDS = 4;

  private final long[] words = new long[WORDS];

  static Sum ofHex(String hex) {
    Sum sum = new Sum();
    ByteBuffer.wrap(HexFormat.of().parseHex(hex)).asLongBuffer().get(sum.words);
    return sum;
  }

  void add(byte[] digest) {
    long[] other = new long[WORDS];
    ByteBuffer.wrap(digest).asLongBuffer().get(other);
    add(other);
  }

  void add(Sum other) {
    add(other.words);
  }

  private void add(long[] other) {
    long carry = 0;
    for (int i = WORDS - 1; i >= 0; i--) {
      long sum = words[i] + other[i];
      long next = Long.compareUnsigned(sum, other[i]) < 0 ? 1 : 0;
      long with = sum + carry;
      next |= Long.compareUnsigned(with, sum) < 0 ? 1 : 0;
      words[i] = with;
      carry = next;
    }
  }

  boolean isSameAs(Sum other) {
    return Arrays.equals(words, other.words);
  }

  String hex() {
    ByteBuffer bytes = ByteBuffer.allocate(WORDS * Long.BYTES);
    bytes.asLongBuffer().put(words);
    return HexFormat.of().formatHex(bytes.array());
  }
}
