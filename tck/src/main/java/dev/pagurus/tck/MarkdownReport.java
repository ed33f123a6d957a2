package dev.pagurus.tck;

import java.util.List;
import java.util.Locale;

/** A report for people. */
final class MarkdownReport {

  private final StringBuilder out = new StringBuilder();
  private final Report report;

  private MarkdownReport(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    MarkdownReport markdown = new MarkdownReport(report);
    markdown.head();
    markdown.problems();
    markdown.failures();
    markdown.notes();
    markdown.rules();
    markdown.tests();
    return markdown.out.toString();
  }

  private void head() {
    line("# " + report.name() + ": " + lower(report.verdict()));
    line("");
    line(verdict());
    line("");
    line("| | |");
    line("|---|---|");
    row("backend", report.provider());
    row("settings", report.settings().isEmpty() ? "defaults" : report.settings().toString());
    row("seed, scale", report.options().seed() + ", " + report.options().scale());
    row("started", report.started().toString());
    row("Java, system", System.getProperty("java.version") + ", " + System.getProperty("os.name"));
    row("tests", report.tests().size() + counts());
    row("calls", Long.toString(report.tests().stream().mapToLong(TestResult::operations).sum()));
    row(
        "documents written",
        Long.toString(report.tests().stream().mapToLong(TestResult::documents).sum()));
    line("");
  }

  private String verdict() {
    return switch (report.verdict()) {
      case CONFORMS -> "Every rule of the contract was exercised and kept.";
      case CONFORMS_BUT_FOR_WAIVERS ->
          "Every rule was exercised, and kept but for what is excused for a time: "
              + report.waivers();
      case PARTIAL ->
          "Nothing failed, but only a part of the kit ran ("
              + String.join(", ", report.options().only())
              + "): conformance cannot be claimed.";
      case FAILS -> "The backend does not keep the contract, or was not shown to.";
    };
  }

  private String counts() {
    StringBuilder counts = new StringBuilder();
    for (TestResult.Outcome outcome : TestResult.Outcome.values()) {
      long count = report.tests().stream().filter(test -> test.outcome() == outcome).count();
      if (count > 0) {
        counts.append(", ").append(count).append(' ').append(lower(outcome));
      }
    }
    return counts.toString();
  }

  private void problems() {
    section("Problems", report.problems());
  }

  private void failures() {
    List<TestResult> failed =
        report.tests().stream()
            .filter(test -> test.outcome() != TestResult.Outcome.PASSED)
            .filter(test -> test.outcome() != TestResult.Outcome.NOT_APPLICABLE)
            .toList();
    if (failed.isEmpty()) {
      return;
    }
    line("## What did not hold");
    line("");
    for (TestResult test : failed) {
      line("### " + test.id() + " " + test.rules() + ": " + lower(test.outcome()));
      line("");
      line("```");
      line(test.detail().replace("```", "'''"));
      line("```");
      line("");
    }
  }

  private void notes() {
    section(
        "Notes",
        report.tests().stream()
            .flatMap(test -> test.notes().stream().map(note -> test.id() + ": " + note))
            .toList());
  }

  private void section(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      line("## " + title);
      line("");
      lines.forEach(each -> line("- " + each));
      line("");
    }
  }

  private void rules() {
    line("## Rules");
    line("");
    line("| rule | | passed | failed | waived | not applicable | what it says |");
    line("|---|---|---|---|---|---|---|");
    for (RuleResult rule : report.rules()) {
      row(
          rule.id(),
          lower(rule.status()),
          Integer.toString(rule.passed()),
          Integer.toString(rule.failed()),
          Integer.toString(rule.waived()),
          Integer.toString(rule.notApplicable()),
          rule.text());
    }
    line("");
  }

  private void tests() {
    line("## Tests");
    line("");
    line("| test | | rules | calls | documents |");
    line("|---|---|---|---|---|");
    for (TestResult test : report.tests()) {
      row(
          test.id(),
          lower(test.outcome()),
          String.join(", ", test.rules()),
          Long.toString(test.operations()),
          Long.toString(test.documents()));
    }
  }

  private void row(String... cells) {
    StringBuilder row = new StringBuilder("|");
    for (String cell : cells) {
      row.append(' ').append(cell.replace("|", "\\|").replace("\n", " ")).append(" |");
    }
    line(row.toString());
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
