package dev.pagurus.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** Figures as Markdown. */
final class Report {

  private Report() {}

  /**
   * A document with a report in the place of an older one.
   *
   * @param document has a line {@code <!-- name -->} and below it {@code <!-- /name -->}
   */
  static String replaced(String document, String name, String report) {
    String begin = "<!-- " + name + " -->\n";
    int from = document.indexOf(begin) + begin.length();
    int to = document.indexOf("<!-- /" + name + " -->", from);
    if (from < begin.length() || to < 0) {
      throw new IllegalArgumentException(
          "the document has no lines <!-- " + name + " --> and <!-- /" + name + " -->");
    }
    return document.substring(0, from) + "\n" + report.strip() + "\n\n" + document.substring(to);
  }

  /** One line for people who wait. */
  static String line(Figures figures) {
    StringJoiner line = new StringJoiner(", ", figures.course().name() + ": ", "");
    for (int i = 0; i < figures.laps().size(); i++) {
      if (!figures.has(i)) {
        line.add("-");
        continue;
      }
      line.add(rate(figures.perSecond(i)) + "/s" + (i == 0 ? "" : " x" + ratio(figures.ratio(i))));
    }
    return line.toString();
  }

  /** The table of ratios, with what must be known to read it. */
  static String ratios(
      List<Engine> engines, Records records, int rounds, String machine, List<Figures> all) {
    StringBuilder out = new StringBuilder(told(engines, records, machine));
    out.append("- Each ratio is ours / the other, of rates, higher is better: the median of ")
        .append(rounds)
        .append(" rounds of laps side by side, and the quartiles.\n\n");
    StringJoiner head = new StringJoiner(" | ", "| ", " |\n").add("path").add("what").add("goal");
    StringBuilder rule = new StringBuilder("|---|---|---|");
    for (int i = 1; i < engines.size(); i++) {
      head.add("ours / " + engines.get(i).name());
      rule.append("---|");
    }
    for (Engine engine : engines) {
      head.add(engine.name() + ", per s");
      rule.append("---:|");
    }
    out.append(head).append(rule).append('\n');
    all.forEach(figures -> out.append(row(engines, figures)));
    return out.toString();
  }

  /** What was measured on what. */
  static String told(List<Engine> engines, Records records, String machine) {
    StringJoiner sides = new StringJoiner("; ", "- Sides: ", ".\n");
    engines.forEach(engine -> sides.add(engine.name() + ": " + engine.description()));
    return "- Records: " + records.description() + ".\n- Machine: " + machine + ".\n" + sides;
  }

  private static String row(List<Engine> engines, Figures figures) {
    Course course = figures.course();
    StringJoiner row = new StringJoiner(" | ", "| ", " |\n");
    row.add(course.name()).add(course.what()).add(goal(course.goal()));
    for (int i = 1; i < engines.size(); i++) {
      row.add(ratio(figures.ratio(i)));
    }
    for (int i = 0; i < engines.size(); i++) {
      row.add(rate(figures.perSecond(i)));
    }
    return row.toString();
  }

  private static String goal(OptionalDouble goal) {
    return goal.isEmpty() ? "-" : String.format(Locale.ROOT, ">= %.2f", goal.getAsDouble());
  }

  static String ratio(Figures.Spread spread) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f..%.2f)", spread.median(), spread.low(), spread.high());
  }

  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.2f" : "%,.0f", perSecond);
  }

  /** What the figures were measured on, and by what. */
  static String machine(Shell shell) {
    return machine() + ", " + shell.version();
  }

  /** What the figures were measured on. */
  static String machine() {
    Runtime runtime = Runtime.getRuntime();
    return String.format(
        Locale.ROOT,
        "%d cores, %s %s, heap %d MB, JDK %s",
        runtime.availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        runtime.maxMemory() >> 20,
        Runtime.version());
  }
}
