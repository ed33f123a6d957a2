package dev.pagurus.tck;

import java.util.List;

/**
 * What the tests of one rule say about it.
 *
 * @param id the rule, such as {@code QUERY-3}
 * @param text the rule in one line
 * @param status what follows
 * @param tests the ids of its tests in this run
 * @param passed how many passed
 * @param failed how many failed
 * @param waived how many failed and are excused
 * @param notApplicable how many do not apply
 * @param unexercised how many could not ask
 */
public record RuleResult(
    String id,
    String text,
    Status status,
    List<String> tests,
    int passed,
    int failed,
    int waived,
    int notApplicable,
    int unexercised) {

  /** What the tests of a rule say. */
  public enum Status {
    /** At least one test ran, and all that ran passed. */
    KEPT,
    /** A test failed. */
    BROKEN,
    /** What failed is excused. */
    WAIVED,
    /** The rule is about disks, and the backend keeps nothing beyond its process. */
    NOT_APPLICABLE,
    /** No test asked. */
    UNEXERCISED
  }

  /** Copies. */
  public RuleResult {
    tests = List.copyOf(tests);
  }
}
