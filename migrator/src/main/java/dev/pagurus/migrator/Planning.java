package dev.pagurus.migrator;

import dev.pagurus.StoreException;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at both ends and says what a run would do. */
final class Planning {

  private final End source;
  private final End target;
  private final MigrationOptions options;
  private final List<Obstacle> obstacles = new ArrayList<>();

  Planning(End source, End target, MigrationOptions options) {
    this.source = source;
    this.target = target;
    this.options = options;
  }

  MigrationPlan plan() {
    try (End.Held from = source.hold(true);
        End.Held to = heldTarget()) {
      Backend backend = from.backend();
      if (Control.read(backend) != null) {
        stop(
            "the source is itself the target of a migration that is not done",
            "bring that to its end, or abort it");
      }
      long users = 0;
      long documents = 0;
      long bytes = 0;
      Iterator<UserPair> all = UserPairs.of(backend, backend, options.users(), null);
      while (all.hasNext()) {
        UserInfo info = all.next().source();
        if (info != null) {
          users++;
          documents += info.documents();
          bytes += info.bytes();
        }
      }
      MigrationPlan.State state = state(backend, to == null ? null : to.backend());
      List<CollectionDefinition> indexes =
          backend.definitions().stream()
              .filter(one -> options.movesCollection(one.collection()))
              .toList();
      return new MigrationPlan(
          source.name(),
          target.name(),
          state,
          users,
          documents,
          bytes,
          indexes,
          obstacles,
          Optional.empty());
    }
  }

  private End.@Nullable Held heldTarget() {
    try {
      return target.hold(true);
    } catch (StoreException e) {
      if (e.code() != ErrorCode.NO_STORE) {
        stop(String.valueOf(e.getMessage()), "see to the target, or name another");
      }
      return null;
    }
  }

  private MigrationPlan.State state(Backend from, @Nullable Backend to) {
    if (to == null) {
      return obstacles.stream().anyMatch(one -> one.severity() == Obstacle.Severity.STOPS)
          ? MigrationPlan.State.OCCUPIED
          : MigrationPlan.State.ABSENT;
    }
    ControlState control = Control.read(to);
    if (control != null) {
      try {
        Entrance.requireSamePlan(control, Run.agreement(from, source.name(), options));
        return MigrationPlan.State.BEGUN;
      } catch (dev.pagurus.spi.BackendException e) {
        stop(String.valueOf(e.getMessage()), "see what it is with migrate status");
        return MigrationPlan.State.OCCUPIED;
      }
    }
    if (to.users(null, 1).isEmpty()) {
      return MigrationPlan.State.EMPTY;
    }
    if (options.merge().isEmpty()) {
      stop("the target is not empty", "name another target, or empty it, or say how to merge");
    }
    return MigrationPlan.State.OCCUPIED;
  }

  private void stop(String what, String advice) {
    obstacles.add(new Obstacle(Obstacle.Severity.STOPS, what, advice));
  }
}
