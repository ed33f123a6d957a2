package dev.pagurus.sharded;

import dev.pagurus.document.Address;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.DeletedUser;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.Traits;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An open store of one file per user. A call for a user goes to the user's file, which {@link
 * OpenUsers} has open; for a user that is not there, {@link Template} answers. {@link Registry}
 * knows who is there, {@link IndexBuilder} declares indexes for all.
 */
final class ShardedBackend implements Backend {

  /** How often to look for somebody who waits for a user alone. */
  private static final Duration LOOK_PAUSE = Duration.ofMillis(100);

  private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

  private final Registry registry;
  private final UserLocks locks;
  private final Declarations declarations;
  private final Template template;
  private final OpenUsers users;
  private final AllUsers all;
  private final UserCopies copies;
  private final DeletedUsers deleted;
  private final IndexBuilder indexes;
  private final Maintenance maintenance;
  private final Upkeep upkeep;
  private final Background background = new Background();
  private boolean closed;

  private ShardedBackend(
      Place place,
      ShardedSettings settings,
      InstantSource clock,
      Registry registry,
      Volumes volumes,
      UserLocks locks,
      Template template,
      Declarations declarations) {
    this.registry = registry;
    this.locks = locks;
    this.template = template;
    this.declarations = declarations;
    Failures failures = new Failures(registry);
    Leftovers leftovers = new Leftovers(registry, volumes);
    UserFiles files =
        new UserFiles(
            place,
            settings,
            registry,
            volumes,
            leftovers,
            locks,
            template,
            declarations,
            failures,
            clock);
    this.users = new OpenUsers(files, registry, locks, settings, background::soon);
    this.copies = new UserCopies(registry, files, users);
    this.all = new AllUsers(registry, users, failures);
    this.indexes = new IndexBuilder(registry, locks.tasks(), template, all);
    this.deleted =
        new DeletedUsers(registry, volumes, files, users, locks, clock, settings.undelete());
    if (registry.movedTo() == null) {
      files.loose().sweep();
      deleted.sweep();
    }
    this.maintenance =
        new ShardedMaintenance(
            place,
            settings,
            registry,
            volumes,
            locks.tasks(),
            users,
            all,
            failures,
            new Relayout(
                registry,
                volumes,
                users,
                new UserMover(place, registry, volumes, files, leftovers)),
            deleted);
    background.every(LOOK_PAUSE, users::giveWay);
    background.every(LOOK_PAUSE, users.cooling()::settle);
    this.upkeep = new Upkeep(registry, locks.tasks(), users, indexes, failures, settings, clock);
    if (!settings.upkeep().isZero()) {
      background.steps(upkeep.firstPause(), upkeep::step, RETRY_PAUSE);
    }
    background.every(DeletedUsers.BETWEEN_PURGES, deleted::purgeNowAndThen);
  }

  /** Opens the store in a place that has been looked at, or makes it. */
  static ShardedBackend open(
      Place place, ShardedSettings settings, InstantSource clock, OpenRequest.Mode mode) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      Registry registry = Registry.open(place, settings, mode);
      opened.push(registry);
      Volumes volumes = Volumes.open(place, registry, settings.volumes());
      UserLocks locks = UserLocks.open(place.locks(), settings.busyTimeout());
      opened.push(locks);
      Declarations declarations = new Declarations(registry);
      Template template = new Template(place, settings, declarations, clock);
      opened.push(template);
      declarations.bringUp(template.backend(), -1, refused -> {});
      return new ShardedBackend(
          place, settings, clock, registry, volumes, locks, template, declarations);
    } catch (IOException e) {
      closeAll(opened, e);
      throw place.unavailable(e);
    } catch (RuntimeException | Error e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private static void closeAll(Deque<AutoCloseable> opened, Throwable why) {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (Exception e) {
        why.addSuppressed(e);
      }
    }
  }

  @Override
  public Traits traits() {
    return ShardedProvider.TRAITS;
  }

  /** A short read of one user. */
  private <T> T read(String user, Function<Backend, T> action) {
    try (OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.READ)) {
      return action.apply(lease == null ? template.backend() : lease.backend());
    }
  }

  @Override
  public Commit commit(String user, Batch batch) {
    boolean makes = batch.writes().stream().anyMatch(ShardedBackend::makesDocument);
    OpenUsers.Use use = makes ? OpenUsers.Use.MAKE : OpenUsers.Use.LIVE;
    try (OpenUsers.Lease lease = users.lease(user, use)) {
      return lease == null
          ? template.backend().commit(user, batch) // with nothing there, it can change nothing
          : lease.forWriting().backend().commit(user, batch);
    }
  }

  /** Whether a write can make a document where there is none. */
  private static boolean makesDocument(Write write) {
    Condition.Kind condition = write.condition().kind();
    return write instanceof Write.Put
        && (condition == Condition.Kind.NONE || condition == Condition.Kind.ABSENT);
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    return read(user, file -> file.get(user, addresses));
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    return rows(user, file -> file.scan(user, collection, after), rows -> rows, (as, rows) -> rows);
  }

  @Override
  public Found find(FindRequest request) {
    return rows(
        request.user(),
        file -> file.find(request),
        Found::rows,
        (found, rows) -> new Found(found.plan(), rows));
  }

  /**
   * Has a user's file answer with rows. Of a file at rest they are read at once, if they are few:
   * who walks through rows may take his time, and may write meanwhile, which needs the file live.
   */
  private <T> T rows(
      String user,
      Function<Backend, T> action,
      Function<T, Rows> rows,
      BiFunction<T, Rows, T> with) {
    OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.READ);
    if (lease == null || !lease.isAtRest()) {
      return walk(lease, action, rows, with);
    }
    try (lease) {
      T answer = action.apply(lease.backend());
      Rows whole = WholeRows.of(rows.apply(answer), users::requireOpen);
      if (whole != null) {
        return with.apply(answer, whole);
      }
    }
    return walk(users.lease(user, OpenUsers.Use.LIVE), action, rows, with);
  }

  private <T> T walk(
      OpenUsers.@Nullable Lease lease,
      Function<Backend, T> action,
      Function<T, Rows> rows,
      BiFunction<T, Rows, T> with) {
    if (lease == null) {
      return action.apply(template.backend());
    }
    try {
      T answer = action.apply(lease.backend());
      return with.apply(answer, new LeasedRows(rows.apply(answer), lease));
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  @Override
  public Plan explain(FindRequest request) {
    return read(request.user(), file -> file.explain(request));
  }

  @Override
  public Counted count(String user, String collection, Filter filter) {
    return read(user, file -> file.count(user, collection, filter));
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    return read(user, file -> file.changes(user, since, limit));
  }

  @Override
  public Changes deletions(String user, long since, int limit) {
    return read(user, file -> file.deletions(user, since, limit));
  }

  @Override
  public void beginFeed(String user, long horizon) {
    try (OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.LIVE)) {
      if (lease != null) {
        lease.forWriting().backend().beginFeed(user, horizon);
      }
    }
  }

  @Override
  public Optional<String> identity() {
    return registry.identity();
  }

  @Override
  public void replay(String user, Changes changes) {
    try (OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.MAKE)) {
      if (lease != null) {
        lease.forWriting().backend().replay(user, changes);
      }
    }
  }

  @Override
  public List<UserInfo> users(@Nullable String after, int limit) {
    return all.list(after, limit);
  }

  @Override
  public @Nullable UserInfo user(String user) {
    return all.info(user);
  }

  @Override
  public @Nullable Iterator<String> usersWith(
      String collection, Filter filter, @Nullable String after) {
    users.cooling().settle(); // else each of them would be asked
    return declarations.usersWith(collection, filter, after);
  }

  @Override
  public List<CollectionInfo> collections(String user) {
    return read(user, file -> file.collections(user));
  }

  @Override
  public List<String> collectionNames(String user) {
    return read(user, file -> file.collectionNames(user));
  }

  @Override
  public boolean deleteUser(String user, OptionalLong expected) {
    try (OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.LIVE)) {
      if (lease == null) {
        return template.backend().deleteUser(user, expected); // judges, and finds nobody
      }
      Optional<Boolean> there = deleted.delete(user, lease.forWriting().backend(), expected);
      if (there.isPresent()) {
        lease.leave();
        return there.get();
      }
    }
    return deleted.deleteAlone(user, expected);
  }

  @Override
  public Quota quota(String user) {
    return read(user, file -> file.quota(user));
  }

  @Override
  public void setQuota(String user, Quota quota) {
    try (OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.LIVE)) {
      if (lease == null) {
        throw BackendException.noUser();
      }
      lease.forWriting().backend().setQuota(user, quota);
    }
  }

  @Override
  public List<DeletedUser> deletedUsers() {
    return deleted.list();
  }

  @Override
  public void undeleteUser(String user) {
    deleted.undelete(user);
  }

  @Override
  public boolean purgeUser(String user) {
    return deleted.purge(user);
  }

  @Override
  public boolean copyUser(String user, String as) {
    return copies.copy(user, as);
  }

  @Override
  public boolean renameUser(String user, String to) {
    return copies.rename(user, to);
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    indexes.define(definition, progress);
  }

  @Override
  public void drop(String collection, IndexDefinition index) {
    indexes.drop(collection, index);
  }

  @Override
  public List<CollectionDefinition> definitions() {
    return declarations.serving();
  }

  @Override
  public @Nullable String movedTo() {
    return registry.movedTo();
  }

  @Override
  public void seal(String to) {
    new Sealing(registry, users).seal(to);
  }

  @Override
  public void unseal() {
    registry.unseal();
  }

  @Override
  public Maintenance maintenance() {
    return maintenance;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (registry;
        locks;
        template) {
      background.close();
      try (upkeep) {
        users.close();
      }
    }
  }
}
