package dev.pagurus.tck;

import java.time.Duration;
import java.util.List;

/** A part of the kit, run for the sake of the kit: always from the same seeds. */
public final class Trial {

  private static final long SEED = 1;

  /** What is broken only when somebody comes between may need more than one chance to show it. */
  private static final int CHANCES = 4;

  /** A saboteur may make a test go in circles; that, too, finds it out. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Trial() {}

  /**
   * Runs the tests of a group that name a rule, until one fails; if all pass, again from other
   * seeds.
   *
   * @param target what to try
   * @param group the name of a group, or the id of a test
   * @param rule the id of a rule
   * @return what was found
   */
  public static Report untilBroken(Target target, String group, String rule) {
    List<String> ids = tests(group, rule);
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("no test of the group " + group + " names " + rule);
    }
    Report report = untilBroken(target, options(ids));
    for (int chance = 1; chance < CHANCES && report.verdict() != Report.Verdict.FAILS; chance++) {
      report = untilBroken(target, options(ids).seed(SEED + chance));
    }
    return report;
  }

  private static Report untilBroken(Target target, Options options) {
    try (Run run = new Run(target, options)) {
      for (TestCase test : run.tests()) {
        if (run.execute(test).outcome() == TestResult.Outcome.FAILED) {
          break;
        }
      }
      return run.report();
    }
  }

  /**
   * Runs groups or tests.
   *
   * @param target what to try
   * @param ids of groups or tests
   * @return what was found
   */
  public static Report of(Target target, List<String> ids) {
    return Kit.run(target, options(ids), Listener.NONE);
  }

  private static Options options(List<String> ids) {
    return Options.quick().seed(SEED).only(ids).patience(PATIENCE);
  }

  /**
   * The tests of a group that name a rule.
   *
   * @param group the name of a group, or the id of a test
   * @param rule the id of a rule
   * @return their ids
   */
  public static List<String> tests(String group, String rule) {
    return TestCase.all(Manifest.load()).stream()
        .filter(test -> test.group().equals(group) || test.id().equals(group))
        .filter(test -> test.rules().contains(rule))
        .map(TestCase::id)
        .toList();
  }

  /**
   * The rules of the contract.
   *
   * @return their ids, in the manifest's order
   */
  public static List<String> rules() {
    return Manifest.load().entries().stream().map(Manifest.Entry::id).toList();
  }
}
