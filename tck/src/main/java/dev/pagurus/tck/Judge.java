package dev.pagurus.tck;

import dev.pagurus.tck.TestResult.Outcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws the conclusions of a run: rule by rule, then what fails it beside failed tests. */
final class Judge {

  private final Manifest manifest;
  private final List<TestCase> tests;
  private final List<Waiver> waivers;
  private final LocalDate today;

  Judge(Manifest manifest, List<TestCase> tests, List<Waiver> waivers, LocalDate today) {
    this.manifest = manifest;
    this.tests = tests;
    this.waivers = waivers;
    this.today = today;
  }

  /** Whether a waiver excuses a test that failed. */
  boolean excuses(TestCase test) {
    return waivers.stream()
        .anyMatch(waiver -> isValid(waiver) && covers(waiver, test.id(), test.rules()));
  }

  private boolean isValid(Waiver waiver) {
    return !waiver.reason().isBlank() && !today.isAfter(waiver.until());
  }

  private static boolean covers(Waiver waiver, String test, List<String> rules) {
    return waiver.of().equals(test) || rules.contains(waiver.of());
  }

  List<RuleResult> rules(List<TestResult> results) {
    return manifest.entries().stream().map(entry -> rule(entry, results)).toList();
  }

  private static RuleResult rule(Manifest.Entry entry, List<TestResult> results) {
    List<TestResult> own =
        results.stream().filter(result -> result.rules().contains(entry.id())).toList();
    int passed = count(own, Outcome.PASSED);
    int failed = count(own, Outcome.FAILED);
    int waived = count(own, Outcome.WAIVED);
    int notApplicable = count(own, Outcome.NOT_APPLICABLE);
    RuleResult.Status status = RuleResult.Status.UNEXERCISED;
    if (failed > 0) {
      status = RuleResult.Status.BROKEN;
    } else if (waived > 0) {
      status = RuleResult.Status.WAIVED;
    } else if (passed > 0) {
      status = RuleResult.Status.KEPT;
    } else if (notApplicable > 0 && entry.disk()) {
      status = RuleResult.Status.NOT_APPLICABLE;
    }
    return new RuleResult(
        entry.id(),
        entry.text(),
        status,
        own.stream().map(TestResult::id).toList(),
        passed,
        failed,
        waived,
        notApplicable,
        count(own, Outcome.UNEXERCISED));
  }

  private static int count(List<TestResult> results, Outcome outcome) {
    return (int) results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /**
   * What fails a run beside failed tests.
   *
   * @param whole whether all tests were to run; of a part, nothing follows about what did not run
   */
  List<String> problems(List<TestResult> results, List<RuleResult> rules, boolean whole) {
    List<String> problems = new ArrayList<>();
    if (whole) {
      rules.stream()
          .filter(rule -> rule.status() == RuleResult.Status.UNEXERCISED)
          .forEach(
              rule ->
                  problems.add(
                      "the rule " + rule.id() + " was not exercised: " + whyNot(rule, results)));
      Set<String> ran = results.stream().map(TestResult::id).collect(Collectors.toSet());
      tests.stream()
          .filter(test -> !ran.contains(test.id()))
          .forEach(test -> problems.add("the test " + test.id() + " did not run"));
    }
    waivers.forEach(waiver -> judge(waiver, results, whole, problems));
    return problems;
  }

  private static String whyNot(RuleResult rule, List<TestResult> results) {
    return rule.tests().isEmpty()
        ? "no test names it"
        : results.stream()
            .filter(result -> rule.tests().contains(result.id()))
            .map(result -> result.id() + ": " + result.detail())
            .collect(Collectors.joining("; "));
  }

  private void judge(
      Waiver waiver, List<TestResult> results, boolean whole, List<String> problems) {
    if (!manifest.has(waiver.of())
        && tests.stream().noneMatch(test -> test.id().equals(waiver.of()))) {
      problems.add(
          "the waiver of " + waiver.of() + " is of no rule or test of this kit: remove the waiver");
    } else if (waiver.reason().isBlank()) {
      problems.add("the waiver of " + waiver.of() + " has no reason");
    } else if (today.isAfter(waiver.until())) {
      problems.add("the waiver of " + waiver.of() + " ended on " + waiver.until());
    } else if (whole && results.stream().noneMatch(result -> isExcusedBy(waiver, result))) {
      problems.add(
          "what the waiver of " + waiver.of() + " excuses passes by now: remove the waiver");
    }
  }

  private static boolean isExcusedBy(Waiver waiver, TestResult result) {
    return result.outcome() == Outcome.WAIVED && covers(waiver, result.id(), result.rules());
  }

  Report.Verdict verdict(List<TestResult> results, List<String> problems, boolean whole) {
    if (count(results, Outcome.FAILED) > 0 || !problems.isEmpty()) {
      return Report.Verdict.FAILS;
    }
    if (!whole) {
      return Report.Verdict.PARTIAL;
    }
    return count(results, Outcome.WAIVED) > 0
        ? Report.Verdict.CONFORMS_BUT_FOR_WAIVERS
        : Report.Verdict.CONFORMS;
  }
}
