package dev.pagurus.bench;

import static dev.pagurus.bench.Records.mix;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Everything that is measured, in the order in which it is: loads, reads, openings, writes. */
final class Courses {

  static final List<Course> ALL = all();

  private Courses() {}

  private static List<Course> all() {
    List<Course> all = new ArrayList<>();
    all.add(new ImportCourse());
    all.addAll(reads());
    all.addAll(wholes());
    all.add(new OpenCourse(false));
    all.add(new OpenCourse(true));
    all.addAll(writes());
    return List.copyOf(all);
  }

  private static List<Course> reads() {
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
            "text-20",
            "a word of about 40 documents, the first 20 by id, with parse",
            (records, i) -> records.word(any(records, i)),
            (side, word) -> Digest.of(side.titled(word))),
        new CallCourse<Long>(
            "count",
            "count all",
            OptionalDouble.empty(),
            false,
            1,
            (records, i) -> i,
            (side, i) -> side.count()),
        new CallCourse<Long>(
            "count-range",
            "count the tenth of the documents with most people, by an index",
            OptionalDouble.empty(),
            false,
            1,
            (records, i) -> Records.MOST_PEOPLE / 10 * 9,
            Side::countFromPopulation));
  }

  private static long any(Records records, long i) {
    return mix(i, 20) % records.count();
  }

  private static <I> Course read(
      String name, String what, CallCourse.Input<I> input, CallCourse.Call<I> call) {
    return new CallCourse<>(name, what, OptionalDouble.of(0.8), false, 1, input, call);
  }

  private static List<Course> wholes() {
    return List.of(
        new WholeCourse(
            "scan",
            "scan all in order, bodies as they are stored",
            OptionalDouble.of(0.8),
            (side, digest) -> side.scan(body -> {})),
        new WholeCourse(
            "scan-parse",
            "scan all in order, with parse",
            OptionalDouble.of(0.8),
            (side, digest) -> side.scanTrees(digest::add)),
        new WholeCourse(
            "export",
            "export (ours with revisions and times)",
            OptionalDouble.empty(),
            (side, digest) -> side.export(OutputStream.nullOutputStream())),
        new WholeCourse(
            "verify",
            "verify (raw: SQLite's integrity check alone)",
            OptionalDouble.empty(),
            (side, digest) -> side.verify()));
  }

  private static List<Course> writes() {
    return List.of(
        put("put-1", "put new documents, 1 thread, at commit", 0.85, false, 1),
        put("put-8", "put new documents, 8 threads, at commit", 2.5, false, 8),
        put("put-32", "put new documents, 32 threads, at commit", 5, false, 32),
        put("put-1-relaxed", "put new documents, 1 thread, at relaxed", 0.85, true, 1),
        new CallCourse<>(
            "put-over",
            "put over documents, 1 thread, at commit",
            OptionalDouble.of(0.85),
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
            OptionalDouble.of(0.8),
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

  private static Course put(String name, String what, double goal, boolean relaxed, int threads) {
    return new CallCourse<>(
        name,
        what,
        OptionalDouble.of(goal),
        relaxed,
        threads,
        Records::get,
        (side, sample) -> {
          side.put(sample);
          return 0;
        });
  }
}
