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
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An open store of one file per user; each call goes to the part that does it. A call for a user
 * goes to the user's file, which {@link OpenUsers} has open; for a user that is not there, {@link
 * Template} answers. {@link Registry} knows who is there, {@link IndexBuilder} declares indexes for
 * all. {@link StoreParts} puts the parts together.
 */
final class ShardedBackend implements Backend {

  private final StoreParts parts;
  private final Registry registry;
  private final OpenUsers users;
  private final Template template;
  private final UserCalls calls;

  private ShardedBackend(StoreParts parts) {
    this.parts = parts;
    this.registry = parts.registry;
    this.users = parts.users;
    this.template = parts.template;
    this.calls = new UserCalls(users, template.backend());
  }

  /** Opens the store in a place that has been looked at, or makes it. */
  static ShardedBackend open(
      Place place, ShardedSettings settings, InstantSource clock, OpenRequest.Mode mode) {
    return new ShardedBackend(StoreParts.open(place, settings, clock, mode));
  }

  @Override
  public Traits traits() {
    return ShardedProvider.TRAITS;
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
    return calls.read(user, file -> file.get(user, addresses));
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    return calls.rows(
        user, file -> file.scan(user, collection, after), rows -> rows, (as, rows) -> rows);
  }

  @Override
  public Found find(FindRequest request) {
    return calls.rows(
        request.user(),
        file -> file.find(request),
        Found::rows,
        (found, rows) -> new Found(found.plan(), rows));
  }

  @Override
  public Plan explain(FindRequest request) {
    return calls.read(request.user(), file -> file.explain(request));
  }

  @Override
  public Counted count(String user, String collection, Filter filter) {
    return calls.read(user, file -> file.count(user, collection, filter));
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    return calls.read(user, file -> file.changes(user, since, limit));
  }

  @Override
  public Changes deletions(String user, long since, int limit) {
    return calls.read(user, file -> file.deletions(user, since, limit));
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
    return parts.all.list(after, limit);
  }

  @Override
  public @Nullable UserInfo user(String user) {
    return parts.all.info(user);
  }

  @Override
  public @Nullable Iterator<String> usersWith(
      String collection, Filter filter, @Nullable String after) {
    users.cooling().settle(); // else each of them would be asked
    return new Candidates(registry).usersWith(collection, filter, after);
  }

  @Override
  public List<CollectionInfo> collections(String user) {
    return calls.read(user, file -> file.collections(user));
  }

  @Override
  public List<String> collectionNames(String user) {
    return calls.read(user, file -> file.collectionNames(user));
  }

  @Override
  public boolean deleteUser(String user, OptionalLong expected) {
    try (OpenUsers.Lease lease = users.lease(user, OpenUsers.Use.LIVE)) {
      if (lease == null) {
        return template.backend().deleteUser(user, expected); // judges, and finds nobody
      }
      Optional<Boolean> there = parts.deleted.delete(user, lease.forWriting().backend(), expected);
      if (there.isPresent()) {
        lease.leave();
        return there.get();
      }
    }
    return parts.deleted.deleteAlone(user, expected);
  }

  @Override
  public Quota quota(String user) {
    return calls.read(user, file -> file.quota(user));
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
    return parts.deleted.list();
  }

  @Override
  public void undeleteUser(String user) {
    parts.deleted.undelete(user);
  }

  @Override
  public boolean purgeUser(String user) {
    return parts.deleted.purge(user);
  }

  @Override
  public boolean copyUser(String user, String as) {
    return parts.copies.copy(user, as);
  }

  @Override
  public boolean renameUser(String user, String to) {
    return parts.copies.rename(user, to);
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    parts.indexes.define(definition, progress);
  }

  @Override
  public void drop(String collection, IndexDefinition index) {
    parts.indexes.drop(collection, index);
  }

  @Override
  public List<CollectionDefinition> definitions() {
    return parts.declarations.serving();
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
    return parts.maintenance;
  }

  @Override
  public void close() {
    parts.close();
  }
}
