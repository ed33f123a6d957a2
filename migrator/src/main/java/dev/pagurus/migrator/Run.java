package dev.pagurus.migrator;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One run of a migration between two open ends: looks, declares indexes, brings users, verifies,
 * and says how it ended. For one use.
 */
final class Run {

  private static final System.Logger LOG = System.getLogger(Run.class.getName());

  private final Ends ends;
  private final String sourceName;
  private final String targetName;
  private final MigrationOptions options;
  private final Ticker ticker;
  private final Aside aside;
  private final @Nullable QuarantineFile file;
  private List<CollectionDefinition> indexes = List.of();

  /** What is to be done before the move is said to be done, null if nothing or done already. */
  private @Nullable Runnable last;

  Run(
      Ends ends,
      String sourceName,
      String targetName,
      MigrationOptions options,
      Ticker ticker,
      @Nullable QuarantineFile file) {
    this.ends = ends;
    this.sourceName = sourceName;
    this.targetName = targetName;
    this.options = options;
    this.ticker = ticker;
    this.aside = new Aside(options.quarantineLimit(), ends.gauge(), ticker);
    this.file = file;
  }

  /**
   * Moves and verifies.
   *
   * @param beforeDone called when both ends were found to hold the same; null for nothing
   */
  MigrationReport move(@Nullable Runnable beforeDone) {
    last = beforeDone;
    return ending(this::begin);
  }

  /** Compares, and changes nothing. */
  MigrationReport verify() {
    return ending(
        () -> {
          count();
          return compared();
        });
  }

  /** Something that a run does, to its end. */
  private interface Course {
    MigrationReport take();
  }

  private MigrationReport ending(Course course) {
    try {
      return course.take();
    } catch (Gate.Stopped e) {
      return report(Outcome.STOPPED, null, "It was stopped; the same command goes on.");
    } catch (Aside.TooMuch e) {
      return report(
          Outcome.TOO_MUCH_SET_ASIDE,
          null,
          "More than "
              + options.quarantineLimit()
              + " records cannot be moved: see why, and mend the source or raise the limit; the"
              + " same command goes on.");
    } catch (EndFailure e) {
      throw e.toCaller();
    }
  }

  private MigrationReport begin() {
    ControlState.Agreement plan = agreement(ends.source(), sourceName, options);
    Entrance entrance = new Entrance(ends, options);
    entrance.requireSource();
    HandEdits.takeIn(ends, options, aside);
    count();
    ControlState there = Control.read(ends.target());
    if (there == null && entrance.isOccupied()) {
      return found(entrance);
    }
    Control control;
    if (there == null) {
      control = begin(plan);
      entrance.requireTwoStores();
    } else {
      Entrance.requireSamePlan(there, plan);
      control = Control.goOn(ends.target());
    }
    return move(control);
  }

  /** What every run of this migration wants alike. */
  static ControlState.Agreement agreement(
      Backend source, String sourceName, MigrationOptions options) {
    return new ControlState.Agreement(
        source.identity().orElse(sourceName),
        options.users(),
        options.collections(),
        options.merge());
  }

  /**
   * The target has users, and no move into it is under way: it was moved already, or is not ours.
   */
  private MigrationReport found(Entrance entrance) {
    entrance.requireAlike();
    entrance.requireTwoStoresBy(
        ControlState.begin(agreement(ends.source(), sourceName, options), sourceName, "probe"));
    MigrationReport report = compared();
    if (report.outcome() == Outcome.DIFFERENT) {
      throw Entrance.occupied(report.differences());
    }
    if (report.outcome() == Outcome.DONE && isOutrun()) {
      return move(begin(agreement(ends.source(), sourceName, options)));
    }
    return report;
  }

  private Control begin(ControlState.Agreement plan) {
    ControlState state = ControlState.begin(plan, sourceName, UUID.randomUUID().toString());
    return options.merge().isEmpty()
        ? Control.begin(ends.target(), state)
        : Control.beginMerge(ends.target(), state, new Entrance(ends, options).usersOfTarget());
  }

  /** Does what is to be done last; whether the source was written to before that. */
  private boolean isOutrun() {
    Runnable beforeDone = last;
    last = null;
    if (beforeDone == null) {
      return false;
    }
    beforeDone.run();
    return options.merge().isEmpty() && !new Entrance(ends, options).isAlike();
  }

  private MigrationReport compared() {
    ticker.enter(Phase.VERIFYING);
    Verification verification = new Verification(ends, options, ticker, null, file);
    verification.run(pair -> Verification.compare(ends, options, aside, pair));
    if (verification.differing() > 0) {
      return report(Outcome.DIFFERENT, verification, "The two ends differ.");
    }
    return verification.quarantined() > 0 && !options.acceptQuarantine()
        ? report(
            Outcome.SET_ASIDE,
            verification,
            "Both hold the same, but for records that cannot be read at the source.")
        : report(Outcome.DONE, verification, "Both ends hold the same.");
  }

  private void count() {
    ticker.enter(Phase.LOOKING);
    Extent extent = Extent.of(ends.source(), options, () -> ends.gate().pass());
    for (String absent : extent.absent()) {
      LOG.log(System.Logger.Level.WARNING, "{0}: see how it is spelled", absent);
    }
    ends.gauge().total(extent.users(), extent.documents(), extent.bytes());
  }

  private MigrationReport move(Control control) {
    declare();
    ticker.enter(Phase.MOVING);
    if (file != null) {
      file.empty();
      aside.writeTo(file::add);
    }
    ExecutorService readers =
        Executors.newFixedThreadPool(Threads.within(options.threads()), Threads.named("read"));
    try {
      Replays replays = new Replays(ends, aside);
      UserMove move =
          new UserMove(
              ends,
              options,
              control,
              replays,
              readers,
              new Budget(Budget.within(options.maxBytes())));
      UserMerge merge =
          options.merge().map(rule -> new UserMerge(ends, options, rule, aside)).orElse(null);
      bring(move, merge, control);
      aside.writeTo(record -> {});
      ticker.enter(Phase.VERIFYING);
      Mending mending = new Mending(ends, options, move, merge, control, replays);
      Verification verification = new Verification(ends, options, ticker, control, file);
      verification.run(mending::check);
      return conclude(control, verification);
    } finally {
      Threads.end(readers);
    }
  }

  private void declare() {
    ticker.enter(Phase.INDEXING);
    indexes =
        ends.read("", Backend::definitions).stream()
            .filter(one -> options.movesCollection(one.collection()))
            .toList();
    for (CollectionDefinition definition : indexes) {
      ends.gate().pass();
      ends.write(
          "",
          target -> {
            target.define(definition, Progress.NONE);
            return true;
          });
    }
  }

  private void bring(UserMove move, @Nullable UserMerge merge, Control control) {
    Iterator<UserPair> pairs = UserPairs.of(ends.source(), ends.target(), options.users(), null);
    new InOrder(Threads.within(options.threads()), ends.gate())
        .run(
            pairs,
            pair -> bring(move, merge, control, pair),
            moved -> ends.gauge().users.increment());
    control.update(control.state().at(Phase.VERIFYING, control.state().verified()));
  }

  private boolean bring(UserMove move, @Nullable UserMerge merge, Control control, UserPair pair) {
    UserInfo source = pair.source();
    UserInfo target = pair.target();
    Gauge gauge = ends.gauge();
    boolean merges = merge != null && control.wasBefore(pair.name());
    if (source == null) {
      if (!merges) {
        move.remove(pair.name());
        gauge.removedUsers.increment();
      }
      return true;
    }
    try {
      if (merge != null && merges) {
        gauge.movedUsers.add(merge.merge(pair.name()) > 0 ? 1 : 0);
        return true;
      }
      if (target != null) {
        gauge.documents.add(target.documents());
        gauge.bytes.add(target.bytes());
      }
      if (move.bring(pair.name(), source, target) > 0) {
        gauge.movedUsers.increment();
      }
      return true;
    } catch (EndFailure e) {
      if (!e.isOfRecord()) {
        throw e;
      }
      aside.leave(Verification.leftAside(pair.name(), e));
      return false;
    }
  }

  private MigrationReport conclude(Control control, Verification verification) {
    if (verification.differing() > 0) {
      control.update(control.state().at(Phase.MOVING, Optional.empty()));
      return report(
          Outcome.DIFFERENT,
          verification,
          "Both ends were read, and they differ: verify the stores, and run it again.");
    }
    long quarantined = verification.quarantined();
    ControlState state = control.state();
    boolean accepted =
        options.acceptQuarantine()
            && state.quarantined() == quarantined
            && state.shown().equals(verification.asideSum());
    if (quarantined > 0 && !accepted) {
      control.update(
          state
              .at(Phase.VERIFYING, Optional.empty())
              .showing(verification.asideSum(), quarantined));
      return report(
          Outcome.SET_ASIDE,
          verification,
          "Everything is over but for what was set aside. Read the list; mend the source and run"
              + " it again, or accept the list.");
    }
    if (isOutrun()) {
      control.update(control.state().at(Phase.MOVING, Optional.empty()));
      return move(control);
    }
    Control.remove(ends.target());
    return report(
        Outcome.DONE,
        verification,
        quarantined == 0
            ? "Both ends were read to the end and hold the same."
            : "Both ends were read to the end and hold the same, but for what was set aside and"
                + " accepted.");
  }

  private MigrationReport report(
      Outcome outcome, @Nullable Verification verification, String message) {
    ticker.enter(Phase.ENDED);
    Gauge gauge = ends.gauge();
    Totals totals = verification == null ? new Totals() : verification.totals();
    Totals.Part sum = totals.sum();
    boolean read = verification != null;
    return new MigrationReport(
        sourceName,
        targetName,
        outcome,
        gauge.startedAt(),
        gauge.elapsed(),
        gauge.movedUsers.sum(),
        gauge.movedDocuments.sum(),
        gauge.movedBytes.sum(),
        gauge.removedUsers.sum(),
        gauge.verifiedUsers.sum(),
        gauge.verifiedDocuments.sum(),
        read ? Optional.of(sum.source.hex()) : Optional.empty(),
        read ? Optional.of(sum.target.hex()) : Optional.empty(),
        totals.collections().entrySet().stream()
            .map(
                one ->
                    new CollectionSum(
                        one.getKey(),
                        one.getValue().count,
                        one.getValue().bytes,
                        one.getValue().source.hex(),
                        one.getValue().target.hex()))
            .toList(),
        indexes,
        verification == null ? aside.first() : verification.shown(),
        verification == null ? gauge.quarantined.get() : verification.quarantined(),
        verification == null ? List.of() : verification.differences(),
        verification == null ? 0 : verification.differing(),
        gauge.times(),
        message);
  }
}
