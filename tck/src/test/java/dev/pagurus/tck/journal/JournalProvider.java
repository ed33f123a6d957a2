package dev.pagurus.tck.journal;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Traits;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.memory.MemoryProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Opens a directory with a journal in it. */
public final class JournalProvider implements BackendProvider {

  /** The setting that names a {@link Flaw}. */
  public static final Setting FLAW =
      Setting.choice(
          "flaw",
          "none",
          Arrays.stream(Flaw.values()).map(flaw -> flaw.name().toLowerCase(Locale.ROOT)).toList(),
          "what the backend does wrong");

  static final Traits TRAITS =
      new Traits(
          Traits.Sharing.ONE_PROCESS,
          Traits.Persistence.DISK,
          Set.of(Durability.COMMIT, Durability.RELAXED),
          Set.of());

  /** For the service loader. */
  public JournalProvider() {}

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public String description() {
    return "Keeps documents in memory and a journal of them on disk; for the kit's own tests.";
  }

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public List<Setting> settings() {
    return List.of(FLAW);
  }

  @Override
  public Backend open(OpenRequest request) {
    Flaw flaw = Flaw.valueOf(request.settings().text(FLAW).toUpperCase(Locale.ROOT));
    Path directory = Path.of(request.location());
    try {
      prepare(directory, request.mode(), flaw);
      JournalFile file = JournalFile.open(directory, flaw);
      return JournalBackend.open(file, request, flaw);
    } catch (IOException e) {
      throw new BackendException(ErrorCode.UNAVAILABLE, "cannot open " + directory + ": " + e, e);
    }
  }

  private static void prepare(Path directory, OpenRequest.Mode mode, Flaw flaw) throws IOException {
    if (flaw == Flaw.OVERWRITING && Files.isRegularFile(directory)) {
      Files.delete(directory);
    }
    boolean journal = Files.exists(directory.resolve(JournalFile.NAME));
    boolean foreign = !journal && Files.exists(directory) && flaw != Flaw.ENTERING;
    if (foreign && flaw != Flaw.OVERWRITING) {
      throw new BackendException(ErrorCode.FOREIGN, directory + " is not a store of this kind");
    }
    if (!journal && mode == OpenRequest.Mode.MUST_EXIST) {
      throw new BackendException(ErrorCode.NO_STORE, "there is no store at " + directory);
    }
    Files.createDirectories(directory);
  }

  @Override
  public void restore(Path backup, OpenRequest request) {
    String name = "restored-" + UUID.randomUUID();
    OpenRequest ofCopy =
        new OpenRequest(name, request.settings(), OpenRequest.Mode.OPEN_OR_CREATE, request.clock());
    MemoryProvider memory = new MemoryProvider();
    memory.restore(backup, ofCopy);
    try (Backend copy = memory.open(ofCopy);
        Backend restored = open(request)) {
      copy.definitions().forEach(definition -> restored.define(definition, Progress.NONE));
      for (UserInfo user : copy.users(null, Integer.MAX_VALUE)) {
        restored.replay(user.user(), copy.changes(user.user(), 0, Integer.MAX_VALUE));
      }
    } finally {
      MemoryProvider.forget(name);
    }
  }
}
