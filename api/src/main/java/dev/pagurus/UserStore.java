package dev.pagurus;

import dev.pagurus.document.Names;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    new Calls("collection", user, name, null).run(() -> Names.requireCollection(name));
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
   * The collections that have documents, in order.
   *
   * @return all of them
   */
  public List<CollectionInfo> collections() {
    return Calls.of("collections", user).run(() -> session.backend().collections(user));
  }

  /**
   * Deletes the user with every trace of its documents (USER-2).
   *
   * @return whether it was there
   */
  public boolean delete() {
    return Calls.of("delete user", user).run(() -> session.backend().deleteUser(user));
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
    Calls.of("backup user", user)
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
    Calls.of("restore user", user)
        .run(() -> UserArchive.read(session.backend(), user, archive, progress));
  }
}
