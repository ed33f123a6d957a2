package dev.pagurus.bench;

import java.util.OptionalDouble;

/** One thing that is measured, on every side in the same way. */
interface Course {

  /** What it is called in reports and after {@code --only}. */
  String name();

  /** What is done, durability included, for the reader of a report. */
  String what();

  /** What we aim for: the rate of ours in the rate of raw. */
  OptionalDouble goal();

  /** Whether a lap has as many units as one asks for, or does the same thing each time. */
  boolean scales();

  /**
   * Runs one lap.
   *
   * @param arena the side
   * @param records the documents
   * @param from a number that no lap before has used, nor any of the {@code units} that follow it;
   *     at least the number of records
   * @param units how many units, if the course scales
   */
  Lap run(Arena arena, Records records, long from, int units);
}
