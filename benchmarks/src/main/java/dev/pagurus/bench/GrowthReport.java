package dev.pagurus.bench;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** How time grows with the number of documents, as Markdown. */
final class GrowthReport {

  private GrowthReport() {}

  /**
   * The table.
   *
   * @param all for each size the figures of each course
   */
  static String of(
      List<Engine> engines,
      List<Integer> sizes,
      int rounds,
      String machine,
      List<List<Figures>> all) {
    StringBuilder out = new StringBuilder();
    out.append("- Machine: ").append(machine).append(".\n");
    out.append(
            "- Microseconds a call, or a document where a path goes over all of them: medians of ")
        .append(rounds)
        .append(" laps.\n- Growth is the last time in the first: 1 is O(1) for a call and O(n) for")
        .append(" a path over all documents.\n\n");
    StringJoiner head = new StringJoiner(" | ", "| ", " |\n").add("path").add("per");
    StringBuilder rule = new StringBuilder("|---|---|");
    for (Engine engine : engines) {
      for (int size : sizes) {
        head.add(String.format(Locale.ROOT, "%s, %,d", engine.name(), size));
        rule.append("---:|");
      }
      head.add("growth");
      rule.append("---:|");
    }
    out.append(head).append(rule).append('\n');
    for (int course = 0; course < all.get(0).size(); course++) {
      out.append(row(engines, all, course));
    }
    return out.toString();
  }

  private static String row(List<Engine> engines, List<List<Figures>> all, int course) {
    Course measured = all.get(0).get(course).course();
    StringJoiner row = new StringJoiner(" | ", "| ", " |\n").add(measured.name());
    boolean documents = measured instanceof WholeCourse || measured instanceof ImportCourse;
    row.add(documents ? "document" : "call");
    for (int engine = 0; engine < engines.size(); engine++) {
      for (List<Figures> ofSize : all) {
        row.add(micros(ofSize.get(course).micros(engine)));
      }
      double first = all.get(0).get(course).micros(engine);
      double last = all.get(all.size() - 1).get(course).micros(engine);
      row.add(String.format(Locale.ROOT, "%.1f", last / first));
    }
    return row.toString();
  }

  private static String micros(double micros) {
    return String.format(Locale.ROOT, micros < 100 ? "%.1f" : "%,.0f", micros);
  }
}
