package dev.pagurus.tck.saboteurs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.tck.Kit;
import dev.pagurus.tck.Report;
import dev.pagurus.tck.RuleResult;
import dev.pagurus.tck.Target;
import dev.pagurus.tck.TestResult;
import dev.pagurus.tck.Trial;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SaboteurTest {

  static List<Saboteur> saboteurs() {
    return Saboteurs.all();
  }

  /** The groups that find saboteurs out, each once for each sound backend. */
  static List<Arguments> groups() {
    return Saboteurs.all().stream()
        .map(saboteur -> List.of(saboteur.sound().provider(), saboteur.group()))
        .distinct()
        .map(pair -> Arguments.of(pair.get(0), pair.get(1)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("saboteurs")
  void isFoundOutByTheRuleItBreaks(Saboteur saboteur) {
    Report report = Trial.untilBroken(saboteur.target(), saboteur.group(), saboteur.rule());
    assertEquals(
        RuleResult.Status.BROKEN,
        report.rule(saboteur.rule()).status(),
        () -> saboteur.rule() + " was not found broken:\n" + report.toMarkdown());
    assertEquals(Report.Verdict.FAILS, report.verdict());
  }

  /** What finds a saboteur out must let the same backend pass when it is sound. */
  @ParameterizedTest
  @MethodSource("groups")
  void soundBackendPasses(String provider, String group) {
    Report report = Trial.of(Target.of(provider), List.of(group));
    assertEquals(
        List.of(),
        report.tests().stream()
            .filter(test -> test.outcome() == TestResult.Outcome.FAILED)
            .map(test -> test.id() + ": " + test.detail())
            .toList());
    assertEquals(Report.Verdict.PARTIAL, report.verdict());
  }

  @Test
  void namesAreUnique() {
    List<String> names = Saboteurs.all().stream().map(Saboteur::name).toList();
    assertEquals(Set.copyOf(names).size(), names.size(), names::toString);
  }

  @Test
  void everyRuleHasASaboteur() {
    Set<String> rules = new TreeSet<>(Trial.rules());
    rules.removeAll(Saboteurs.all().stream().map(Saboteur::rule).collect(Collectors.toSet()));
    assertEquals(Set.of(), rules, "rules that no saboteur breaks");
  }

  @Test
  void everyGroupHasASaboteur() {
    Set<String> groups = new TreeSet<>(Kit.groups());
    Saboteurs.all().forEach(saboteur -> groups.remove(saboteur.group().replaceAll("\\..*", "")));
    assertEquals(Set.of(), groups, "groups that no saboteur tries");
  }
}
