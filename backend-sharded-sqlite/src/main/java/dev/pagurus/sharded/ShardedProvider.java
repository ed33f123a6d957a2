package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Traits;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Keeps one SQLite file per user: {@code sharded-sqlite:DIR}. */
public final class ShardedProvider implements BackendProvider {

  static final Traits TRAITS =
      new Traits(
          Traits.Sharing.ONE_MACHINE,
          Traits.Persistence.DISK,
          Set.of(Durability.COMMIT, Durability.RELAXED),
          Set.of(Traits.PushDown.values()));

  /** Makes the provider; for {@link java.util.ServiceLoader}. */
  public ShardedProvider() {}

  @Override
  public String name() {
    return "sharded-sqlite";
  }

  @Override
  public String description() {
    return "Keeps one small SQLite file per user, for 100,000 users on one machine.";
  }

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public List<Setting> settings() {
    return ShardedSettings.ALL;
  }

  /** A file for each user, logs of those that are open, and folders. */
  @Override
  public OptionalLong files(long users, long documents) {
    return OptionalLong.of(users + Math.min(2 * users, 1_024) + users / 10 + 20);
  }

  @Override
  public Backend open(OpenRequest request) {
    ShardedSettings settings = ShardedSettings.of(request.settings());
    Place place = Place.locate(request.location());
    place.enter(request.mode());
    return ShardedBackend.open(place, settings, request.clock(), request.mode());
  }

  @Override
  public void restore(Path backup, OpenRequest request) {
    Backup.restore(backup, Place.locate(request.location()));
  }
}
