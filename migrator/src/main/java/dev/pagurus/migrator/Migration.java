package dev.pagurus.migrator;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.UserInfo;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Moves a store into another of any kind, and proves that both hold the same.
 *
 * <pre>{@code
 * Migration migration = Migration.of(End.at("file:places"), End.at("sqlite:places.db"), MigrationOptions.DEFAULT);
 * MigrationReport report = migration.run(MigrationListener.NONE);
 * }</pre>
 *
 * <p>What arrives is what left: users, collections, ids, bodies, revisions, times, index
 * declarations, and deletions that are still in the feed. Nobody may write to either end meanwhile.
 *
 * <p>A run that ends before it is done, in whatever way, is gone on with by the same call. All
 * methods throw {@code StoreException} and {@code BackendException}: EXISTS if the target is not
 * empty, CONFLICT if another migration into it is under way, INVALID for what can never work.
 * {@link #pause}, {@link #resume} and {@link #stop} may be called from any thread; an interruption
 * of the thread that runs is a stop.
 */
public final class Migration {

  private final End source;
  private final End target;
  private final MigrationOptions options;
  private final Gate gate;

  private Migration(End source, End target, MigrationOptions options) {
    this.source = source;
    this.target = target;
    this.options = options;
    this.gate = new Gate(options.pauseFile(), options.maxRate());
  }

  /**
   * A migration. Nothing happens yet.
   *
   * @param source where documents come from
   * @param target where they go
   * @param options how
   * @return the migration
   */
  public static Migration of(End source, End target, MigrationOptions options) {
    return new Migration(source, target, options);
  }

  /**
   * Says what {@link #run} would do, without doing any of it: a target that is not there is not
   * made.
   *
   * @return the plan
   */
  public MigrationPlan plan() {
    return new Planning(source, target, options).plan();
  }

  /**
   * Moves, or goes on moving, and verifies.
   *
   * @param listener hears how far it has come
   * @return how it ended
   */
  public MigrationReport run(MigrationListener listener) {
    return between(false, listener, run -> run.move(null));
  }

  /**
   * The same, with something to be done when both ends were found to hold the same, before the move
   * is said to be done: to keep everybody from writing to the source. What was written there until
   * then is brought after it and verified.
   *
   * @param listener hears how far it has come
   * @param last called at most once; what it throws ends the run, which the same call goes on with
   * @return how it ended; whether {@code last} was called does not tell
   */
  public MigrationReport run(MigrationListener listener, Runnable last) {
    return between(false, listener, run -> run.move(last));
  }

  /**
   * Compares the two ends as they are, and changes nothing.
   *
   * @param listener hears how far it has come, and of differences
   * @return DONE if they hold the same, SET_ASIDE if they do but for records that the source cannot
   *     read, DIFFERENT, or STOPPED
   */
  public MigrationReport verify(MigrationListener listener) {
    return between(true, listener, Run::verify);
  }

  private MigrationReport between(
      boolean mustExist, MigrationListener listener, Function<Run, MigrationReport> what) {
    if (!mustExist) {
      Entrance.requireApart(source, target);
    }
    Gauge gauge = new Gauge(gate);
    Optional<QuarantineFile> file = options.quarantine().map(QuarantineFile::new);
    file.ifPresent(QuarantineFile::requireUsable);
    try (End.Held from = source.hold(true);
        End.Held to = target.hold(mustExist);
        QuarantineFile quarantine = file.orElse(null);
        Ticker ticker = new Ticker(gauge, listener).start()) {
      Ends ends = new Ends(from.backend(), to.backend(), gate, gauge);
      return what.apply(new Run(ends, source.name(), target.name(), options, ticker, quarantine));
    }
  }

  /**
   * What the target knows of a migration into it.
   *
   * @return the status
   */
  public MigrationStatus status() {
    try (End.Held to = target.hold(true)) {
      Backend backend = to.backend();
      long users = 0;
      long documents = 0;
      long bytes = 0;
      Iterator<UserPair> all = UserPairs.of(backend, backend, new TreeSet<>(), null);
      while (all.hasNext()) {
        UserInfo info = all.next().target();
        users += info == null ? 0 : 1;
        documents += info == null ? 0 : info.documents();
        bytes += info == null ? 0 : info.bytes();
      }
      Optional<ControlState> state = Optional.ofNullable(Control.read(backend));
      return new MigrationStatus(
          state.isPresent(),
          state.map(ControlState::sourceName),
          state.map(ControlState::startedAt),
          state.map(ControlState::phase),
          users,
          documents,
          bytes,
          state.flatMap(ControlState::verified).map(Verified::upTo),
          state.map(ControlState::quarantined).orElse(0L));
    }
  }

  /**
   * Gives up a migration that was begun: removes from the target what it brought, and nothing else.
   * Index declarations stay.
   *
   * @return how many users were removed
   */
  public long abort() {
    try (End.Held to = target.hold(true)) {
      return new Abort(to.backend(), gate).run();
    }
  }

  /** Makes a run wait at its next page. */
  public void pause() {
    gate.pause();
  }

  /** Lets a run go on. */
  public void resume() {
    gate.resume();
  }

  /** Ends a run cleanly at its next page. */
  public void stop() {
    gate.stop();
  }
}
