package dev.pagurus.bench;

import java.io.IOException;
import java.util.OptionalDouble;

/** One thing done to the whole store; the units are its documents. */
record WholeCourse(String name, String what, OptionalDouble goal, Work work) implements Course {

  /** What is done; adds to the digest of its answers. */
  interface Work {
    long run(Side side, Digest digest) throws IOException;
  }

  @Override
  public boolean scales() {
    return false;
  }

  @Override
  public Lap run(Arena arena, Records records, long from, int units) {
    Side side = arena.side(false);
    Digest digest = new Digest();
    long start = System.nanoTime();
    try {
      long documents = work.run(side, digest);
      long nanos = System.nanoTime() - start;
      return new Lap(documents, nanos, digest.value() + documents);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
