package dev.pagurus.cli.migrate;

import dev.pagurus.Locator;
import dev.pagurus.cli.console.Counts;
import dev.pagurus.cli.console.Sizes;
import dev.pagurus.cli.console.Spans;
import dev.pagurus.migrator.Difference;
import dev.pagurus.migrator.MigrationReport;
import dev.pagurus.migrator.MigrationStatus;
import dev.pagurus.migrator.Outcome;
import dev.pagurus.migrator.SetAside;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What became of a migration, for people. */
public final class ReportLines {

  private ReportLines() {}

  /**
   * What was set aside.
   *
   * @param record one record
   * @return a line
   */
  public static String of(SetAside record) {
    return new Difference(
            Difference.Kind.UNREADABLE,
            Optional.of(record.user()),
            record.address(),
            record.reason())
        .line();
  }

  /**
   * What a run came to.
   *
   * @param report its report
   * @return a line
   */
  public static String summary(MigrationReport report) {
    boolean same =
        report.outcome() == Outcome.DONE
            && report.quarantined() == 0
            && report.sourceDigest().equals(report.targetDigest());
    String moved =
        report.movedUsers() == 0
            ? ""
            : "moved "
                + Counts.of(report.movedDocuments(), "document")
                + " ("
                + Sizes.text(report.movedBytes())
                + ") of "
                + Counts.of(report.movedUsers(), "user")
                + "; ";
    return (same ? "= " : "")
        + moved
        + "compared "
        + Counts.of(report.verifiedDocuments(), "document")
        + " of "
        + Counts.of(report.verifiedUsers(), "user")
        + (report.quarantined() == 0
            ? ""
            : "; set aside " + Counts.of(report.quarantined(), "record"))
        + "; "
        + Spans.text(report.elapsed());
  }

  /**
   * How far a migration has come.
   *
   * @param status what the target knows
   * @param target where it is
   * @return lines
   */
  public static List<String> of(MigrationStatus status, Locator target) {
    List<String> lines = new ArrayList<>();
    lines.add(
        status.begun()
            ? "under way  from "
                + status.source().orElse("another store")
                + status.startedAt().map(at -> ", begun " + at).orElse("")
                + status
                    .phase()
                    .map(phase -> ", " + phase.name().toLowerCase(Locale.ROOT))
                    .orElse("")
            : "no migration into " + target + " is under way");
    lines.add("at target  " + PlanText.extent(status.users(), status.documents(), status.bytes()));
    status.verifiedUpTo().ifPresent(user -> lines.add("verified   up to user \"" + user + "\""));
    if (status.quarantined() > 0) {
      lines.add("set aside  " + Counts.of(status.quarantined(), "record"));
    }
    return lines;
  }
}
