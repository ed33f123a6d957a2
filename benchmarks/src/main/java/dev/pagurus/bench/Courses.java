package dev.pagurus.bench;

import static dev.pagurus.bench.Records.mix;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Everything that is measured, in the order in which it is: loads, reads, openings, writes. */
final class Courses {

  private static final Map<String, Double> READ_GOALS =
      Map.of(
          "get",
          0.8,
          "find-50",
          0.8,
          "range-20",
          0.8,
          "range-20-down",
          0.8,
          "text-20",
          0.8,
          "text-often",
          0.8,
          "scan",
          0.8,
          "scan-parse",
          0.8);

  static final List<Course> SQLITE =
      new Courses(
              Map.of(
                  "import",
                  0.75,
                  "put-1",
                  0.85,
                  "put-8",
                  2.5,
                  "put-32",
                  5.0,
                  "put-over",
                  0.85,
                  "put-1-relaxed",
                  0.85,
                  "put-find",
                  0.8),
              "SQLite's integrity check alone")
          .all();

  static final List<Course> FILE =
      new Courses(
              Map.of(
                  "import",
                  0.8,
                  "put-1",
                  1.0,
                  "put-8",
                  3.0,
                  "put-32",
                  3.0,
                  "put-over",
                  1.0,
                  "put-find",
                  20.0),
              "Lucene's checksums, and every file parsed")
          .all();

  /** What the peers are measured by: what at least some of them can do. */
  static final List<Course> PEERS =
      SQLITE.stream()
          .filter(
              course ->
                  List.of(
                          "import",
                          "get",
                          "find-50",
                          "text-20",
                          "scan",
                          "scan-parse",
                          "put-1",
                          "put-8")
                      .contains(course.name()))
          .toList();

  private final Map<String, Double> goals;
  private final String rawVerifies;

  /**
   * The courses of a shell.
   *
   * @param goals of those that do not only read
   * @param rawVerifies what the raw side does to find damage
   */
  private Courses(Map<String, Double> goals, String rawVerifies) {
    this.goals = goals;
    this.rawVerifies = rawVerifies;
  }

  private OptionalDouble goal(String name) {
    Double goal = goals.getOrDefault(name, READ_GOALS.get(name));
    return goal == null ? OptionalDouble.empty() : OptionalDouble.of(goal);
  }

  private List<Course> all() {
    List<Course> all = new ArrayList<>();
    all.add(new ImportCourse(goal("import")));
    all.addAll(reads());
    all.addAll(wholes());
    all.add(new OpenCourse(false));
    all.add(new OpenCourse(true));
    all.addAll(writes());
    return List.copyOf(all);
  }

  private List<Course> reads() {
    return List.of(
        read(
            "get",
            "get with parse",
            (records, i) -> records.id(any(records, i)),
            (side, id) -> Digest.of(side.get(id))),
        read(
            "find-50",
            "find 50 by a declared index, with parse",
            (records, i) -> records.ward(any(records, i)),
            (side, ward) -> Digest.of(side.ward(ward))),
        read(
            "range-20",
            "range ordered by an index, first 20, with parse",
            (records, i) -> mix(i, 21) % Records.MOST_PEOPLE,
            (side, population) -> Digest.of(side.fromPopulation(population))),
        read(
            "range-20-down",
            "range ordered downward by an index, first 20, with parse",
            (records, i) -> mix(i, 22) % Records.MOST_PEOPLE,
            (side, population) -> Digest.of(side.downFromPopulation(population))),
        read(
            "text-20",
            "a word of about 40 documents, the first 20 by id, with parse",
            (records, i) -> records.word(any(records, i)),
            (side, word) -> Digest.of(side.titled(word))),
        read(
            "text-often",
            "the most frequent word, the first 20 by id, with parse",
            (records, i) -> records.oftenWord(),
            (side, word) -> Digest.of(side.titled(word))),
        read("count", "count all", (records, i) -> i, (side, i) -> side.count()),
        read(
            "count-range",
            "count the tenth of the documents with most people, by an index",
            (records, i) -> Records.MOST_PEOPLE / 10 * 9,
            Side::countFromPopulation));
  }

  private static long any(Records records, long i) {
    return mix(i, 20) % records.count();
  }

  private <I> Course read(
      String name, String what, CallCourse.Input<I> input, CallCourse.Call<I> call) {
    return new CallCourse<>(name, what, goal(name), false, 1, input, call);
  }

  private List<Course> wholes() {
    return List.of(
        whole(
            "scan",
            "scan all in order, bodies as they are stored",
            (side, digest) -> side.scan(body -> {})),
        whole(
            "scan-parse",
            "scan all in order, with parse",
            (side, digest) -> side.scanTrees(digest::add)),
        whole(
            "export",
            "export (ours with revisions and times)",
            (side, digest) -> side.export(OutputStream.nullOutputStream())),
        whole("verify", "verify (raw: " + rawVerifies + ")", (side, digest) -> side.verify()));
  }

  private Course whole(String name, String what, WholeCourse.Work work) {
    return new WholeCourse(name, what, goal(name), work);
  }

  private List<Course> writes() {
    return List.of(
        put(1, false),
        put(8, false),
        put(32, false),
        put(1, true),
        put(8, true),
        put(32, true),
        new CallCourse<>(
            "put-over",
            "put over documents, 1 thread, at commit",
            goal("put-over"),
            false,
            1,
            (records, i) -> new Sample(records.id(any(records, i)), records.get(i).document()),
            (side, sample) -> {
              side.put(sample);
              return 0;
            }),
        new CallCourse<>(
            "put-find",
            "put a document, then find it by an index, at commit",
            goal("put-find"),
            false,
            1,
            Courses::alone,
            (side, sample) -> {
              side.put(sample);
              return Digest.of(side.ward(sample.document().path("ward").stringValue()));
            }));
  }

  /** A new document in a ward of its own. */
  private static Sample alone(Records records, long index) {
    Sample sample = records.get(index);
    sample.document().put("ward", "alone-" + index);
    return sample;
  }

  private Course put(int threads, boolean relaxed) {
    String name = "put-" + threads + (relaxed ? "-relaxed" : "");
    return new CallCourse<>(
        name,
        "put new documents, "
            + threads
            + (threads == 1 ? " thread, at " : " threads, at ")
            + (relaxed ? "relaxed" : "commit"),
        goal(name),
        relaxed,
        threads,
        Records::get,
        (side, sample) -> {
          side.put(sample);
          return 0;
        });
  }
}
