package dev.pagurus.file;

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

/** Keeps every document as a file that a person can read and edit: {@code file:DIR}. */
public final class FileProvider implements BackendProvider {

  static final Traits TRAITS =
      new Traits(
          Traits.Sharing.ONE_PROCESS,
          Traits.Persistence.DISK,
          Set.of(Durability.COMMIT, Durability.RELAXED),
          Set.of(Traits.PushDown.values()));

  /** Makes the provider; for {@link java.util.ServiceLoader}. */
  public FileProvider() {}

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String description() {
    return "Keeps every document as a file that a person can read and edit.";
  }

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public List<Setting> settings() {
    return FileSettings.ALL;
  }

  /** A file for each document, what {@link Fanout} makes of folders, and a few for each user. */
  @Override
  public OptionalLong files(long users, long documents) {
    long inBuckets = Math.max(0, documents - users * Fanout.MAX_ENTRIES);
    long buckets = Math.min(inBuckets, users * 256) + inBuckets / Fanout.MAX_ENTRIES;
    return OptionalLong.of(documents + buckets + 4 * users + 100);
  }

  @Override
  public Backend open(OpenRequest request) {
    FileSettings settings = FileSettings.of(request.settings());
    return Opening.open(Opening.locate(request.location()), settings, request);
  }

  @Override
  public void restore(Path backup, OpenRequest request) {
    FileCopy.restore(backup, Opening.locate(request.location()));
  }
}
