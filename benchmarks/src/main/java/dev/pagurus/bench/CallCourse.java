package dev.pagurus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Single calls by one thread or more; what they are called with is made before the clock starts.
 *
 * @param <I> what a call is called with
 */
record CallCourse<I>(
    String name,
    String what,
    OptionalDouble goal,
    boolean relaxed,
    int threads,
    Input<I> input,
    Call<I> call)
    implements Course {

  /** Makes what a call is called with. */
  interface Input<I> {
    I make(Records records, long index);
  }

  /** A call; answers a digest of its answer. */
  interface Call<I> {
    long call(Side side, I input);
  }

  @Override
  public boolean scales() {
    return true;
  }

  @Override
  public Lap run(Arena arena, Records records, long from, int units) {
    List<I> inputs = new ArrayList<>(units);
    for (int i = 0; i < units; i++) {
      inputs.add(input.make(records, from + i));
    }
    Side side = arena.side(relaxed);
    return threads == 1 ? alone(side, inputs) : together(side, inputs);
  }

  private Lap alone(Side side, List<I> inputs) {
    long start = System.nanoTime();
    long digest = 0;
    for (I one : inputs) {
      digest += call.call(side, one);
    }
    return new Lap(inputs.size(), System.nanoTime() - start, digest);
  }

  private Lap together(Side side, List<I> inputs) {
    AtomicInteger next = new AtomicInteger();
    Callable<Long> worker =
        () -> {
          long digest = 0;
          for (int i = next.getAndIncrement(); i < inputs.size(); i = next.getAndIncrement()) {
            digest += call.call(side, inputs.get(i));
          }
          return digest;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      long digest = 0;
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(worker));
      }
      for (Future<Long> one : all) {
        digest += one.get();
      }
      return new Lap(inputs.size(), System.nanoTime() - start, digest);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }
}
