package dev.pagurus.tck;

import java.time.LocalDate;

/**
 * Excuses a rule, or one test, for a time. A waiver without a reason, of something that is not in
 * the kit, past its end, or of what has come to pass fails the run.
 *
 * @param of a rule's id such as {@code QUERY-3}, or a test's such as {@code QUERY.sortsById}
 * @param reason why it does not hold yet
 * @param until the last day on which it is excused
 */
public record Waiver(String of, String reason, LocalDate until) {

  @Override
  public String toString() {
    return of + " until " + until + ": " + reason;
  }
}
