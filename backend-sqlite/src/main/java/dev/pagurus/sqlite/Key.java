package dev.pagurus.sqlite;

import dev.pagurus.query.SortKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A value as key columns hold it ({@link SortKey}). */
final class Key implements Comparable<Key> {

  private final byte[] bytes;

  Key(byte[] bytes) {
    this.bytes = bytes;
  }

  static Key of(@Nullable JsonNode value) {
    return new Key(SortKey.encode(value));
  }

  /** The first key after all that begin with this one. */
  Key next() {
    return new Key(SortKey.after(bytes));
  }

  /** Not a copy; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** As SQLite compares BLOBs. */
  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
