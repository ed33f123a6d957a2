package dev.pagurus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** All documents into an empty store with its indexes declared, in batches of 1,000. */
record ImportCourse(OptionalDouble goal) implements Course {

  private static final int BATCH = 1_000;

  ImportCourse() {
    this(OptionalDouble.empty());
  }

  @Override
  public String name() {
    return "import";
  }

  @Override
  public String what() {
    return "bulk import, 1,000 a commit, the same 5 indexes and text; at commit";
  }

  @Override
  public boolean scales() {
    return false;
  }

  @Override
  public Lap run(Arena arena, Records records, long from, int units) {
    Side side = arena.renew();
    long nanos = 0;
    for (int at = 0; at < records.count(); at += BATCH) {
      List<Sample> batch = new ArrayList<>(BATCH);
      for (int i = at; i < Math.min(records.count(), at + BATCH); i++) {
        batch.add(records.get(i)); // before the clock starts
      }
      long start = System.nanoTime();
      side.importBatch(batch);
      nanos += System.nanoTime() - start;
    }
    return new Lap(records.count(), nanos, side.count());
  }
}
