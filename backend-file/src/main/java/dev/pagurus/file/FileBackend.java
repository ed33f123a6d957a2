package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Utf8;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.UserState;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.Traits;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An open store of files. */
final class FileBackend implements Backend {

  private final FileStore store;
  private final Moved moved;
  private final Gets gets;
  private final Finds finds;
  private final Feed feed;
  private final IndexBuilds builds;
  private final Checkpoints checkpoints;
  private final IndexCare care;
  private final Housekeeping housekeeping;
  private final @Nullable Watch watch;
  private volatile boolean closed;

  FileBackend(
      FileStore store,
      Moved moved,
      Checkpoints checkpoints,
      IndexCare care,
      Housekeeping housekeeping) {
    this.store = store;
    this.moved = moved;
    this.watch =
        store.settings().watch() && moved.to() == null ? new Watch(store, checkpoints) : null;
    this.checkpoints = checkpoints;
    this.care = care;
    this.housekeeping = housekeeping;
    this.gets = new Gets(store);
    this.finds = new Finds(store, housekeeping, this::requireOpen, care::suspect);
    this.feed = new Feed(store);
    this.builds = new IndexBuilds(store, checkpoints);
  }

  /** Begins what is done beside the calls. */
  FileBackend start() {
    care.start();
    housekeeping.start();
    if (watch != null) {
      watch.start();
    }
    return this;
  }

  private void requireOpen() {
    if (closed) {
      throw Errors.closed();
    }
  }

  @Override
  public Traits traits() {
    return FileProvider.TRAITS;
  }

  @Override
  public Commit commit(String user, Batch batch) {
    requireOpen();
    housekeeping.awaitRoom();
    return moved.changing(() -> care.withFiles(() -> judged(user, batch)));
  }

  private Commit judged(String user, Batch batch) {
    AtomicReference<Commit> answer = new AtomicReference<>();
    store
        .commits()
        .run(
            batch.writes().stream().mapToLong(FileBackend::bytes).sum(),
            (planner, planned) -> {
              User whose = store.users().findOrMake(user);
              Planned edits = planner.absorb(whose, batch);
              if (edits != null) {
                planned.add(edits);
              }
              Planner.Judged judged = planner.plan(whose, batch);
              answer.set(judged.commit());
              if (judged.planned() != null) {
                planned.add(judged.planned());
              }
            });
    return Objects.requireNonNull(answer.get());
  }

  private static long bytes(Write write) {
    return write instanceof Write.Put put ? put.body().size() : 0;
  }

  @Override
  public void replay(String user, Changes changes) {
    requireOpen();
    if (changes.upTo() == 0 && changes.changes().isEmpty()) {
      return;
    }
    housekeeping.awaitRoom();
    changing(() -> takeIn(user, changes));
  }

  /** Does what changes something and needs an index. */
  private void changing(Runnable change) {
    moved.changing(
        () ->
            care.withIndex(
                () -> {
                  change.run();
                  return true;
                }));
  }

  private void takeIn(String user, Changes changes) {
    store
        .commits()
        .run(
            1_000L * changes.changes().size(),
            (planner, planned) -> {
              Planned newer = planner.replay(store.users().findOrMake(user), changes);
              if (newer != null) {
                planned.add(newer);
              }
            });
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    requireOpen();
    return care.withRecords(() -> gets.get(user, addresses));
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    requireOpen();
    return care.withFiles(() -> finds.scan(user, collection, after));
  }

  @Override
  public Found find(FindRequest request) {
    requireOpen();
    return care.withIndex(() -> finds.find(request));
  }

  @Override
  public Plan explain(FindRequest request) {
    requireOpen();
    return care.withIndex(() -> finds.explain(request));
  }

  @Override
  public Counted count(String user, String collection, Filter filter) {
    requireOpen();
    return care.withIndex(
        () -> {
          Counted counted = finds.count(user, collection, filter);
          return counted != null ? counted : Backend.super.count(user, collection, filter);
        });
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    requireOpen();
    return care.withIndex(() -> feed.changes(user, since, limit));
  }

  @Override
  public void beginFeed(String user, long horizon) {
    requireOpen();
    care.withIndex(() -> new FeedBeginning(store, checkpoints).set(user, horizon));
  }

  @Override
  public Optional<String> identity() {
    requireOpen();
    return Optional.of(Heading.identity(store));
  }

  @Override
  public List<UserInfo> users(@Nullable String after, int limit) {
    requireOpen();
    return care.withIndex(() -> page(after, limit));
  }

  private List<UserInfo> page(@Nullable String after, int limit) {
    Generation generation = store.generations().acquire();
    try (Entries<UserState> indexed = generation.view().users(after)) {
      Entries<UserState> all =
          new Merge<>(
              List.of(Merge.of(fresh(generation, after).iterator()), indexed),
              (a, b) -> Utf8.compare(a.user(), b.user()));
      List<UserInfo> page = new ArrayList<>();
      while (page.size() < limit) {
        UserState state = all.next();
        if (state == null) {
          break;
        }
        if (state.revision() > 0) {
          page.add(info(state));
        }
      }
      return page;
    } finally {
      generation.release();
    }
  }

  private static List<UserState> fresh(Generation generation, @Nullable String after) {
    return generation.overlays().stream()
        .flatMap(overlay -> overlay.users().stream())
        .distinct()
        .map(User::published)
        .filter(state -> after == null || Utf8.compare(state.user(), after) > 0)
        .sorted((a, b) -> Utf8.compare(a.user(), b.user()))
        .toList();
  }

  static UserInfo info(UserState state) {
    long documents = 0;
    long bytes = 0;
    for (CollectionInfo collection : state.collections()) {
      documents += collection.documents();
      bytes += collection.bytes();
    }
    return new UserInfo(state.user(), state.revision(), documents, bytes, state.horizon());
  }

  @Override
  public @Nullable UserInfo user(String name) {
    requireOpen();
    return state(name).filter(state -> state.revision() > 0).map(FileBackend::info).orElse(null);
  }

  @Override
  public List<CollectionInfo> collections(String name) {
    requireOpen();
    return state(name).map(UserState::collections).orElse(List.of());
  }

  private Optional<UserState> state(String name) {
    return care.withIndex(() -> Optional.ofNullable(store.users().find(name)).map(User::published));
  }

  @Override
  public boolean deleteUser(String user, OptionalLong expected) {
    requireOpen();
    return moved.changing(
        () -> care.withIndex(() -> new UserRemoval(store, checkpoints).remove(user, expected)));
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    requireOpen();
    changing(() -> builds.define(definition, progress));
  }

  @Override
  public void drop(String collection, IndexDefinition index) {
    requireOpen();
    changing(() -> builds.drop(collection, index));
  }

  @Override
  public List<CollectionDefinition> definitions() {
    requireOpen();
    return store.definitions().all();
  }

  @Override
  public @Nullable String movedTo() {
    requireOpen();
    return moved.to();
  }

  @Override
  public void seal(String to) {
    requireOpen();
    moved.seal(to);
  }

  @Override
  public void unseal() {
    requireOpen();
    moved.unseal();
  }

  @Override
  public Maintenance maintenance() {
    requireOpen();
    return new FileMaintenance(store, checkpoints, care, this::requireOpen);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      care.close();
      if (watch != null) {
        watch.close();
      }
      store.commits().shut();
      housekeeping.close();
      try {
        checkpoints.close();
      } finally {
        letGo();
      }
    } catch (IOException e) {
      throw Errors.of(
          "the store is closed and nothing is lost, but its journal could not be emptied", e);
    }
  }

  private void letGo() throws IOException {
    try {
      store.journal().close();
    } finally {
      store.lock().close();
    }
  }
}
