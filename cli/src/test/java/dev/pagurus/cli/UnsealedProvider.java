package dev.pagurus.cli;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Traits;
import dev.pagurus.sqlite.SqliteProvider;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backend of somebody else, whose stores cannot be sealed. */
public final class UnsealedProvider implements BackendProvider {

  private final BackendProvider sqlite = new SqliteProvider();

  @Override
  public String name() {
    return "unsealed";
  }

  @Override
  public String description() {
    return "one file, which cannot be sealed";
  }

  @Override
  public Traits traits() {
    return sqlite.traits();
  }

  @Override
  public List<Setting> settings() {
    return sqlite.settings();
  }

  @Override
  public Backend open(OpenRequest request) {
    return new ForwardingBackend(sqlite.open(request)) {
      @Override
      public @Nullable String movedTo() {
        return null;
      }

      @Override
      public void seal(String to) {
        throw new BackendException(ErrorCode.INVALID, "this cannot be sealed");
      }

      @Override
      public void unseal() {}
    };
  }

  @Override
  public void restore(Path backup, OpenRequest request) {
    sqlite.restore(backup, request);
  }
}
