package dev.pagurus.bench;

import java.util.OptionalDouble;

/**
 * Opening a store until it has answered one get.
 *
 * @param killed whether the process that held it before was killed while it wrote; else the store
 *     was closed
 */
record OpenCourse(boolean killed) implements Course {

  /** What the process wrote before it was killed. */
  private static final int WRITTEN = 200;

  @Override
  public String name() {
    return killed ? "open-killed" : "open-closed";
  }

  @Override
  public String what() {
    return killed ? "open after kill -9, then one get" : "open after close, then one get";
  }

  @Override
  public OptionalDouble goal() {
    return OptionalDouble.empty();
  }

  @Override
  public boolean scales() {
    return false;
  }

  @Override
  public Lap run(Arena arena, Records records, long from, int units) {
    arena.side(false);
    arena.close();
    if (killed) {
      Victim.killWhileWriting(arena, records, from, WRITTEN);
    }
    String id = killed ? records.id(from + WRITTEN - 1) : records.id(from % records.count());
    long start = System.nanoTime();
    long digest = Digest.of(arena.side(false).get(id));
    return new Lap(1, System.nanoTime() - start, digest);
  }
}
