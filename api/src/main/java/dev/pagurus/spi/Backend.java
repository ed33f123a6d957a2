package dev.pagurus.spi;

import dev.pagurus.document.Address;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a backend implements: one open store. Every call is safe for many threads and keeps the
 * contract, whose rules are named here; arguments have been checked before they come here
 * (addresses, bodies, sizes), and every error is a {@link BackendException}.
 *
 * <p>Every read answers from one state of one user and says as of which revision (BATCH-3); that
 * state includes every commit acknowledged before the call, by any thread and process (QUERY-6).
 * Transactions need nothing more: the shared layer compares the revisions and commits with {@link
 * Batch#expected()}.
 *
 * <p>What a backend does not do faster, the shared layer does for it: {@link #find}, {@link #count}
 * and {@link #explain} have definitions here in terms of {@link #scan}.
 */
public interface Backend extends AutoCloseable {

  /**
   * What this store is and can.
   *
   * @return the same at every call
   */
  Traits traits();

  /**
   * Commits a batch: all of it or nothing, durable on return as the store is set to (BATCH-2,
   * DUR-1, DUR-2). Conditions are checked inside, against the state that the batch changes. If a
   * write puts a document or deletes one that is there, the user takes the next revision (REV-1);
   * the commit's time is the clock's, in microseconds, but never before the user's last one
   * (REV-2).
   *
   * @param user whose documents
   * @param batch the writes
   * @return what they did
   * @throws BackendException CONFLICT, EXISTS or UNIQUE_VIOLATION with the address, BUSY, FULL,
   *     ...: nothing was changed; OUTCOME_UNKNOWN: ask
   */
  Commit commit(String user, Batch batch);

  /**
   * Reads documents, all from one state.
   *
   * @param user whose documents
   * @param addresses which, up to 1,000; one may stand twice
   * @return what is there, in the order asked for
   * @throws BackendException CORRUPT with the address of a damaged one
   */
  Documents get(String user, List<Address> addresses);

  /**
   * Reads a collection in id order (ADDR-4).
   *
   * @param user whose documents
   * @param collection which collection
   * @param after the id after which to begin, null for the start; it need not exist
   * @return rows to the end of the collection, from one state, in constant memory
   */
  Rows scan(String user, String collection, @Nullable String after);

  /**
   * Finds documents, doing as much of the request as indexes can do exactly.
   *
   * @param request what is asked
   * @return rows that hold at least every answer, and what is left to do
   */
  default Found find(FindRequest request) {
    String after =
        request.after() != null && request.order().isEmpty() ? request.after().id() : null;
    Plan plan = Plan.scan(request);
    if (after != null) {
      plan = new Plan(plan.served(), plan.residual(), plan.ordered(), true, plan.detail());
    }
    return new Found(plan, scan(request.user(), request.collection(), after));
  }

  /**
   * Says how {@link #find} would answer, without answering (QUERY-7).
   *
   * @param request what is asked
   * @return the plan
   */
  default Plan explain(FindRequest request) {
    return Plan.scan(request);
  }

  /**
   * Counts documents.
   *
   * @param user whose documents
   * @param collection in which collection
   * @param filter which documents
   * @return the number, and the revision it is as of
   * @throws BackendException CORRUPT with the address, if a damaged document must be looked at to
   *     know
   */
  default Counted count(String user, String collection, Filter filter) {
    FindRequest request =
        new FindRequest(user, collection, filter, List.of(), null, OptionalInt.empty());
    try (Found found = find(request)) {
      Evaluator residual = Evaluator.of(found.plan().residual());
      long count = 0;
      for (StoredDocument row = found.next(); row != null; row = found.next()) {
        if (residual.test(row.body().root())) {
          count++;
        }
      }
      return new Counted(count, found.rows().revision());
    }
  }

  /**
   * Reads the feed: the latest change of every document changed after a revision, deletions
   * included, in revision order (FEED-1).
   *
   * @param user whose feed
   * @param since the revision after which to begin, 0 or more
   * @param limit how many changes to answer at most, 1 or more; more only where one revision has
   *     more, which is never split
   * @return a page; it may end early, saying that there is more, and should once it holds some MiB
   *     of bodies; empty for a user that is not there
   * @throws BackendException HISTORY_TRUNCATED if {@code since} is before the user's horizon
   *     (FEED-3) or after its revision
   */
  Changes changes(String user, long since, int limit);

  /**
   * Reads what of the feed are deletions, as {@link #changes} does: for whoever has the documents
   * already, or must go around a damaged one (DUR-4), which does not stand in the way here. The
   * default reads the whole feed, damaged documents and all.
   *
   * @param user whose feed
   * @param since the revision after which to begin, 0 or more
   * @param limit how many changes to look at at most, 1 or more; more only where one revision has
   *     more, which is never split
   * @return a page, which may be empty and say that there is more
   * @throws BackendException as {@link #changes} does
   */
  default Changes deletions(String user, long since, int limit) {
    Changes page = changes(user, since, limit);
    return new Changes(
        page.changes().stream().filter(Change.Deleted.class::isInstance).toList(),
        page.upTo(),
        page.more());
  }

  /**
   * Says from which revision on a user's feed tells everything, of a user that was brought here
   * without the deletions before (FEED-3): from then on, asking from before it is refused. Never
   * takes the horizon back; nothing happens to a user that is not there. Idempotent; durable as a
   * commit is. The default does nothing, and then who follows the user from before must not follow
   * it here.
   *
   * @param user whose feed
   * @param horizon up to the user's revision
   */
  default void beginFeed(String user, long horizon) {}

  /**
   * Takes in changes made elsewhere, keeping revisions and times (FEED-4). A change applies if it
   * is newer than what this store knows of its address, deletions included; so replaying twice, or
   * an older page after a newer one, does no harm. Afterwards the user's revision is at least
   * {@code changes.upTo()}. Unique indexes do not judge a replay. Atomic and durable as a commit
   * is.
   *
   * @param user whose documents
   * @param changes a page of a feed
   */
  void replay(String user, Changes changes);

  /**
   * Lists users in order (ADDR-4, USER-3).
   *
   * @param after the name after which to begin, null for the start; it need not exist
   * @param limit how many at most, 1 or more
   * @return a page, shorter than the limit only at the end
   */
  List<UserInfo> users(@Nullable String after, int limit);

  /**
   * Looks up one user.
   *
   * @param user its name
   * @return what is known of it, null if it is not there
   */
  @Nullable UserInfo user(String user);

  /**
   * Which users may have documents that a filter finds (QUERY-8). A backend for which it is dear to
   * ask a user may know without. Every user must be among them who has such a document in a commit
   * that was acknowledged before the call; others may be, for each is asked.
   *
   * @param collection a name that was checked
   * @param filter a filter that was checked
   * @param after the user after which to begin, null for the start; it need not be there
   * @return users in order (ADDR-4), each once; null, as by default, if all must be asked
   */
  default @Nullable Iterator<String> usersWith(
      String collection, Filter filter, @Nullable String after) {
    return null;
  }

  /**
   * Lists the collections of a user that have documents, in order.
   *
   * @param user whose
   * @return all of them
   */
  List<CollectionInfo> collections(String user);

  /**
   * The names alone of {@link #collections}, for who goes through all documents anyway: worth
   * answering where counting documents is a look at each.
   *
   * @param user whose
   * @return all of them
   */
  default List<String> collectionNames(String user) {
    return collections(user).stream().map(CollectionInfo::collection).toList();
  }

  /**
   * Deletes a user with every trace of its documents (USER-2), or, if the store is set to keep
   * deleted users for a time, with all that anybody sees of it. Afterwards it is new: at revision
   * 0. Atomic and durable as a commit is.
   *
   * @param user which
   * @return whether it was there
   */
  default boolean deleteUser(String user) {
    return deleteUser(user, OptionalLong.empty());
  }

  /**
   * Deletes a user if it is at a revision (REV-3), else as {@link #deleteUser(String)}: so whoever
   * copied the user knows that nothing is lost which came after.
   *
   * @param user which
   * @param expected the user's revision, 0 for a user that is not there; empty for any
   * @return whether it was there
   * @throws BackendException CONFLICT if the user is at another revision; nothing was changed
   */
  boolean deleteUser(String user, OptionalLong expected);

  /**
   * Users that were deleted and can be had back, because the store is set to keep them for a time.
   *
   * @return in the order of their names, then of their deletions; by default none
   */
  default List<DeletedUser> deletedUsers() {
    return List.of();
  }

  /**
   * Makes a user again as it was when it was deleted last: with its history and its revision.
   * Atomic and durable as a commit is.
   *
   * @param user which
   * @throws BackendException EXISTS if a user of that name is there; NO_STORE if none is kept;
   *     nothing was changed
   */
  default void undeleteUser(String user) {
    throw new BackendException(
        ErrorCode.NO_STORE,
        "stores of this kind keep nothing of deleted users: use a backup of the user");
  }

  /**
   * Removes what is kept of a deleted user, with every trace (USER-2).
   *
   * @param user which
   * @return whether something was kept
   */
  default boolean purgeUser(String user) {
    return false;
  }

  /**
   * Copies a user within the store: documents with revisions and times, deletions and the feed's
   * horizon. For a backend that can do so at once: atomic and durable as a commit is, of one state
   * of the user. The default does nothing, and then the shared layer copies page by page.
   *
   * @param user which
   * @param as the name of the copy
   * @return whether it was done
   * @throws BackendException NO_STORE if the user is not there, EXISTS if the other is; nothing was
   *     changed
   */
  default boolean copyUser(String user, String as) {
    return false;
  }

  /**
   * Gives a user another name, if the backend can do so at once: atomic and durable as a commit is,
   * so that everybody sees either the one or the other. The default does nothing, and then the
   * shared layer copies the user and deletes the first.
   *
   * @param user which
   * @param to its new name
   * @return whether it was done
   * @throws BackendException NO_STORE if the user is not there, EXISTS if the other is; nothing was
   *     changed
   */
  default boolean renameUser(String user, String to) {
    return false;
  }

  /**
   * What a user may have.
   *
   * @param user which
   * @return {@link Quota#NONE} if nothing was set, or the user is not there
   */
  default Quota quota(String user) {
    return Quota.NONE;
  }

  /**
   * Says what a user may have, from the next commit on, until the user is deleted; a renamed user
   * keeps it. Every commit is judged inside ({@link Quota#judge}), after its conditions and the
   * unique indexes, so that no two pass that are too much together. Durable as a commit is. A
   * backend need not keep quotas; the default refuses.
   *
   * @param user which
   * @param quota what it may have
   * @throws BackendException NO_STORE if the user is not there; INVALID if the backend keeps no
   *     quotas
   */
  default void setQuota(String user, Quota quota) {
    throw new BackendException(
        ErrorCode.INVALID,
        "stores of this kind keep no quotas: use one that does, such as sqlite or sharded-sqlite");
  }

  /**
   * Declares indexes, adding to those declared before (INDEX-1); builds them over existing
   * documents (INDEX-3) and returns when they serve. Idempotent, and to be called again after a
   * failure.
   *
   * @param definition the collection and the indexes to add
   * @param progress hears of documents indexed
   * @throws BackendException UNIQUE_VIOLATION naming offenders: that index is then not declared
   */
  void define(CollectionDefinition definition, Progress progress);

  /**
   * Takes an index back. Idempotent.
   *
   * @param collection of which collection
   * @param index which
   */
  void drop(String collection, IndexDefinition index);

  /**
   * The indexes declared, in every process that shares the store.
   *
   * @return collections that have indexes, in order
   */
  List<CollectionDefinition> definitions();

  /**
   * Where the store was moved to, if it is sealed ({@link #seal}).
   *
   * @return as it was told to {@link #seal}, null if the store is not sealed; by default null
   */
  default @Nullable String movedTo() {
    return null;
  }

  /**
   * Seals the store, whose data lives elsewhere from now on. Once this returns, in every process
   * that has the store open or opens it, each call that would change a user, a document or a
   * declaration fails with MOVED and changes nothing, until {@link #unseal()}; what was
   * acknowledged before is in the store. Atomic and durable as a commit is. Reading goes on here:
   * the shared layer keeps applications from it, at once who sealed and within a second who has the
   * store open elsewhere, and refuses to open a sealed store to all but those who say that they
   * mean it.
   *
   * <p>A backend need not keep seals; the default refuses.
   *
   * @param to where the data is now: 1 to 4,096 characters, valid Unicode without control
   *     characters; usually a locator
   * @throws BackendException MOVED if the store is sealed with another place; INVALID if the
   *     backend keeps no seals
   */
  default void seal(String to) {
    throw new BackendException(
        ErrorCode.INVALID,
        "stores of this kind cannot be sealed: see to it that nobody writes to this one any more");
  }

  /**
   * Takes the seal off: the store serves as before. Idempotent; atomic and durable as a commit is.
   */
  default void unseal() {}

  /**
   * Which store this is: a text that stays the same for as long as the store is there, however
   * often and by whatever name it is opened, and that no other store has but copies of this one.
   *
   * @return up to 255 characters; by default empty, if the backend does not tell
   */
  default Optional<String> identity() {
    return Optional.empty();
  }

  /**
   * What an operator does with the store.
   *
   * @return the operations
   */
  Maintenance maintenance();

  /**
   * Finishes what was acknowledged and lets go of everything. Idempotent; later calls fail with
   * CLOSED (LIFE-1).
   */
  @Override
  void close();
}
