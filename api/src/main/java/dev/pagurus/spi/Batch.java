package dev.pagurus.spi;

import dev.pagurus.document.Address;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Writes to one user that happen together or not at all (BATCH-1).
 *
 * @param writes up to {@value #MAX_WRITES}, of up to {@value #MAX_BYTES} bytes of bodies together,
 *     each address at most once; empty only asks whether {@code expected} holds
 * @param expected the user's revision that the batch demands, if it demands one (REV-3)
 */
public record Batch(List<Write> writes, OptionalLong expected) {

  /** The most writes in a batch. */
  public static final int MAX_WRITES = 1_000;

  /** The most bytes of canonical bodies in a batch: 64 MiB. */
  public static final long MAX_BYTES = 64L << 20;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if BATCH-1 does not allow the batch
   */
  public Batch {
    writes = List.copyOf(writes);
    if (writes.size() > MAX_WRITES) {
      throw new IllegalArgumentException(
          "a batch holds at most "
              + MAX_WRITES
              + " writes, and this has "
              + writes.size()
              + ": send several");
    }
    if (writes.size() > 1) {
      requireDistinct(writes);
    }
    if (expected.isPresent() && expected.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "no user has the revision " + expected.getAsLong() + ": the first is 0");
    }
  }

  /**
   * A batch that demands no revision of its user.
   *
   * @param writes the writes
   * @return the batch
   */
  public static Batch of(Write... writes) {
    return new Batch(List.of(writes), OptionalLong.empty());
  }

  private static void requireDistinct(List<Write> writes) {
    Set<Address> seen = new HashSet<>();
    long bytes = 0;
    for (Write write : writes) {
      if (!seen.add(write.address())) {
        throw new IllegalArgumentException(
            "the address " + write.address() + " stands twice in one batch");
      }
      bytes += write instanceof Write.Put put ? put.body().size() : 0;
    }
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a batch holds at most "
              + MAX_BYTES
              + " bytes of bodies, and this has "
              + bytes
              + ": send several");
    }
  }
}
