package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;

/** Single calls of an open store, ours and raw: {@code ./benchmarks/run jmh StoreCalls}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StoreCalls {

  /** The side. */
  @Param({"ours", "raw"})
  public String side = "";

  /** How many documents the store has. */
  @Param("20000")
  public int documents;

  private @Nullable Path directory;
  private @Nullable Arena arena;
  private Records records = Records.demo(1);
  private List<Sample> samples = List.of();
  private int next;

  /** Makes and loads the store. */
  @Setup(Level.Trial)
  public void load() {
    try {
      Path made = Files.createTempDirectory("pagurus-jmh");
      directory = made;
      records = Records.demo(documents);
      Arena loaded = new Arena(Engines.named(side), made.resolve("store"));
      new ImportCourse().run(loaded, records, documents, 0);
      loaded.side(true);
      arena = loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    samples = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      samples.add(records.get(Records.mix(i, 1) % documents));
    }
  }

  /** Deletes the store. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    if (arena == null || directory == null) {
      return;
    }
    arena.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Side open() {
    if (arena == null) {
      throw new IllegalStateException("not set up");
    }
    return arena.side(true);
  }

  private Sample sample() {
    next = (next + 1) % samples.size();
    return samples.get(next);
  }

  /** A get by id, parsed. */
  @Benchmark
  public JsonNode get() {
    return open().get(sample().id());
  }

  /** A put over a document, at relaxed. */
  @Benchmark
  public void putRelaxed() {
    open().put(sample());
  }

  /** The 50 documents of a ward, by an index, parsed. */
  @Benchmark
  public List<JsonNode> findWard() {
    return open().ward(sample().document().get("ward").stringValue());
  }

  /** The first 20 of a range in its order, by an index, parsed. */
  @Benchmark
  public List<JsonNode> range() {
    return open().fromPopulation(sample().document().get("population").longValue() / 2);
  }
}
