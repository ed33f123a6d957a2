package dev.pagurus.sqlite;

import java.nio.charset.StandardCharsets;

/**
 * A sum over index entries that does not depend on their order: two sets of entries with one sum
 * are the same but for a chance of 1 in 2^64. So an index is compared with the documents in
 * constant memory.
 */
final class EntrySum {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long sum;

  void addElement(long owner, byte[] key, String id, long num) {
    add(hash(key, owner), hash(id.getBytes(StandardCharsets.UTF_8), num));
  }

  void addWord(String term, long num, int column, long offset) {
    add(hash(term.getBytes(StandardCharsets.UTF_8), num), column * FNV_PRIME + offset);
  }

  private void add(long a, long b) {
    sum += mix(a * FNV_PRIME ^ mix(b));
  }

  private static long hash(byte[] bytes, long seed) {
    long hash = FNV_OFFSET ^ mix(seed);
    for (byte b : bytes) {
      hash = (hash ^ b) * FNV_PRIME;
    }
    return hash;
  }

  /** The finalizer of SplitMix64: every bit of the argument reaches every bit of the answer. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  boolean isSame(EntrySum other) {
    return sum == other.sum;
  }
}
