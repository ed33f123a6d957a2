package dev.pagurus.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * A process whose calls are counted from outside: it runs each course once for warmth and once
 * between two marks, which who watches can see.
 */
final class CounterChild {

  /** The beginning of the names of files that are looked for and never there. */
  static final String MARK = "/pagurus-mark/";

  private static final int UNITS = 400;

  private CounterChild() {}

  /** Arguments: engine, directory, source and number of the records, courses. */
  public static void main(String[] args) {
    Records records = Records.from(args[2], Integer.parseInt(args[3]));
    List<String> names = List.of(args).subList(4, args.length);
    long from = records.count();
    try (Arena arena = new Arena(Engines.named(args[0]), Path.of(args[1]))) {
      new ImportCourse().run(arena, records, from, 0);
      for (Course course : Courses.ALL) {
        if (names.contains(course.name())) {
          course.run(arena, records, from, UNITS);
          mark("begin", course.name(), 0);
          Lap lap = course.run(arena, records, from + UNITS, UNITS);
          mark("end", course.name(), lap.units());
          from += 2 * UNITS;
        }
      }
    }
  }

  /** Seen by strace as a system call and by a debugger as a call. */
  static void mark(String what, String course, long units) {
    if (new File(MARK + what + "/" + course + "/" + units).canRead()) {
      throw new IllegalStateException("there is a file " + MARK);
    }
  }
}
