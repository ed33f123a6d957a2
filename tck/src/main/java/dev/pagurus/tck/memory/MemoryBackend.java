package dev.pagurus.tck.memory;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Traits;
import dev.pagurus.spi.UserInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An opened store in memory: every call holds the store's monitor; rows walk through a snapshot
 * without it.
 */
final class MemoryBackend implements Backend {

  private static final MemoryUser NOBODY = new MemoryUser();

  private final MemoryStore store;
  private final InstantSource clock;
  private final Duration retention;
  private boolean closed;

  MemoryBackend(MemoryStore store, InstantSource clock, Duration retention) {
    this.store = store;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public Traits traits() {
    return MemoryProvider.TRAITS;
  }

  private <T extends @Nullable Object> T locked(Supplier<T> call) {
    synchronized (store) {
      if (closed) {
        throw new BackendException(ErrorCode.CLOSED, "the store is closed: open it again");
      }
      return call.get();
    }
  }

  /** For what changes something. */
  private <T extends @Nullable Object> T changing(Supplier<T> call) {
    return locked(
        () -> {
          store.requireHere();
          return call.get();
        });
  }

  private void change(Runnable call) {
    this.<@Nullable Void>changing(
        () -> {
          call.run();
          return null;
        });
  }

  private MemoryUser find(String user) {
    return store.users.getOrDefault(user, NOBODY);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public Commit commit(String user, Batch batch) {
    return changing(
        () -> {
          MemoryUser there = store.users.getOrDefault(user, new MemoryUser());
          Commit commit = there.commit(batch, now(), store::uniquePaths);
          if (commit.revision() > 0) {
            store.users.put(user, there);
          }
          return commit;
        });
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    return locked(
        () -> {
          List<@Nullable StoredDocument> found = new ArrayList<>();
          addresses.forEach(address -> found.add(find(user).document(address)));
          return new Documents(find(user).revision(), found);
        });
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    return locked(
        () -> new MemoryRows(find(user).snapshot(), find(user).revision(), collection, after));
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    return locked(() -> find(user).changes(since, limit));
  }

  @Override
  public void replay(String user, Changes changes) {
    change(
        () -> {
          if (changes.upTo() > 0 || !changes.changes().isEmpty()) {
            store.users.computeIfAbsent(user, absent -> new MemoryUser()).replay(changes);
          }
        });
  }

  @Override
  public void beginFeed(String user, long horizon) {
    change(
        () -> {
          MemoryUser there = store.users.get(user);
          if (there != null) {
            there.beginFeed(horizon);
          }
        });
  }

  @Override
  public Optional<String> identity() {
    return locked(() -> Optional.of(store.identity));
  }

  @Override
  public List<UserInfo> users(@Nullable String after, int limit) {
    return locked(
        () ->
            (after == null ? store.users : store.users.tailMap(after, false))
                .entrySet().stream()
                    .limit(limit)
                    .map(user -> user.getValue().info(user.getKey()))
                    .toList());
  }

  @Override
  public @Nullable UserInfo user(String user) {
    return locked(() -> store.users.containsKey(user) ? find(user).info(user) : null);
  }

  @Override
  public List<CollectionInfo> collections(String user) {
    return locked(() -> find(user).collections());
  }

  @Override
  public boolean deleteUser(String user, OptionalLong expected) {
    return changing(
        () -> {
          if (expected.isPresent() && expected.getAsLong() != find(user).revision()) {
            throw BackendException.userMoved(expected.getAsLong(), find(user).revision());
          }
          return store.users.remove(user) != null;
        });
  }

  @Override
  public Quota quota(String user) {
    return locked(() -> find(user).quota());
  }

  @Override
  public void setQuota(String user, Quota quota) {
    change(
        () -> {
          if (!store.users.containsKey(user)) {
            throw BackendException.noUser();
          }
          find(user).setQuota(quota);
        });
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    change(() -> store.define(definition, progress));
  }

  @Override
  public void drop(String collection, IndexDefinition index) {
    change(() -> store.drop(collection, index));
  }

  @Override
  public List<CollectionDefinition> definitions() {
    return locked(store::definitions);
  }

  @Override
  public @Nullable String movedTo() {
    return this.<@Nullable String>locked(() -> store.movedTo);
  }

  @Override
  public void seal(String to) {
    locked(
        () -> {
          if (!to.equals(store.movedTo)) {
            store.requireHere();
            store.movedTo = to;
          }
          return true;
        });
  }

  @Override
  public void unseal() {
    locked(
        () -> {
          store.movedTo = null;
          return true;
        });
  }

  @Override
  public void close() {
    synchronized (store) {
      if (!closed) {
        closed = true;
        store.release();
      }
    }
  }

  @Override
  public Maintenance maintenance() {
    return new Maintenance() {
      @Override
      public long verify(Consumer<Finding> findings, Progress progress) {
        return locked(store::documents);
      }

      @Override
      public void repair(Path quarantine, Consumer<Finding> findings, Progress progress) {
        verify(findings, progress);
      }

      @Override
      public void compact(Progress progress) {
        change(
            () ->
                store.users.values().forEach(user -> user.forgetDeletions(now().minus(retention))));
      }

      @Override
      public Map<String, Long> statistics() {
        return locked(
            () -> Map.of("users", (long) store.users.size(), "documents", store.documents()));
      }

      @Override
      public void backup(Path target, Progress progress) {
        locked(
            () -> {
              MemoryCopy.write(store, target);
              return true;
            });
      }
    };
  }
}
