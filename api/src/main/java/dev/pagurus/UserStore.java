package dev.pagurus;

import dev.pagurus.document.Names;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.UserInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.node.ObjectNode;

/**
 * One user of a store: a little database of its own. Made by {@link Store#user}; costs nothing to
 * make, holds nothing, is safe for many threads. The user need not be there: it begins with its
 * first commit.
 */
public final class UserStore {

  private final Session session;
  private final String user;

  UserStore(Session session, String user) {
    this.session = session;
    this.user = user;
  }

  /**
   * The user's name.
   *
   * @return the name
   */
  public String name() {
    return user;
  }

  /**
   * A collection of JSON objects.
   *
   * @param name {@code [a-z][a-z0-9_-]{0,62}}
   * @return the collection; it need not have documents
   * @throws StoreException INVALID if the name is not allowed
   */
  public DocumentCollection<ObjectNode> collection(String name) {
    return collection(name, ObjectNode.class);
  }

  /**
   * A typed collection.
   *
   * @param <T> a record or class that Jackson can map
   * @param name {@code [a-z][a-z0-9_-]{0,62}}
   * @param type what bodies are read as; {@link dev.pagurus.document.Body} takes them as they are
   * @return the collection; it need not have documents
   * @throws StoreException INVALID if the name is not allowed
   */
  public <T> DocumentCollection<T> collection(String name, Class<T> type) {
    return collection(name, session.codec(type));
  }

  /**
   * A collection of a type that a class alone does not tell, such as {@code Map<String,
   * List<Integer>>}.
   *
   * @param <T> what bodies are read as
   * @param name {@code [a-z][a-z0-9_-]{0,62}}
   * @param type the type, from a Jackson {@code TypeFactory}; the caller vouches that it is {@code
   *     T}
   * @return the collection; it need not have documents
   * @throws StoreException INVALID if the name is not allowed
   */
  public <T> DocumentCollection<T> collection(String name, JavaType type) {
    return collection(name, session.<T>codec(type));
  }

  private <T> DocumentCollection<T> collection(String name, Codec<T> codec) {
    new Calls("open", user, name, null).run(() -> Names.requireCollection(name));
    return new DocumentCollection<>(session, user, name, codec);
  }

  /**
   * A batch to be filled and committed.
   *
   * @return an empty batch
   */
  public WriteBatch batch() {
    return new WriteBatch(session, user);
  }

  /**
   * Runs a transaction: read, decide, write, serializable within this user (BATCH-4). It commits
   * when the function returns; if the user has moved since it began it is run again, a bounded
   * number of times (the setting {@code transaction-attempts}), so the function must do nothing
   * that cannot be done twice.
   *
   * @param work reads and writes through its transaction; what it throws comes out as it is, and
   *     nothing is written
   * @throws StoreException CONFLICT if others kept changing the user; EXISTS, CONFLICT or
   *     UNIQUE_VIOLATION with the address of a write that cannot be
   */
  public void transaction(Consumer<? super Transaction> work) {
    TransactionRun.<Optional<Object>>run(
        session,
        user,
        tx -> {
          work.accept(tx);
          return Optional.empty();
        });
  }

  /**
   * Runs a transaction that has a result. See {@link #transaction}.
   *
   * @param <R> what it answers
   * @param work reads and writes through its transaction
   * @return what the function answered in the attempt that was committed
   * @throws StoreException as {@link #transaction} does
   */
  public <R> R transactionResult(Function<? super Transaction, ? extends R> work) {
    return TransactionRun.run(session, user, work);
  }

  /**
   * Reads the feed: the latest change of every document changed after a revision, deletions
   * included, in revision order (FEED).
   *
   * @param since the revision up to which the caller knows everything, 0 for the start
   * @param limit how many changes at most, 1 or more; more only where one revision has more
   * @return a page; go on with its {@code upTo} while it says {@code more}
   * @throws StoreException HISTORY_TRUNCATED if deletions after {@code since} were forgotten: read
   *     everything anew
   */
  public Changes changes(long since, int limit) {
    return Calls.of("changes", user).run(() -> session.backend().changes(user, since, limit));
  }

  /**
   * Takes in changes made elsewhere, keeping their revisions and times; the newer of two changes of
   * a document wins, so that replaying twice does no harm (FEED-4).
   *
   * @param changes a page of a feed, of this user or of one that this is a copy of
   */
  public void replay(Changes changes) {
    Calls.of("replay", user).run(() -> session.backend().replay(user, changes));
  }

  /**
   * What is known of the user.
   *
   * @return empty if it is not there
   */
  public Optional<UserInfo> info() {
    return Optional.ofNullable(
        Calls.of("info", user).<@Nullable UserInfo>run(() -> session.backend().user(user)));
  }

  /**
   * The user's revision: the count of its commits (REV-1).
   *
   * @return 0 if it is not there
   */
  public long revision() {
    return info().map(UserInfo::revision).orElse(0L);
  }

  /**
   * What the user may have. What it has, {@link #info} tells.
   *
   * @return {@link Quota#NONE} if nothing was set, or the user is not there
   */
  public Quota quota() {
    return Calls.of("quota", user).run(() -> session.backend().quota(user));
  }

  /**
   * Says what the user may have. A commit that would make more is refused with FULL and changes
   * nothing, whoever makes it, in this process or another. The quota goes with the user when it is
   * deleted, stays when it is renamed, and is not given to copies, nor to another store.
   *
   * @param quota {@link Quota#NONE} to take a bound back
   * @throws StoreException NO_STORE if the user is not there; INVALID if the backend keeps no
   *     quotas
   */
  public void setQuota(Quota quota) {
    Calls.of("quota", user).run(() -> session.backend().setQuota(user, quota));
  }

  /**
   * The collections that have documents, in order.
   *
   * @return all of them
   */
  public List<CollectionInfo> collections() {
    return Calls.of("collections", user).run(() -> session.backend().collections(user));
  }

  /**
   * Makes a copy of the user under another name or in another store: documents with revisions and
   * times, and the deletions that the feed still knows, as of one moment, while the store serves.
   *
   * <p>Within a store that can do so (sharded-sqlite) the copy is there at once or not at all. Else
   * it comes page by page: it must not be written to before this returns, and if the process dies
   * meanwhile, a part of it stays, to be deleted.
   *
   * @param copy the user to be made
   * @param progress hears of documents read
   * @throws StoreException NO_STORE if this user is not there, EXISTS if the other is; else as a
   *     commit. Nothing is left of the copy then
   */
  public void copyTo(UserStore copy, Progress progress) {
    Calls.of("copy", user).run(() -> to(copy, progress).copy());
  }

  /**
   * Gives the user another name.
   *
   * <p>In a store that can do so (sqlite, sharded-sqlite) everybody sees either the one or the
   * other. Else the user is copied, the copy compared, and the first deleted: in between both are
   * seen, the new one maybe in part, and if the process dies there, so it stays; delete the new one
   * then and begin again. Writes to the old name that come meanwhile are not lost; those that come
   * later begin a new user.
   *
   * @param newName the new name
   * @return the user under the new name
   * @throws StoreException NO_STORE if this user is not there, EXISTS if the other is, CONFLICT if
   *     others kept writing to it; this user is as it was then
   */
  public UserStore rename(String newName) {
    Calls calls = Calls.of("rename", user);
    calls.run(() -> Names.requireUser(newName));
    UserStore renamed = new UserStore(session, newName);
    calls.run(() -> to(renamed, Progress.NONE).rename());
    return renamed;
  }

  /**
   * Moves the user into another store, under the same name or another: copies it, compares the copy
   * with it to the last document, and deletes it here, if nobody wrote to it meanwhile; what was
   * written is brought after first. Writes that come here later begin a new user, so have those who
   * write go to the other store.
   *
   * <p>If the process dies meanwhile, the user is whole here or there or in both; the same call
   * again ends the work. For that, a user that is there already and holds nothing but what this one
   * has is taken for what an earlier call left.
   *
   * @param target the user to be, in another store
   * @param progress hears of documents read
   * @throws StoreException NO_STORE if this user is not there, EXISTS if the other is, CONFLICT if
   *     others kept writing to it, CORRUPT if the copy is not equal; this user is left as it is
   *     then
   */
  public void moveTo(UserStore target, Progress progress) {
    Calls.of("move", user)
        .run(
            () -> {
              if (target.session.backend() == session.backend()) {
                throw new IllegalArgumentException(
                    "a user is moved into another store: within one, rename it");
              }
              to(target, progress).move();
            });
  }

  private UserCopy to(UserStore target, Progress progress) {
    return new UserCopy(session.backend(), user, target.session.backend(), target.user, progress);
  }

  /**
   * Deletes the user with every trace of its documents (USER-2). A sharded-sqlite store that has
   * the setting {@code undelete} keeps a copy for so long, from which {@link #undelete} makes it
   * again; {@link #purge} removes that too.
   *
   * @return whether it was there
   */
  public boolean delete() {
    return Calls.of("delete", user).run(() -> session.backend().deleteUser(user));
  }

  /**
   * Makes the user again as it was when it was deleted last, with its history and its revision, and
   * forgets the copy.
   *
   * @throws StoreException EXISTS if a user of this name was made meanwhile, NO_STORE if nothing is
   *     kept of it: the store is not set to, its kind of store cannot, or the time is over
   */
  public void undelete() {
    Calls.of("undelete", user).run(() -> session.backend().undeleteUser(user));
  }

  /**
   * Removes all that is kept of the user since it was deleted, with every trace.
   *
   * @return whether something was kept
   */
  public boolean purge() {
    return Calls.of("purge", user).run(() -> session.backend().purgeUser(user));
  }

  /**
   * Deletes the user if it is at a revision (REV-3), so that nothing goes which the caller has not
   * seen.
   *
   * @param revision the user's revision, 0 for a user that is not there
   * @return whether it was there
   * @throws StoreException CONFLICT if it is at another; nothing was changed
   */
  public boolean deleteAt(long revision) {
    return Calls.of("delete", user)
        .run(() -> session.backend().deleteUser(user, OptionalLong.of(revision)));
  }

  /**
   * Writes the user into one file that {@link #restore} reads on any backend, while the store
   * serves: documents with revisions and times, and the deletions that the feed still knows.
   *
   * @param target the file; must not exist
   * @param progress hears of documents written
   * @throws StoreException NO_STORE if the user is not there, INVALID if the file is, FULL or
   *     UNAVAILABLE if it cannot be written; no half file is left behind
   */
  public void backup(Path target, Progress progress) {
    Calls.of("backup", user)
        .run(() -> UserArchive.write(session.backend(), user, target, progress));
  }

  /**
   * Makes the user from a file that {@link #backup} wrote, under this name.
   *
   * @param archive the file
   * @param progress hears of documents read
   * @throws StoreException EXISTS if the user is there, FOREIGN or CORRUPT if the file is not a
   *     whole archive; nothing is left behind
   */
  public void restore(Path archive, Progress progress) {
    Calls.of("restore", user)
        .run(() -> UserArchive.read(session.backend(), user, archive, progress));
  }

  /**
   * Takes the user back to the point at which {@link #backup} wrote a file: deletes it, if it is
   * there, and makes it from the file, with the revisions and times of then. An archive holds the
   * last version of each document, so one can go back to where backups were made, and to no point
   * between.
   *
   * <p>The archive is read to its end first, and nothing is deleted if it is not whole. If the
   * process dies in the midst, or there is no room, the user is gone or there in part: the same
   * call again ends the work. Who follows the user's feed must begin anew, for revisions count
   * again from those of the archive (HISTORY_TRUNCATED tells, until the user has as many again). A
   * quota stays.
   *
   * @param archive the file
   * @param progress hears of documents read
   * @throws StoreException FOREIGN or CORRUPT if the file is not a whole archive; nothing was
   *     changed
   */
  public void restoreOver(Path archive, Progress progress) {
    Calls.of("restore", user)
        .run(() -> UserArchive.replace(session.backend(), user, archive, progress));
  }
}
