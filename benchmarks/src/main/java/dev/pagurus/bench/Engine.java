package dev.pagurus.bench;

import java.nio.file.Path;

/** One of the things that are measured beside each other. */
interface Engine {

  /** What command lines call it: one word. */
  String key();

  /** What the report calls it. */
  String name();

  /** What the report says of it. */
  String description();

  /** Whether it can be asked for what a course asks. */
  default boolean runs(Course course) {
    return true;
  }

  /**
   * Opens the store in a directory, or makes it with its indexes.
   *
   * @param directory there already
   * @param relaxed whether the newest commits may be lost when the power is
   */
  Side open(Path directory, boolean relaxed);
}
