package dev.pagurus.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run of the kit found, rule by rule.
 *
 * @param name the name of the target
 * @param provider the name of the backend
 * @param settings what it was opened with
 * @param verdict what follows
 * @param options how the kit ran, with the seed
 * @param started when
 * @param rules every rule of the contract, in its order
 * @param tests every test that was to run
 * @param problems what fails the run beside failed tests: rules that nothing exercised, waivers
 *     that do not hold
 * @param waivers what was excused
 */
public record Report(
    String name,
    String provider,
    Map<String, String> settings,
    Verdict verdict,
    Options options,
    Instant started,
    List<RuleResult> rules,
    List<TestResult> tests,
    List<String> problems,
    List<Waiver> waivers) {

  /** What a run says of a backend. */
  public enum Verdict {
    /** Every rule was exercised and kept. */
    CONFORMS,
    /** Every rule was exercised, and kept but for those that are excused for a time. */
    CONFORMS_BUT_FOR_WAIVERS,
    /** Nothing failed, but only a part of the kit ran: conformance cannot be claimed. */
    PARTIAL,
    /** A rule was broken or not exercised, or a waiver does not hold. */
    FAILS
  }

  /** Copies. */
  public Report {
    settings = Map.copyOf(settings);
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
    problems = List.copyOf(problems);
    waivers = List.copyOf(waivers);
  }

  /**
   * Whether the run failed.
   *
   * @return true for {@link Verdict#FAILS}
   */
  public boolean failed() {
    return verdict == Verdict.FAILS;
  }

  /**
   * What the run says of one rule.
   *
   * @param id such as {@code QUERY-3}
   * @return the rule's result
   * @throws IllegalArgumentException if there is no such rule
   */
  public RuleResult rule(String id) {
    return rules.stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the contract has no rule " + id));
  }

  /**
   * The report for people.
   *
   * @return Markdown
   */
  public String toMarkdown() {
    return MarkdownReport.of(this);
  }

  /**
   * The report for programs.
   *
   * @return a JSON object
   */
  public String toJson() {
    return JsonReport.of(this);
  }

  /**
   * Writes the report as {@code <name>.md} and {@code <name>.json}.
   *
   * @param directory where; made if need be
   * @return the Markdown file
   */
  public Path writeTo(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(name + ".json"), toJson());
      return Files.writeString(directory.resolve(name + ".md"), toMarkdown());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report to " + directory, e);
    }
  }
}
