package dev.pagurus.sqlite;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Traits;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Keeps a store in one SQLite file: {@code sqlite:places.db}. */
public final class SqliteProvider implements BackendProvider {

  static final Traits TRAITS =
      new Traits(
          Traits.Sharing.ONE_MACHINE,
          Traits.Persistence.DISK,
          Set.of(Durability.COMMIT, Durability.RELAXED),
          Set.of(Traits.PushDown.values()));

  /** Makes the provider; for {@link java.util.ServiceLoader}. */
  public SqliteProvider() {}

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public String description() {
    return "Keeps everything in one SQLite file, which the processes of one machine may share.";
  }

  @Override
  public Traits traits() {
    return TRAITS;
  }

  /** What the setting {@code page-size} may be, from the smallest to the largest. */
  public static List<String> pageSizes() {
    return SqliteSettings.PAGE_SIZES;
  }

  @Override
  public List<Setting> settings() {
    return SqliteSettings.ALL;
  }

  @Override
  public Backend open(OpenRequest request) {
    SqliteSettings settings = SqliteSettings.of(request.settings());
    Path path = StoreFile.locate(request.location());
    NativeLibrary.load();
    StoreFile file =
        settings.immutable()
            ? StoreFile.enterToRead(path)
            : StoreFile.enter(path, request.mode(), settings.allowNetworkFileSystem());
    return SqliteBackend.open(file, settings, request);
  }

  @Override
  public void restore(Path backup, OpenRequest request) {
    Backup.restore(backup, StoreFile.locate(request.location()));
  }
}
