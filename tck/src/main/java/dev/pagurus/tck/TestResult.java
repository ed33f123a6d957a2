package dev.pagurus.tck;

import java.util.List;
import java.util.Optional;

/**
 * What became of one test.
 *
 * @param id its group and name, such as {@code QUERY.sortsById}
 * @param rules the rules that it proves
 * @param outcome what became of it
 * @param detail what went wrong, or why it did not run; empty if it passed
 * @param notes what a reader of the report should know beside
 * @param operations how many calls it made to stores
 * @param documents how many documents it wrote or deleted
 * @param failure what it threw, if it failed
 */
public record TestResult(
    String id,
    List<String> rules,
    Outcome outcome,
    String detail,
    List<String> notes,
    long operations,
    long documents,
    Optional<Throwable> failure) {

  /** What can become of a test. */
  public enum Outcome {
    /** It ran and held. */
    PASSED,
    /** It ran and did not hold. */
    FAILED,
    /** It ran, did not hold, and a waiver excuses it. */
    WAIVED,
    /** It asks what this kind of backend does not claim. */
    NOT_APPLICABLE,
    /** It could not ask its question; its rules stay unproven by it. */
    UNEXERCISED
  }

  /** Copies. */
  public TestResult {
    rules = List.copyOf(rules);
    notes = List.copyOf(notes);
  }

  /**
   * The group.
   *
   * @return the part of the id before the dot
   */
  public String group() {
    return id.substring(0, id.indexOf('.'));
  }
}
