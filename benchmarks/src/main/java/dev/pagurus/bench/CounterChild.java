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
    Engine engine = Engines.named(args[0]);
    Records records = Records.from(args[2], Integer.parseInt(args[3]));
    List<String> names = List.of(args).subList(4, args.length);
    long from = records.count();
    try (Arena arena = new Arena(engine, Path.of(args[1]))) {
      new ImportCourse().run(arena, records, from, 0);
      for (Course course : courses(engine)) {
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

  private static List<Course> courses(Engine engine) {
    return Shell.FILE.engines().contains(engine) ? Courses.FILE : Courses.SQLITE;
  }

  /** Seen by strace as a system call and by a debugger as a call. */
  static void mark(String what, String course, long units) {
    if (new File(MARK + what + "/" + course + "/" + units).canRead()) {
      throw new IllegalStateException("there is a file " + MARK);
    }
  }
}
