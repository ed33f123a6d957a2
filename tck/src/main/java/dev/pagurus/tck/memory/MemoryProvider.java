package dev.pagurus.tck.memory;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.StandardSettings;
import dev.pagurus.spi.Traits;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps documents in this process's memory: {@code memory:} is a store of its opener's own, {@code
 * memory:NAME} is one that outlives closing until the process ends. For an application's own tests,
 * and the reference that every backend is compared with.
 */
public final class MemoryProvider implements BackendProvider {

  static final Traits TRAITS =
      new Traits(
          Traits.Sharing.ONE_PROCESS,
          Traits.Persistence.PROCESS,
          Set.of(Durability.COMMIT, Durability.RELAXED),
          Set.of());

  private static final ConcurrentMap<String, MemoryStore> NAMED = new ConcurrentHashMap<>();

  /** Makes the provider; for {@link java.util.ServiceLoader}. */
  public MemoryProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String description() {
    return "Keeps documents in the memory of one process, for tests; nothing outlives the process.";
  }

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Backend open(OpenRequest request) {
    MemoryStore store = find(request);
    store.acquire();
    return new MemoryBackend(
        store, request.clock(), request.settings().duration(StandardSettings.FEED_RETENTION));
  }

  private static MemoryStore find(OpenRequest request) {
    String name = request.location();
    boolean create = request.mode() == OpenRequest.Mode.OPEN_OR_CREATE;
    MemoryStore store = name.isEmpty() ? null : NAMED.get(name);
    if (store != null) {
      return store;
    }
    if (!create) {
      throw new BackendException(
          ErrorCode.NO_STORE, "this process has no store in memory of the name \"" + name + "\"");
    }
    return name.isEmpty()
        ? new MemoryStore()
        : NAMED.computeIfAbsent(name, absent -> new MemoryStore());
  }

  /**
   * Gives free what stores of certain names hold, for whoever makes very many of them. One that is
   * open serves until it is closed, and is then gone.
   *
   * @param beginning what their names begin with
   */
  public static void forget(String beginning) {
    NAMED.keySet().removeIf(name -> name.startsWith(beginning));
  }

  @Override
  public void restore(Path backup, OpenRequest request) {
    MemoryStore store = new MemoryStore();
    MemoryCopy.read(backup, store);
    if (request.location().isEmpty() || NAMED.putIfAbsent(request.location(), store) != null) {
      throw new BackendException(
          ErrorCode.INVALID, "a store in memory is restored under a new name, as memory:NAME");
    }
  }
}
