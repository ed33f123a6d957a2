package dev.pagurus.bench;

import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.util.Version;

/** A shell that is measured, and what it is measured by. */
enum Shell {
  /** One SQLite file beside sqlite-jdbc by hand. */
  SQLITE,

  /** One file per document and an index, beside files and Lucene by hand. */
  FILE;

  /** The engines; the first is ours, the second what it is measured by. */
  List<Engine> engines() {
    return this == SQLITE ? Engines.SQLITE : Engines.FILE;
  }

  List<Course> courses() {
    return this == SQLITE ? Courses.SQLITE : Courses.FILE;
  }

  /** A store in a directory. */
  String locator(Path directory, String name) {
    return this == SQLITE
        ? "sqlite:" + directory.resolve(name + ".db")
        : "file:" + directory.resolve(name);
  }

  /** What both sides are built on. */
  String version() {
    return this == SQLITE ? "SQLite " + RawSide.version() : "Lucene " + Version.LATEST;
  }
}
