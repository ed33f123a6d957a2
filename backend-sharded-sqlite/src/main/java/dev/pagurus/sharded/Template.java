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
  private byte[] content = {};
  private long contentIndexes = -1;
  private final Declarations declarations;

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

  /** The bytes of a new user's file. */
  synchronized byte[] content() throws IOException {
    long indexes = declarations.bringUp(backend, contentIndexes, refused -> {});
    if (indexes != contentIndexes) {
      Path copy = place.root().resolve("_new-" + UUID.randomUUID());
      try {
        backend.maintenance().backup(copy, Progress.NONE);
        content = Files.readAllBytes(copy);
        contentIndexes = indexes;
      } finally {
        Files.deleteIfExists(copy);
      }
    }
    return content;
  }

  @Override
  public void close() {
    backend.close();
  }
}
