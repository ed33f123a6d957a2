package dev.pagurus.cli;

import dev.pagurus.Backends;
import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.StoreConfig;
import dev.pagurus.StoreException;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Counts;
import dev.pagurus.cli.migrate.MigrationMeter;
import dev.pagurus.cli.migrate.PlanText;
import dev.pagurus.cli.migrate.ReportLines;
import dev.pagurus.cli.migrate.Switch;
import dev.pagurus.cli.migrate.SwitchException;
import dev.pagurus.migrator.Difference;
import dev.pagurus.migrator.End;
import dev.pagurus.migrator.Migration;
import dev.pagurus.migrator.MigrationOptions;
import dev.pagurus.migrator.MigrationPlan;
import dev.pagurus.migrator.MigrationReport;
import dev.pagurus.migrator.MigrationStatus;
import dev.pagurus.migrator.Outcome;
import dev.pagurus.spi.Traits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One migration, as the command line names it. The source is opened even if it is sealed, for it
 * may have been sealed by the switch of this very migration.
 */
final class Migrating implements AutoCloseable {

  private final Console console;
  private final Locator source;
  private final Locator target;
  private final Optional<Switch> change;
  private final MigrationOptions options;
  private final boolean json;
  private final Stopping stopping;
  private @Nullable Store opened;
  private @Nullable SwitchException unsealed;

  Migrating(
      Console console,
      String sourceName,
      String targetName,
      Optional<Path> config,
      MigrationOptions options,
      boolean json,
      Stopping stopping)
      throws IOException {
    this.console = console;
    this.options = options;
    this.json = json;
    this.stopping = stopping;
    this.target = Stores.locator(targetName);
    this.source = source(sourceName, config, target);
    if (Switch.isSame(source, target)) {
      throw new Failure(
          ExitCode.WRONG_USE, "source and target are the same store: name another target");
    }
    if (Switch.isNested(source, target)) {
      throw new Failure(
          ExitCode.WRONG_USE, "one of the stores lies inside the other: name another target");
    }
    this.change =
        config.isPresent()
            ? Optional.of(new Switch(config.get(), source, target))
            : Optional.empty();
  }

  /** A source that is named by the config that was switched is where the config was before. */
  private static Locator source(String name, Optional<Path> config, Locator target)
      throws IOException {
    Optional<Path> named = Stores.config(name);
    if (named.isPresent()
        && config.isPresent()
        && Files.isSameFile(named.get(), config.get())
        && Switch.isSwitched(config.get(), target)) {
      return StoreConfig.read(Switch.before(config.get())).locator();
    }
    return Stores.locator(name);
  }

  /**
   * Only for what needs it: a store that is being moved may be held by the process that moves it.
   */
  private Store from() {
    Store store = opened;
    if (store == null) {
      store = Store.builder(source.toString()).evenMoved().open();
      opened = store;
    }
    return store;
  }

  /** Of a source that cannot be opened now, nothing is known. */
  private boolean isKnownToBeSealed() throws IOException {
    Store store;
    try {
      store = from();
    } catch (StoreException e) {
      console.trace(e);
      return false;
    }
    return toHere().isSealed(store);
  }

  /** What the target alone tells or is changed by. */
  private Migration ofTarget() {
    return Migration.of(End.at(source), End.at(target), options);
  }

  private Migration migration() {
    return Migration.of(End.open(source.toString(), from()), End.at(target), options);
  }

  private Switch toHere() throws IOException {
    return change.isPresent() ? change.get() : new Switch(null, source, target);
  }

  int plan() throws IOException {
    requireLasting();
    toHere().isSealed(from());
    MigrationPlan plan = migration().plan();
    if (json) {
      console.out().line(plan.toJson());
    } else {
      PlanText.of(plan).forEach(console.out()::line);
    }
    return plan.canRun() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  /** This process ends with the move, and what it moved into its own memory ends with it. */
  private void requireLasting() {
    if (Backends.named(target.backend()).traits().persistence() == Traits.Persistence.PROCESS) {
      throw new Failure(
          ExitCode.WRONG_USE,
          target
              + " ends with this command, and what is moved there with it: name a target that"
              + " lasts, such as file:DIR or sqlite:FILE");
    }
  }

  int run(Optional<Path> folder) throws IOException {
    requireLasting();
    make(folder);
    Switch here = toHere();
    boolean sealed = here.isSealed(from());
    if (change.isPresent()) {
      here.requirePossible();
      if (sealed && here.isSwitched()) {
        return alreadySwitched();
      }
    }
    MigrationReport report = change.isPresent() ? moveAndSeal(here, sealed) : move(() -> {});
    int code = conclude(report, folder);
    if (report.outcome() == Outcome.DONE && change.isPresent()) {
      if (unsealed != null) {
        throw unsealed;
      }
      complete(here);
    }
    return code;
  }

  /**
   * The source is sealed when everything is there, and what was written to it until then is brought
   * after that.
   */
  private MigrationReport moveAndSeal(Switch here, boolean sealed) throws IOException {
    if (sealed && !migration().status().begun()) {
      return verifyAgain(here);
    }
    boolean done = false;
    try {
      MigrationReport report = move(() -> sealLast(here));
      done = report.outcome() == Outcome.DONE;
      return report;
    } finally {
      if (!done && from().movedTo().isPresent()) {
        from().unseal(); // it serves until it is moved
      }
    }
  }

  /** What was moved is moved, and the move is done, though its source cannot be sealed. */
  private void sealLast(Switch here) {
    try {
      here.seal(from());
    } catch (SwitchException e) {
      if (e.kind() != SwitchException.Kind.FAILED) {
        throw e;
      }
      unsealed = e;
    }
  }

  private MigrationReport move(Runnable last) {
    Migration migration = stopping.of(migration());
    try (MigrationMeter meter = new MigrationMeter(console, json, InstantSource.system())) {
      return migration.run(meter, last);
    }
  }

  /** Who was given up and sealed by an undo may be compared as well. */
  private MigrationReport compare() {
    try (Store to = Store.builder(target.toString()).mustExist().evenMoved().open();
        MigrationMeter meter = new MigrationMeter(console, json, InstantSource.system())) {
      End sealed = End.open(target.toString(), to);
      Migration migration = Migration.of(End.open(source.toString(), from()), sealed, options);
      return stopping.of(migration).verify(meter);
    }
  }

  /** A switch that was cut short is ended: everything was moved before the source was sealed. */
  private MigrationReport verifyAgain(Switch here) throws IOException {
    try (Store to = openTarget()) {
      here.requireUntouched(from(), to);
    }
    return compare();
  }

  private Store openTarget() {
    return Store.builder(target.toString()).mustExist().open();
  }

  private int alreadySwitched() {
    console.note("The configuration names " + target + " already: nothing is left to do");
    if (json) {
      ObjectNode result = JsonMapper.shared().createObjectNode();
      console.out().line(result.put("outcome", "done").put("switched", true).toString());
    }
    return ExitCode.DONE;
  }

  private void complete(Switch here) throws IOException {
    try (Store to = openTarget()) {
      List<String> leftOut = here.complete(from(), to);
      if (!leftOut.isEmpty()) {
        console.warn(
            "the configuration leaves out what "
                + target.backend()
                + " does not know, or the locator says: "
                + String.join(", ", leftOut));
      }
    }
    console.note(
        "The configuration names the target now, and the source is sealed. To go back, as long as"
            + " nothing is written there: pagurus migrate undo, with the same stores and --switch");
  }

  /** Before all else: a report that cannot be written is found out in time. */
  private static void make(Optional<Path> folder) throws IOException {
    if (folder.isPresent()) {
      Files.createDirectories(folder.get());
    }
  }

  int verify(Optional<Path> folder) throws IOException {
    make(folder);
    return conclude(compare(), folder);
  }

  /** Says how it ended, and answers the exit code. */
  private int conclude(MigrationReport report, Optional<Path> folder) throws IOException {
    if (report.outcome() == Outcome.STOPPED) {
      console.fail("stopped: what was done is safe, and the same command again goes on");
      return ExitCode.INTERRUPTED;
    }
    if (json) {
      console.out().line(report.toJson());
    } else {
      report.differences().stream().map(Difference::line).forEach(console.out()::line);
      report.setAside().stream().map(ReportLines::of).forEach(console.out()::line);
      if (report.differing() > report.differences().size()) {
        console.warn(
            "these are the first of " + Counts.of(report.differing(), "difference") + " in all");
      }
      console.out().line(ReportLines.summary(report));
    }
    if (folder.isPresent()) {
      Files.writeString(folder.get().resolve("migration.md"), report.toMarkdown());
      Files.writeString(folder.get().resolve("migration.json"), report.toJson() + "\n");
      console.note("The report is " + folder.get().resolve("migration.md"));
    }
    if (report.outcome() == Outcome.DONE) {
      console.note(report.message());
      return ExitCode.DONE;
    }
    console.fail(report.message());
    return ExitCode.NOT_WHOLE;
  }

  int status() throws IOException {
    MigrationStatus status = ofTarget().status();
    if (json) {
      console.out().line(status.toJson());
      return ExitCode.DONE;
    }
    ReportLines.of(status, target).forEach(console.out()::line);
    if (isKnownToBeSealed()) {
      console.out().line("switched   the source is sealed as moved to the target");
    }
    return ExitCode.DONE;
  }

  int abort() throws IOException {
    if (isKnownToBeSealed()) {
      throw new Failure(
          ExitCode.REFUSED,
          "the source is sealed as moved to "
              + target
              + ": take that back first, with migrate undo");
    }
    long removed = ofTarget().abort();
    if (json) {
      ObjectNode result = JsonMapper.shared().createObjectNode();
      console.out().line(result.put("removedUsers", removed).toString());
    }
    console.note("Removed " + Counts.of(removed, "user") + " from " + target);
    return ExitCode.DONE;
  }

  int undo() throws IOException {
    Switch.Undone undone;
    try (Store to = Store.builder(target.toString()).mustExist().evenMoved().open()) {
      undone = toHere().undo(from(), to);
    }
    if (!undone.whole()) {
      console.warn(
          "the configuration was edited since it was switched: it names the source again, and says"
              + " otherwise what it said; compare it with the old one beside it");
    }
    if (!undone.sealed()) {
      console.warn(
          "a store of the kind of "
              + target
              + " cannot be sealed: see to it that nobody writes there any more");
    }
    if (json) {
      ObjectNode result = JsonMapper.shared().createObjectNode();
      console.out().line(result.put("undone", true).toString());
    }
    console.note(
        source
            + " serves again, and "
            + target
            + (undone.sealed() ? " is sealed as moved there" : " is not used any more")
            + ": remove it when you like");
    return ExitCode.DONE;
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
