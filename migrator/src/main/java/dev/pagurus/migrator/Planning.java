package dev.pagurus.migrator;

import dev.pagurus.Backends;
import dev.pagurus.Locator;
import dev.pagurus.SettingValues;
import dev.pagurus.StoreException;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StandardSettings;
import dev.pagurus.spi.Traits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
      for (String absent : extent.absent()) {
        obstacles.add(new Obstacle(Obstacle.Severity.WARNS, absent, "see how it is spelled"));
      }
      MigrationPlan.State state = state(backend, to == null ? null : to.backend());
      List<CollectionDefinition> indexes =
          backend.definitions().stream()
              .filter(one -> options.movesCollection(one.collection()))
              .toList();
      surroundings(extent);
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

  private void surroundings(Extent extent) {
    try {
      Entrance.requireApart(source, target);
    } catch (BackendException e) {
      stop(String.valueOf(e.getMessage()), "see to the locators");
    }
    target.place().ifPresent(place -> surroundings(place, extent));
    lasting();
    limits();
  }

  /** Who plans in one process and runs in another would find nothing. */
  private void lasting() {
    boolean ends =
        target
            .locator()
            .map(to -> Backends.named(to.backend()).traits().persistence())
            .filter(Traits.Persistence.PROCESS::equals)
            .isPresent();
    if (ends) {
      obstacles.add(
          new Obstacle(
              Obstacle.Severity.WARNS,
              target.name() + " ends with the process that moves into it",
              "name a target on disk, unless this process goes on with it"));
    }
  }

  private void surroundings(Place place, Extent extent) {
    Path above = place.path().getParent();
    if (place.isNew() && above != null && !above.equals(place.there())) {
      obstacles.add(
          new Obstacle(
              Obstacle.Severity.WARNS,
              "there is no folder " + above + " to put the target into",
              "make it, or see how the target is spelled"));
    }
    try {
      obstacles.addAll(Site.of(place).obstacles(extent.bytes(), files(extent)));
    } catch (IOException e) {
      stop("cannot look at " + place.there() + ": " + e.getMessage(), "see to the file system");
    }
  }

  private OptionalLong files(Extent extent) {
    return target
        .locator()
        .map(to -> Backends.named(to.backend()).files(extent.users(), extent.documents()))
        .orElse(OptionalLong.empty());
  }

  /** What is larger arrives, since it is replayed; but nobody could write it again. */
  private void limits() {
    OptionalLong from = largest(source);
    OptionalLong to = largest(target);
    if (from.isPresent() && to.isPresent() && to.getAsLong() < from.getAsLong()) {
      obstacles.add(
          new Obstacle(
              Obstacle.Severity.WARNS,
              "documents may have "
                  + from.getAsLong()
                  + " bytes at the source, and "
                  + to.getAsLong()
                  + " at the target: larger ones arrive, and cannot be written again",
              "set " + StandardSettings.MAX_DOCUMENT_BYTES.name() + " for the target"));
    }
  }

  private static OptionalLong largest(End end) {
    Locator locator = end.locator().orElse(null);
    if (locator == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(
          SettingValues.of(locator.settings(), Backends.named(locator.backend()).settings())
              .number(StandardSettings.MAX_DOCUMENT_BYTES));
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty(); // whoever opens it says why
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
