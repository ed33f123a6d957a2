package dev.pagurus.tck.saboteurs;

import dev.pagurus.tck.Target;
import dev.pagurus.tck.journal.Flaw;
import dev.pagurus.tck.journal.JournalProvider;
import java.util.List;
import java.util.Locale;

/** What only a kill, a second process, a damaged file or another opening brings to light. */
final class DiskSaboteurs {

  private static final String KILLS = "CRASH.whatWasAcknowledgedSurvivesKills";
  private static final String RELAXED =
      "CRASH.whatWasAcknowledgedSurvivesKillsAtRelaxedDurabilityToo";
  private static final String MOVE = "MIGRATE.aDamagedDocumentIsSetAsideAndAllOthersMove";
  private static final String DAMAGE = "CRASH.aDamagedDocumentIsReportedAndHidesNoOther";
  private static final String UPGRADE = "UPGRADE";

  private DiskSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        flaw(KILLS, "DUR-1", "commits are acknowledged before they are written", Flaw.LAZY),
        flaw(KILLS, "BATCH-2", "a batch is written change by change", Flaw.TORN),
        flaw(KILLS, "DUR-1", "deletions are forgotten by a crash", Flaw.REVIVING),
        flaw(RELAXED, "DUR-2", "relaxed commits wait in the process", Flaw.LAZY),
        flaw(RELAXED, "DUR-2", "the newer commit is written before the older", Flaw.REORDERING),
        readingEverything(),
        flaw(DAMAGE, "DUR-4", "what is damaged is served", Flaw.TRUSTING),
        flaw(DAMAGE, "DUR-4", "what is damaged is missing without a word", Flaw.SILENT),
        flaw(DAMAGE, "DUR-4", "what is behind a damage is gone", Flaw.HIDING),
        flaw(DAMAGE, "DUR-4", "what is damaged counts for the limit of a find", Flaw.COUNTING),
        flaw(DAMAGE, "DUR-4", "verify finds no damage", Flaw.BLIND),
        flaw(MOVE, "DUR-4", "what is damaged is moved", Flaw.TRUSTING),
        flaw(MOVE, "DUR-4", "what is damaged is left behind without a word", Flaw.SILENT),
        flaw(MOVE, "DUR-4", "what is behind a damage is left behind", Flaw.HIDING),
        flaw(DAMAGE, "DUR-4", "repair keeps nothing for a person to read", Flaw.TIDY),
        flaw(
            "CONCURRENCY.aSecondProcessIsRefusedOrRight",
            "LIFE-2",
            "a second process is let in",
            Flaw.UNLOCKED),
        flaw(
            "CONCURRENCY.aKilledHolderHoldsNothing",
            "LIFE-2",
            "the dead hold the store",
            Flaw.STALE),
        flaw("LIFECYCLE", "LIFE-3", "a stranger's file is written over", Flaw.OVERWRITING),
        flaw("LIFECYCLE", "LIFE-3", "a stranger's directory is moved into", Flaw.ENTERING),
        flaw(UPGRADE, "FEED-1", "another opening forgets deletions", Flaw.REVIVING),
        flaw(UPGRADE, "DOC-3", "another opening reads integers as doubles", Flaw.ROUNDING),
        flaw(UPGRADE, "DOC-3", "another opening takes documents for new", Flaw.DATING),
        flaw(UPGRADE, "INDEX-1", "another opening knows no indexes", Flaw.UNINDEXED));
  }

  static Saboteur flaw(String test, String rule, String name, Flaw flaw) {
    Target sound = Target.of("journal");
    String word = flaw.name().toLowerCase(Locale.ROOT);
    return Saboteur.on(test, rule, name, sound.with(JournalProvider.FLAW.name(), word), sound);
  }

  /** The journal has no shortcut, so that it breaks DUR-3 as it is. */
  private static Saboteur readingEverything() {
    return Saboteur.on(
        "CRASH.openingAfterAKillDoesNotReadTheWholeStore",
        "DUR-3",
        "opening reads all that was ever written",
        Target.of("journal"),
        Target.of(SaboteurProvider.NAME));
  }
}
