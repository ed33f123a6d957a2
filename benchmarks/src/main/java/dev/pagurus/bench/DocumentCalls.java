package dev.pagurus.bench;

import dev.pagurus.document.Body;
import dev.pagurus.query.Cursor;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import dev.pagurus.query.SortKey;
import dev.pagurus.query.TextAnalyser;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the shared layer does with a document of 750 bytes: {@code ./benchmarks/run jmh
 * DocumentCalls}. Jackson's own reading and writing stand beside it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DocumentCalls {

  private final ObjectNode tree = Records.demo(1_000).get(7).document();
  private final Body body = Body.of(tree);
  private final byte[] json = JsonMapper.shared().writeValueAsBytes(tree);
  private final Query query =
      Query.parse(
          "population > 1000 and (kind in (\"city\", \"town\") or elevation < 5000)"
              + " and not title startsWith \"Zz\" order by population desc");
  private final Evaluator evaluator = Evaluator.of(query.filter());
  private final JsonNode title = tree.get("title");
  private final JsonNode population = tree.get("population");
  private final Cursor cursor = Cursor.withinUser(Records.USER, Records.COLLECTION, query);
  private final Position position = new Position(List.of(population), null, "no-00001-0");
  private final String written = cursor.write(position);

  /** Reads and checks what came in as bytes. */
  @Benchmark
  public Body parseBody() {
    return Body.parse(json);
  }

  /** Checks what came in as a tree and writes it canonically. */
  @Benchmark
  public Body bodyOfTree() {
    return Body.of(tree);
  }

  /** Reads a stored body, as every get does. */
  @Benchmark
  public ObjectNode readStoredBody() {
    return Body.stored(body.bytes()).toTree();
  }

  /** Jackson alone, for comparison. */
  @Benchmark
  public JsonNode jacksonReads() {
    return JsonMapper.shared().readTree(json);
  }

  /** Jackson alone, for comparison. */
  @Benchmark
  public byte[] jacksonWrites() {
    return JsonMapper.shared().writeValueAsBytes(tree);
  }

  /** Judges a document by a filter of four tests. */
  @Benchmark
  public boolean evaluateFilter() {
    return evaluator.test(tree);
  }

  /** The key of a string. */
  @Benchmark
  public byte[] sortKeyOfString() {
    return SortKey.encode(title);
  }

  /** The key of a number. */
  @Benchmark
  public byte[] sortKeyOfNumber() {
    return SortKey.encode(population);
  }

  /** The words of a title. */
  @Benchmark
  public List<TextAnalyser.Token> analyseTitle() {
    return TextAnalyser.analyse(title.stringValue());
  }

  /** Writes a cursor. */
  @Benchmark
  public String encodeCursor() {
    return cursor.write(position);
  }

  /** Reads a cursor. */
  @Benchmark
  public Position decodeCursor() {
    return cursor.read(written);
  }

  /** Reads a query of four tests and an order. */
  @Benchmark
  public Query parseQuery() {
    return Query.parse("population > 1000 and kind = \"city\" order by population desc limit 20");
  }
}
