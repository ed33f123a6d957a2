package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.DeletedUser;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The contract, always on: stands between every caller and every backend, checks arguments before
 * and order and errors after, so that no backend can drift (what a backend did wrong is named by
 * its rule). Costs a few comparisons per document.
 */
final class ContractBackend implements Backend {

  private static final int MAX_GET = 1_000;

  private final Backend backend;
  private final Seal seal;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Wraps a backend.
   *
   * @param evenMoved whether a store that is sealed may be read (LIFE-4)
   */
  ContractBackend(Backend backend, boolean evenMoved) {
    this.backend = backend;
    this.seal = evenMoved ? Seal.DISREGARDED : new Seal(backend);
  }

  @Override
  public Traits traits() {
    return backend.traits();
  }

  @Override
  public Commit commit(String user, Batch batch) {
    Names.requireUser(user);
    Commit commit = guard(ErrorCode.OUTCOME_UNKNOWN, () -> backend.commit(user, batch));
    Answers.requireOutcomes(batch, commit);
    return commit;
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    Names.requireUser(user);
    if (addresses.size() > MAX_GET) {
      throw new IllegalArgumentException(
          "at most "
              + MAX_GET
              + " documents can be read at once, and this asks for "
              + addresses.size());
    }
    Documents documents = guard(ErrorCode.UNAVAILABLE, () -> backend.get(user, addresses));
    Answers.requireAsked(addresses, documents.found());
    return documents;
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    Names.requireUser(user);
    Names.requireCollection(collection);
    if (after != null) {
      Names.requireId(after);
    }
    Rows rows = guard(ErrorCode.UNAVAILABLE, () -> backend.scan(user, collection, after));
    return new ContractRows(rows, collection, true, after);
  }

  @Override
  public Found find(FindRequest request) {
    require(request);
    Found found = guard(ErrorCode.UNAVAILABLE, () -> backend.find(request));
    boolean byId = found.plan().ordered() && request.order().isEmpty();
    String after =
        byId && found.plan().positioned() && request.after() != null ? request.after().id() : null;
    return new Found(
        found.plan(), new ContractRows(found.rows(), request.collection(), byId, after));
  }

  @Override
  public Plan explain(FindRequest request) {
    require(request);
    return guard(ErrorCode.UNAVAILABLE, () -> backend.explain(request));
  }

  @Override
  public Counted count(String user, String collection, Filter filter) {
    Names.requireUser(user);
    Names.requireCollection(collection);
    DeclaredTexts.require(collection, filter, this::definitions);
    return guard(ErrorCode.UNAVAILABLE, () -> backend.count(user, collection, filter));
  }

  private void require(FindRequest request) {
    Names.requireUser(request.user());
    Names.requireCollection(request.collection());
    DeclaredTexts.require(request.collection(), request.filter(), this::definitions);
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    return fed(user, since, limit, () -> backend.changes(user, since, limit));
  }

  @Override
  public Changes deletions(String user, long since, int limit) {
    Changes page = fed(user, since, limit, () -> backend.deletions(user, since, limit));
    Answers.requireDeletions(page);
    return page;
  }

  private Changes fed(String user, long since, int limit, Supplier<Changes> feed) {
    Names.requireUser(user);
    requireAtLeast("since", since, 0);
    requireAtLeast("limit", limit, 1);
    Changes page = guard(ErrorCode.UNAVAILABLE, feed);
    Answers.requireInOrder(page, since);
    return page;
  }

  @Override
  public void beginFeed(String user, long horizon) {
    Names.requireUser(user);
    requireAtLeast("horizon", horizon, 0);
    change(() -> backend.beginFeed(user, horizon));
  }

  @Override
  public Optional<String> identity() {
    return guard(ErrorCode.UNAVAILABLE, backend::identity);
  }

  @Override
  public void replay(String user, Changes changes) {
    Names.requireUser(user);
    change(() -> backend.replay(user, changes));
  }

  @Override
  public List<UserInfo> users(@Nullable String after, int limit) {
    if (after != null) {
      Names.requireUser(after);
    }
    requireAtLeast("limit", limit, 1);
    List<UserInfo> users = guard(ErrorCode.UNAVAILABLE, () -> backend.users(after, limit));
    String previous = after;
    for (UserInfo info : users) {
      Answers.requireAfter(info.user(), previous);
      previous = info.user();
    }
    return users;
  }

  @Override
  public @Nullable UserInfo user(String user) {
    Names.requireUser(user);
    return guard(ErrorCode.UNAVAILABLE, () -> backend.user(user));
  }

  @Override
  public @Nullable Iterator<String> usersWith(
      String collection, Filter filter, @Nullable String after) {
    Names.requireCollection(collection);
    DeclaredTexts.require(collection, filter, this::definitions);
    if (after != null) {
      Names.requireUser(after);
    }
    Iterator<String> users =
        guard(ErrorCode.UNAVAILABLE, () -> backend.usersWith(collection, filter, after));
    return users == null ? null : inOrder(users, after);
  }

  private Iterator<String> inOrder(Iterator<String> users, @Nullable String after) {
    return new Iterator<>() {
      private @Nullable String previous = after;

      @Override
      public boolean hasNext() {
        return guard(ErrorCode.UNAVAILABLE, users::hasNext);
      }

      @Override
      public String next() {
        String user = guard(ErrorCode.UNAVAILABLE, users::next);
        Answers.requireAfter(user, previous);
        previous = user;
        return user;
      }
    };
  }

  @Override
  public List<CollectionInfo> collections(String user) {
    Names.requireUser(user);
    return guard(ErrorCode.UNAVAILABLE, () -> backend.collections(user));
  }

  @Override
  public List<String> collectionNames(String user) {
    Names.requireUser(user);
    return guard(ErrorCode.UNAVAILABLE, () -> backend.collectionNames(user));
  }

  @Override
  public boolean deleteUser(String user) {
    Names.requireUser(user);
    return guard(ErrorCode.OUTCOME_UNKNOWN, () -> backend.deleteUser(user));
  }

  @Override
  public boolean deleteUser(String user, OptionalLong expected) {
    Names.requireUser(user);
    return guard(ErrorCode.OUTCOME_UNKNOWN, () -> backend.deleteUser(user, expected));
  }

  @Override
  public List<DeletedUser> deletedUsers() {
    return guard(ErrorCode.UNAVAILABLE, backend::deletedUsers);
  }

  @Override
  public void undeleteUser(String user) {
    Names.requireUser(user);
    change(() -> backend.undeleteUser(user));
  }

  @Override
  public boolean purgeUser(String user) {
    Names.requireUser(user);
    return guard(ErrorCode.OUTCOME_UNKNOWN, () -> backend.purgeUser(user));
  }

  @Override
  public boolean copyUser(String user, String as) {
    Names.requireUser(user);
    Names.requireUser(as);
    return guard(ErrorCode.OUTCOME_UNKNOWN, () -> backend.copyUser(user, as));
  }

  @Override
  public boolean renameUser(String user, String to) {
    Names.requireUser(user);
    Names.requireUser(to);
    return guard(ErrorCode.OUTCOME_UNKNOWN, () -> backend.renameUser(user, to));
  }

  @Override
  public Quota quota(String user) {
    Names.requireUser(user);
    return guard(ErrorCode.UNAVAILABLE, () -> backend.quota(user));
  }

  @Override
  public void setQuota(String user, Quota quota) {
    Names.requireUser(user);
    change(() -> backend.setQuota(user, quota));
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    change(() -> backend.define(definition, progress));
  }

  @Override
  public void drop(String collection, IndexDefinition index) {
    Names.requireCollection(collection);
    change(() -> backend.drop(collection, index));
  }

  @Override
  public List<CollectionDefinition> definitions() {
    return guard(ErrorCode.UNAVAILABLE, backend::definitions);
  }

  @Override
  public @Nullable String movedTo() {
    return guardSealed(ErrorCode.UNAVAILABLE, backend::movedTo);
  }

  @Override
  public void seal(String to) {
    Seal.requirePlace(to);
    guardSealed(
        ErrorCode.OUTCOME_UNKNOWN,
        () -> {
          backend.seal(to);
          seal.lookAgain();
          return Boolean.TRUE;
        });
  }

  @Override
  public void unseal() {
    guardSealed(
        ErrorCode.OUTCOME_UNKNOWN,
        () -> {
          backend.unseal();
          seal.lookAgain();
          return Boolean.TRUE;
        });
  }

  @Override
  public Maintenance maintenance() {
    return guard(ErrorCode.UNAVAILABLE, backend::maintenance);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      backend.close();
    }
  }

  private static void requireAtLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          what + " is " + value + ", and must be " + least + " or more");
    }
  }

  /**
   * Lets only allowed errors through.
   *
   * @param unexpected what an exception that is not allowed means to the caller: of a write, nobody
   *     knows what it did
   */
  private <R extends @Nullable Object> R guard(ErrorCode unexpected, Supplier<R> call) {
    return guardSealed(
        unexpected,
        () -> {
          seal.require();
          return call.get();
        });
  }

  /** A write that answers nothing. */
  private void change(Runnable call) {
    guard(
        ErrorCode.OUTCOME_UNKNOWN,
        () -> {
          call.run();
          return Boolean.TRUE;
        });
  }

  /** What is allowed with a store that is sealed, too. */
  private <R extends @Nullable Object> R guardSealed(ErrorCode unexpected, Supplier<R> call) {
    if (closed.get()) {
      throw new BackendException(ErrorCode.CLOSED, "the store is closed: open it again");
    }
    try {
      return call.get();
    } catch (BackendException e) {
      if (e.code() == ErrorCode.MOVED) {
        seal.lookAgain(); // who was refused to write does not go on reading
      }
      throw e;
    } catch (RuntimeException e) {
      throw new BackendException(
          unexpected, "the backend failed in a way that it must not (LIFE-4): " + e, e);
    }
  }
}
