package dev.pagurus.tck.stage;

import dev.pagurus.document.Address;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.DeletedUser;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.Traits;
import dev.pagurus.spi.UserInfo;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Passes every call on, to be derived from by what does one thing otherwise. */
public class ForwardingBackend implements Backend {

  /** What calls are passed on to. */
  protected final Backend next;

  /**
   * Passes calls on.
   *
   * @param next where to
   */
  public ForwardingBackend(Backend next) {
    this.next = next;
  }

  @Override
  public Traits traits() {
    return next.traits();
  }

  @Override
  public Commit commit(String user, Batch batch) {
    return next.commit(user, batch);
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    return next.get(user, addresses);
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    return next.scan(user, collection, after);
  }

  @Override
  public Found find(FindRequest request) {
    return next.find(request);
  }

  @Override
  public Plan explain(FindRequest request) {
    return next.explain(request);
  }

  @Override
  public Counted count(String user, String collection, Filter filter) {
    return next.count(user, collection, filter);
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    return next.changes(user, since, limit);
  }

  @Override
  public Changes deletions(String user, long since, int limit) {
    return next.deletions(user, since, limit);
  }

  @Override
  public void beginFeed(String user, long horizon) {
    next.beginFeed(user, horizon);
  }

  @Override
  public Optional<String> identity() {
    return next.identity();
  }

  @Override
  public void replay(String user, Changes changes) {
    next.replay(user, changes);
  }

  @Override
  public List<UserInfo> users(@Nullable String after, int limit) {
    return next.users(after, limit);
  }

  @Override
  public @Nullable UserInfo user(String user) {
    return next.user(user);
  }

  @Override
  public @Nullable Iterator<String> usersWith(
      String collection, Filter filter, @Nullable String after) {
    return next.usersWith(collection, filter, after);
  }

  @Override
  public List<CollectionInfo> collections(String user) {
    return next.collections(user);
  }

  @Override
  public List<String> collectionNames(String user) {
    return next.collectionNames(user);
  }

  @Override
  public boolean deleteUser(String user) {
    return next.deleteUser(user);
  }

  @Override
  public boolean deleteUser(String user, OptionalLong expected) {
    return next.deleteUser(user, expected);
  }

  @Override
  public List<DeletedUser> deletedUsers() {
    return next.deletedUsers();
  }

  @Override
  public void undeleteUser(String user) {
    next.undeleteUser(user);
  }

  @Override
  public boolean purgeUser(String user) {
    return next.purgeUser(user);
  }

  @Override
  public Quota quota(String user) {
    return next.quota(user);
  }

  @Override
  public void setQuota(String user, Quota quota) {
    next.setQuota(user, quota);
  }

  @Override
  public boolean copyUser(String user, String as) {
    return next.copyUser(user, as);
  }

  @Override
  public boolean renameUser(String user, String to) {
    return next.renameUser(user, to);
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    next.define(definition, progress);
  }

  @Override
  public void drop(String collection, IndexDefinition index) {
    next.drop(collection, index);
  }

  @Override
  public List<CollectionDefinition> definitions() {
    return next.definitions();
  }

  @Override
  public @Nullable String movedTo() {
    return next.movedTo();
  }

  @Override
  public void seal(String to) {
    next.seal(to);
  }

  @Override
  public void unseal() {
    next.unseal();
  }

  @Override
  public Maintenance maintenance() {
    return next.maintenance();
  }

  @Override
  public void close() {
    next.close();
  }
}
