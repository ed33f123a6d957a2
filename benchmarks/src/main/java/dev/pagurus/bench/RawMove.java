package dev.pagurus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A move by hand: one thread reads and parses, which indexes need, another writes batches of up to
 * 1,000 documents, and a queue of eight batches is between them. Nothing is compared, counted or
 * kept for a next time.
 */
final class RawMove {

  private static final int BATCH = 1_000;
  private static final int QUEUE = 8;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** Documents of one user; without any, the end. */
  private record Batch(String user, List<Sample> samples, List<byte[]> bodies) {}

  /** What is done with a batch. */
  private interface Sink {
    void take(Batch batch);
  }

  private RawMove() {}

  /** Reads all, parses it, and lets go of it; answers how many documents. */
  static long read(RawEnd source) {
    return read(source, batch -> {});
  }

  /**
   * Writes all of a store into another, and answers how many nanoseconds the writing took, without
   * the reading.
   */
  static long write(RawEnd source, RawEnd target) {
    long[] nanos = {0};
    read(
        source,
        batch -> {
          long start = System.nanoTime();
          target.write(batch.user, batch.samples, batch.bodies);
          nanos[0] += System.nanoTime() - start;
        });
    return nanos[0];
  }

  /** Reads and writes at the same time; answers how many documents. */
  static long overlapped(RawEnd source, RawEnd target) {
    BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(QUEUE);
    CompletableFuture<Long> reading =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return read(source, batch -> put(queue, batch));
              } finally {
                put(queue, new Batch("", List.of(), List.of()));
              }
            });
    try {
      for (Batch batch = queue.take(); !batch.samples.isEmpty(); batch = queue.take()) {
        target.write(batch.user, batch.samples, batch.bodies);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return reading.join();
  }

  private static void put(BlockingQueue<Batch> queue, Batch batch) {
    try {
      if (!queue.offer(batch, 10, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody writes");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long read(RawEnd source, Sink sink) {
    Gathering gathering = new Gathering(sink);
    long count = source.read(gathering::add);
    gathering.flush();
    return count;
  }

  /** Makes batches. */
  private static final class Gathering {

    private final Sink sink;
    private String user = "";
    private List<Sample> samples = new ArrayList<>();
    private List<byte[]> bodies = new ArrayList<>();

    Gathering(Sink sink) {
      this.sink = sink;
    }

    void add(String owner, String id, byte[] body) {
      if (samples.size() == BATCH || !owner.equals(user)) {
        flush();
        user = owner;
      }
      samples.add(new Sample(id, (ObjectNode) MAPPER.readTree(body)));
      bodies.add(body);
    }

    void flush() {
      if (!samples.isEmpty()) {
        sink.take(new Batch(user, samples, bodies));
        samples = new ArrayList<>();
        bodies = new ArrayList<>();
      }
    }
  }
}
