package dev.pagurus.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.tck.TestResult.Outcome;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import dev.pagurus.tck.stage.Unexercised;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The kit cannot be hollowed: what is not shown is not claimed. */
final class JudgeTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
  private static final Target MEMORY = Target.of("memory");

  static final class Holding {
    @Rule("ONE-1")
    void holds(TestStore test) {
      assertEquals(0, test.docs().count());
    }
  }

  static final class Failing {
    @Rule({"ONE-1", "TWO-1"})
    void fails(TestStore test) {
      assertEquals(1, test.docs().count());
    }
  }

  static final class Idle {
    @Rule("ONE-1")
    void asksNothing(TestStore test) {
      assertTrue(test.rounds(1) > 0);
    }
  }

  static final class Helpless {
    @Rule("TWO-1")
    void cannotAsk(TestStore test) {
      assertEquals(0, test.docs().count());
      throw new Unexercised("there is no way to ask here");
    }
  }

  static final class Hanging {
    @Rule("TWO-1")
    void hangs(TestStore test) throws InterruptedException {
      assertEquals(0, test.docs().count());
      Thread.sleep(60_000);
    }
  }

  @NeedsDisk
  static final class OnDisk {
    @Rule({"TWO-1", "DISK-1"})
    void asksTheDisk(TestStore test) {
      assertEquals(0, test.docs().count());
    }
  }

  private static Report run(Target target, List<String> manifest, Class<?>... classes) {
    return run(target, Options.quick().seed(1), manifest, classes);
  }

  private static Report run(
      Target target, Options options, List<String> manifest, Class<?>... classes) {
    Manifest rules = new Manifest(manifest);
    List<TestCase> tests = new ArrayList<>();
    for (Class<?> type : classes) {
      tests.addAll(
          TestCase.of(type.getSimpleName().toUpperCase(Locale.ROOT), List.of(type), rules));
    }
    try (Run run = new Run(target, options, rules, tests, TODAY)) {
      run.tests().forEach(run::execute);
      return run.report();
    }
  }

  private static final List<String> ONE = List.of("ONE-1 the first");
  private static final List<String> TWO = List.of("ONE-1 the first", "TWO-1 the second");

  @Test
  void everyRuleExercisedAndKeptConforms() {
    Report report = run(MEMORY, ONE, Holding.class);
    assertEquals(Report.Verdict.CONFORMS, report.verdict());
    assertEquals(RuleResult.Status.KEPT, report.rule("ONE-1").status());
    assertTrue(report.tests().get(0).operations() > 0);
  }

  @Test
  void aRuleThatNoTestNamesFailsTheRun() {
    Report report = run(MEMORY, TWO, Holding.class);
    assertEquals(Report.Verdict.FAILS, report.verdict());
    assertEquals(RuleResult.Status.UNEXERCISED, report.rule("TWO-1").status());
    assertEquals(1, report.problems().size());
    assertTrue(report.problems().get(0).contains("TWO-1"));
  }

  @Test
  void aRuleThatCouldNotBeAskedFailsTheRun() {
    Report report = run(MEMORY, TWO, Holding.class, Helpless.class);
    assertEquals(Report.Verdict.FAILS, report.verdict());
    assertEquals(RuleResult.Status.UNEXERCISED, report.rule("TWO-1").status());
    assertEquals(Outcome.UNEXERCISED, report.tests().get(1).outcome());
    assertTrue(report.problems().get(0).contains("no way to ask"), report.problems()::toString);
  }

  @Test
  void aTestThatAsksTheStoreNothingFails() {
    Report report = run(MEMORY, ONE, Idle.class);
    assertEquals(Report.Verdict.FAILS, report.verdict());
    assertEquals(RuleResult.Status.BROKEN, report.rule("ONE-1").status());
  }

  @Test
  void aFailedTestBreaksEveryRuleThatItNames() {
    Report report = run(MEMORY, TWO, Holding.class, Failing.class);
    assertEquals(Report.Verdict.FAILS, report.verdict());
    assertEquals(RuleResult.Status.BROKEN, report.rule("ONE-1").status());
    assertEquals(1, report.rule("ONE-1").passed());
    assertEquals(RuleResult.Status.BROKEN, report.rule("TWO-1").status());
    assertEquals(List.of(), report.problems());
  }

  @Test
  void aPartClaimsNothing() {
    Options part = Options.quick().seed(1).only(List.of("holding"));
    Report report = run(MEMORY, part, TWO, Holding.class, Failing.class);
    assertEquals(Report.Verdict.PARTIAL, report.verdict());
    assertEquals(List.of("HOLDING.holds"), report.tests().stream().map(TestResult::id).toList());
  }

  @Test
  void aTestThatWasLeftOutFailsTheRun() {
    Manifest rules = new Manifest(ONE);
    List<TestCase> tests = new ArrayList<>(TestCase.of("A", List.of(Holding.class), rules));
    tests.addAll(TestCase.of("B", List.of(Holding.class), rules));
    try (Run run = new Run(MEMORY, Options.quick(), rules, tests, TODAY)) {
      run.execute(tests.get(0));
      Report report = run.report();
      assertEquals(Report.Verdict.FAILS, report.verdict());
      assertTrue(report.problems().get(0).contains("B.holds"), report.problems()::toString);
    }
  }

  @Test
  void aHangingTestFailsAndTheOthersRun() {
    // Classes are loaded by then, which takes its time.
    run(MEMORY, ONE, Holding.class);
    Options hasty = Options.quick().seed(1).patience(Duration.ofSeconds(2));
    Report report = run(MEMORY, hasty, TWO, Hanging.class, Holding.class);
    assertEquals(RuleResult.Status.BROKEN, report.rule("TWO-1").status());
    assertEquals(RuleResult.Status.KEPT, report.rule("ONE-1").status());
  }

  @Test
  void onlyRulesOfDisksCanBeNotApplicable() {
    List<String> manifest = List.of("TWO-1 the second", "DISK-1 (disk) of disks");
    Report report = run(MEMORY, manifest, OnDisk.class);
    assertEquals(Outcome.NOT_APPLICABLE, report.tests().get(0).outcome());
    assertEquals(RuleResult.Status.NOT_APPLICABLE, report.rule("DISK-1").status());
    assertEquals(RuleResult.Status.UNEXERCISED, report.rule("TWO-1").status());
    assertEquals(Report.Verdict.FAILS, report.verdict());
  }

  @Test
  void aBackendOnDiskIsAskedAboutDisks() {
    List<String> manifest = List.of("TWO-1 the second", "DISK-1 (disk) of disks");
    Report report = run(Target.of("journal"), manifest, OnDisk.class);
    assertEquals(RuleResult.Status.KEPT, report.rule("DISK-1").status());
    assertEquals(Report.Verdict.CONFORMS, report.verdict());
  }

  private static Report waived(Target target) {
    return run(target, TWO, Holding.class, Failing.class);
  }

  @Test
  void aWaiverExcusesToItsLastDay() {
    for (String of : List.of("TWO-1", "FAILING.fails")) {
      Report report = waived(MEMORY.waive(of, "it is being mended", TODAY));
      assertEquals(Report.Verdict.CONFORMS_BUT_FOR_WAIVERS, report.verdict(), of);
      assertEquals(RuleResult.Status.WAIVED, report.rule("TWO-1").status());
      assertEquals(Outcome.WAIVED, report.tests().get(1).outcome());
      assertTrue(report.toMarkdown().contains("it is being mended"));
    }
  }

  @Test
  void aWaiverThatEndedExcusesNothing() {
    Report report = waived(MEMORY.waive("TWO-1", "it is being mended", TODAY.minusDays(1)));
    assertEquals(Report.Verdict.FAILS, report.verdict());
    assertEquals(RuleResult.Status.BROKEN, report.rule("TWO-1").status());
    assertTrue(report.problems().get(0).contains("ended"), report.problems()::toString);
  }

  @Test
  void aWaiverWithoutAReasonExcusesNothing() {
    Report report = waived(MEMORY.waive("TWO-1", " ", TODAY));
    assertEquals(Report.Verdict.FAILS, report.verdict());
    assertEquals(RuleResult.Status.BROKEN, report.rule("TWO-1").status());
    assertTrue(report.problems().get(0).contains("reason"), report.problems()::toString);
  }

  @Test
  void aWaiverOfWhatPassesFailsTheRun() {
    Report report = run(MEMORY.waive("ONE-1", "it was broken", TODAY), ONE, Holding.class);
    assertEquals(Report.Verdict.FAILS, report.verdict());
    assertTrue(report.problems().get(0).contains("passes by now"), report.problems()::toString);
  }

  @Test
  void aWaiverOfNothingFailsTheRun() {
    Report report = run(MEMORY.waive("ONE-7", "who knows", TODAY), ONE, Holding.class);
    assertEquals(Report.Verdict.FAILS, report.verdict());
    assertTrue(report.problems().get(0).contains("no rule"), report.problems()::toString);
  }
}
