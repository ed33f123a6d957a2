package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.sqlite.SqliteProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/**
 * A file with all declared indexes and no user: what a new user's file begins as, and what answers
 * for users that are not there. A copy is made four times as fast as tables are.
 */
final class Template implements AutoCloseable {

  private final Place place;
  private final Backend backend;
  private final Declarations declarations;
  private Content content = new Content(new byte[0], -1);

  Template(Place place, ShardedSettings settings, Declarations declarations, InstantSource clock) {
    this.place = place;
    this.declarations = declarations;
    this.backend =
        new SqliteProvider()
            .open(
                new OpenRequest(
                    place.template().toString(),
                    settings.ofUsers(),
                    OpenRequest.Mode.OPEN_OR_CREATE,
                    clock));
  }

  /** Answers as a store does in which there is nobody. */
  Backend backend() {
    return backend;
  }

  /**
   * What a new user's file begins as.
   *
   * @param bytes of the file
   * @param indexes up to which change of the declared indexes it has been brought
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Content(byte[] bytes, long indexes) {}

  /** What a new user's file is to begin as now. */
  synchronized Content content() {
    long indexes = declarations.bringUp(backend, content.indexes(), refused -> {});
    if (indexes != content.indexes()) {
      content = new Content(copy(), indexes);
    }
    return content;
  }

  private byte[] copy() {
    Path copy = place.root().resolve("_new-" + UUID.randomUUID());
    try {
      try {
        backend.maintenance().backup(copy, Progress.NONE);
        return Files.readAllBytes(copy);
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }

  @Override
  public void close() {
    backend.close();
  }
}
