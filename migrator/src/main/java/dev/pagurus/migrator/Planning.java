package dev.pagurus.migrator;

import dev.pagurus.StoreException;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
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
      Extent extent = Extent.of(backend, options, () -> {});
      MigrationPlan.State state = state(backend, to == null ? null : to.backend());
      List<CollectionDefinition> indexes =
          backend.definitions().stream()
              .filter(one -> options.movesCollection(one.collection()))
              .toList();
      surroundings(extent.bytes());
      Optional<Duration> estimate =
          target
              .locator()
              .flatMap(
                  locator ->
                      Sample.estimate(
                          backend, locator, options, extent.documents(), extent.bytes()));
      return new MigrationPlan(
          source.name(),
          target.name(),
          state,
          extent.users(),
          extent.documents(),
          extent.bytes(),
          indexes,
          obstacles,
          estimate);
    }
  }

  private void surroundings(long bytes) {
    try {
      Entrance.requireApart(source, target);
    } catch (BackendException e) {
      stop(String.valueOf(e.getMessage()), "see to the locators");
    }
    target.place().ifPresent(place -> surroundings(place, bytes));
  }

  private void surroundings(Place place, long bytes) {
    if (place.isNew() && !Files.isWritable(place.there())) {
      stop("nothing can be made in " + place.there(), "see to its permissions");
    }
    try {
      long room = Files.getFileStore(place.there()).getUsableSpace();
      // A target needs about as much again for its indexes and what is not yet in its place.
      if (room < 2 * bytes) {
        obstacles.add(
            new Obstacle(
                Obstacle.Severity.WARNS,
                "there are " + room + " bytes free for bodies of " + bytes,
                "make room: twice the bytes of the bodies, or more with many indexes"));
      }
    } catch (IOException e) {
      stop("cannot look at " + place.there() + ": " + e.getMessage(), "see to the file system");
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
      } catch (BackendException e) {
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
