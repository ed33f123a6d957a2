package dev.pagurus.bench;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Figures of several of ours and several peers as Markdown: ratios, then rates. */
final class PeersReport {

  private PeersReport() {}

  /**
   * The report.
   *
   * @param engines ours first
   * @param ours how many of them are ours
   */
  static String of(List<Engine> engines, int ours, Records records, int rounds, List<Figures> all) {
    StringBuilder out = new StringBuilder(Report.told(engines, records, Report.machine()));
    out.append("- Each ratio is ours / the peer, of rates, higher is better: the median of ")
        .append(rounds)
        .append(" rounds of laps side by side, and the quartiles. A dash: it has no such thing.\n");
    table(out, engines, ours, "| path | ours over", "|---|---|", "---|");
    for (Figures figures : all) {
      for (int i = 0; i < ours; i++) {
        out.append(ratios(engines, ours, figures, i));
      }
    }
    StringJoiner rated = new StringJoiner(" | ");
    engines.subList(0, ours).forEach(engine -> rated.add(label(engine)));
    table(out, engines, ours, "| per second | " + rated, "|---|" + "---:|".repeat(ours), "---:|");
    for (Figures figures : all) {
      StringJoiner row = new StringJoiner(" | ", "| ", " |\n").add(figures.course().name());
      for (int i = 0; i < engines.size(); i++) {
        row.add(figures.has(i) ? Report.rate(figures.perSecond(i)) : "-");
      }
      out.append(row);
    }
    return out.toString();
  }

  /** The head of a table that has a column for each peer. */
  private static void table(
      StringBuilder out, List<Engine> engines, int ours, String head, String rule, String column) {
    StringJoiner names = new StringJoiner(" | ", "\n" + head + " | ", " |\n");
    List<Engine> peers = engines.subList(ours, engines.size());
    peers.forEach(peer -> names.add(peer.name()));
    out.append(names).append(rule).append(column.repeat(peers.size())).append('\n');
  }

  private static String ratios(List<Engine> engines, int ours, Figures figures, int engine) {
    StringJoiner row = new StringJoiner(" | ", "| ", " |\n");
    row.add(figures.course().name()).add(label(engines.get(engine)));
    IntStream.range(ours, engines.size())
        .mapToObj(peer -> figures.has(peer) ? Report.ratio(figures.ratio(engine, peer)) : "-")
        .forEach(row::add);
    return row.toString();
  }

  private static String label(Engine engine) {
    return engine instanceof PagurusEngine pagurus ? "`" + pagurus.kind() + "`" : engine.name();
  }
}
