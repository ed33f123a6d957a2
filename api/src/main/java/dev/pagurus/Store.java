package dev.pagurus;

import dev.pagurus.document.Names;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.DeletedUser;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Settings;
import dev.pagurus.spi.StandardSettings;
import dev.pagurus.spi.Traits;
import dev.pagurus.spi.UserInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An open store of documents, whatever its backend: the door for applications.
 *
 * <pre>{@code
 * try (Store store = Store.open("sqlite:places.db")) {
 *   DocumentCollection<Place> places = store.user("alice").collection("places", Place.class);
 *   String id = places.create(new Place("Oslo", "NO", 709_037)).id();
 *   for (Document<Place> big : places.find(where("population").gt(100_000).limit(20))) { ... }
 * }
 * }</pre>
 *
 * <p>Safe for many threads; open one and share it. All methods throw {@link StoreException}.
 */
public final class Store implements AutoCloseable {

  private static final int USERS_PER_PAGE = 500;

  private final Session session;

  private Store(Backend backend, Settings settings, JsonMapper mapper, boolean evenMoved) {
    Backend checked = new ContractBackend(backend, evenMoved);
    this.session =
        new Session(
            checked,
            mapper
                .rebuild()
                // NaN would be written as the string "NaN" without a word; bare, it is refused.
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                // Before JDK 19, Double.toString writes some doubles one digit off, which would be
                // refused as rounded.
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .build(),
            new Finder(checked, settings.flag(StandardSettings.REFUSE_SCANS)),
            settings.number(StandardSettings.MAX_DOCUMENT_BYTES),
            (int)
                Math.max(
                    1, Math.min(1_000_000, settings.number(StandardSettings.TRANSACTION_ATTEMPTS))),
            new UsersAtOnce(
                (int) Math.max(1, Math.min(256, settings.number(StandardSettings.USERS_AT_ONCE)))));
  }

  /**
   * Opens a store, or makes it.
   *
   * @param locator {@code name:location?key=value}, such as {@code sqlite:places.db}; see {@link
   *     Locator}
   * @return the open store
   * @throws StoreException as {@link StoreBuilder#open} does
   */
  public static Store open(String locator) {
    return builder(locator).open();
  }

  /**
   * Opens the store that a configuration file names, with the indexes that it declares.
   *
   * @param config a {@code pagurus.toml}; see {@link StoreConfig}
   * @return the open store
   * @throws StoreException INVALID if the file cannot be read or says what cannot be, telling all
   *     problems with their lines; else as {@link StoreBuilder#open} does
   */
  public static Store open(Path config) {
    return builder(StoreConfig.read(config)).open();
  }

  /**
   * Opens the store of a configuration, with more to say.
   *
   * @param config what a {@code pagurus.toml} says
   * @return what opens the store
   */
  public static StoreBuilder builder(StoreConfig config) {
    return new StoreBuilder(config);
  }

  /**
   * Opens a store with more to say than a locator does.
   *
   * @param locator {@code name:location?key=value}; see {@link Locator}
   * @return what opens the store
   * @throws StoreException INVALID if it is not a locator
   */
  public static StoreBuilder builder(String locator) {
    return new StoreBuilder(Locator.parse(locator));
  }

  /**
   * Makes a store from what {@link #backup} wrote.
   *
   * @param backup the copy; it is only read
   * @param locator where; nothing must be there
   * @throws StoreException INVALID if something is there already, NO_STORE if there is no copy,
   *     FOREIGN if the copy is not one of this backend
   */
  public static void restore(Path backup, String locator) {
    Locator to = Locator.parse(locator);
    BackendProvider provider = Backends.named(to.backend());
    Calls.of("restore " + to)
        .run(
            () -> {
              if (Files.notExists(backup)) {
                throw new BackendException(
                    ErrorCode.NO_STORE, "there is no backup at " + backup + ": see to the name");
              }
              provider.restore(backup.toAbsolutePath(), new StoreBuilder(to).request(provider));
            });
  }

  /**
   * Wraps an open backend in the contract. Applications open stores by locator; this is for those
   * who hold a backend already, such as tests of one.
   *
   * @param backend an open backend; closed when the store is
   * @param settings the settings it was opened with
   * @param mapper maps values to bodies and back
   * @return the store
   */
  public static Store over(Backend backend, Settings settings, JsonMapper mapper) {
    return new Store(backend, settings, mapper, false);
  }

  /** The same, and whether the store may be read though it is sealed. */
  static Store over(Backend backend, Settings settings, JsonMapper mapper, boolean evenMoved) {
    return new Store(backend, settings, mapper, evenMoved);
  }

  /**
   * One user of the store.
   *
   * @param name 1 to 255 bytes of UTF-8 without control characters; case counts
   * @return the user; it need not be there
   * @throws StoreException INVALID if the name is not allowed
   */
  public UserStore user(String name) {
    Calls.of("user").run(() -> Names.requireUser(name));
    return new UserStore(session, name);
  }

  /**
   * Lists users in order, page by page.
   *
   * @param after the name after which to begin, null for the start; it need not exist
   * @param limit how many at most, 1 or more
   * @return a page, shorter than the limit only at the end
   */
  public List<UserInfo> users(@Nullable String after, int limit) {
    return Calls.of("users").run(() -> session.backend().users(after, limit));
  }

  /**
   * Streams all users in order, in constant memory.
   *
   * @return a stream
   */
  public Stream<UserInfo> users() {
    return StreamSupport.stream(
        () ->
            Spliterators.spliteratorUnknownSize(
                Pages.iterate(
                    null, last -> users(last, USERS_PER_PAGE), UserInfo::user, USERS_PER_PAGE),
                Spliterator.ORDERED | Spliterator.NONNULL),
        Spliterator.ORDERED | Spliterator.NONNULL,
        false);
  }

  /**
   * Users that were deleted and can be had back by {@link UserStore#undelete}, of a store that is
   * set to keep them for a time.
   *
   * @return in the order of their names, then of their deletions
   */
  public List<DeletedUser> deletedUsers() {
    return Calls.of("deleted users").run(session.backend()::deletedUsers);
  }

  /**
   * A collection of JSON objects across all users.
   *
   * @param collection its name
   * @return the view
   */
  public AcrossUsers<ObjectNode> acrossUsers(String collection) {
    return acrossUsers(collection, ObjectNode.class);
  }

  /**
   * A typed collection across all users.
   *
   * @param <T> a record or class that Jackson can map
   * @param collection its name
   * @param type what bodies are read as
   * @return the view
   */
  public <T> AcrossUsers<T> acrossUsers(String collection, Class<T> type) {
    Calls.of("across users").run(() -> Names.requireCollection(collection));
    return new AcrossUsers<>(session, collection, session.codec(type));
  }

  /**
   * Reads the feeds of all users who changed since somebody knew them (FEED), in constant memory.
   * Of users who did not change nothing is read but their revisions, so that a round over 100,000
   * users of whom few changed is cheap. Users who were deleted are not told of: whoever keeps a
   * copy compares {@link #users()}.
   *
   * @param known up to which revision everything of a user is known, 0 for the start; asked once
   *     for each user, in the order of users
   * @param limit how many changes at most in one page, 1 or more; more only where one revision has
   *     more
   * @return pages by user in order (ADDR-4), the pages of a user in revision order; a user who
   *     cannot be read, or whose deletions were forgotten since (HISTORY_TRUNCATED), is told in its
   *     place
   */
  public Stream<UserChanges> changesAcrossUsers(ToLongFunction<String> known, int limit) {
    Iterator<UserChanges> pages = new AcrossChanges(session, known, limit);
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  /**
   * The indexes of a collection, to be declared and listed.
   *
   * @param collection its name
   * @return the indexes
   */
  public Indexes indexes(String collection) {
    Calls.of("index").run(() -> Names.requireCollection(collection));
    return new Indexes(session, collection);
  }

  /**
   * All indexes declared.
   *
   * @return collections that have some, in order
   */
  public List<CollectionDefinition> definitions() {
    return Calls.of("index").run(session.backend()::definitions);
  }

  /**
   * What the backend is and can.
   *
   * @return its traits
   */
  public Traits traits() {
    return session.backend().traits();
  }

  /**
   * Figures about the store, such as sizes in bytes.
   *
   * @return names and figures, in the order in which to show them
   */
  public Map<String, Long> statistics() {
    return Calls.of("statistics").run(() -> session.backend().maintenance().statistics());
  }

  /**
   * Checks everything that is stored, while the store serves; changes nothing (DUR-4).
   *
   * @param findings hears of every damage
   * @param progress hears of documents checked
   * @return how many documents were checked
   */
  public long verify(Consumer<Finding> findings, Progress progress) {
    return Calls.of("verify").run(() -> session.backend().maintenance().verify(findings, progress));
  }

  /**
   * Goes on with a {@link #verify} that was cut short, where the backend keeps an account of it
   * (sharded-sqlite does, for each user); else checks everything.
   *
   * @param findings hears of every damage, also of those found before
   * @param progress hears of documents checked, also of those checked before
   * @return how many documents were checked, those checked before included
   */
  public long resumeVerify(Consumer<Finding> findings, Progress progress) {
    return Calls.of("verify")
        .run(() -> session.backend().maintenance().resumeVerify(findings, progress));
  }

  /**
   * Makes the store whole again: sets damaged documents aside and builds anew what is derived
   * (DUR-4).
   *
   * @param quarantine a directory that takes one file for each document set aside
   * @param findings hears of everything that was set aside or mended
   * @param progress hears of documents checked
   */
  public void repair(Path quarantine, Consumer<Finding> findings, Progress progress) {
    Calls.of("repair")
        .run(() -> session.backend().maintenance().repair(quarantine, findings, progress));
  }

  /**
   * Takes in what was changed behind the store's back, such as files that were edited by hand, into
   * history, indexes and feed; damaged documents are left alone. On a backend that allows no such
   * changes it does nothing.
   *
   * @param findings hears of everything that cannot be taken in
   * @param progress hears of documents checked
   * @return how many documents were changed
   */
  public long reindex(Consumer<Finding> findings, Progress progress) {
    return Calls.of("reindex")
        .run(() -> session.backend().maintenance().reindex(findings, progress));
  }

  /**
   * Deepens the folders that users' data lie in, user by user, while the store serves. What is cut
   * short goes on when it is asked for again.
   *
   * @param fanOut how many digits each level of folders takes, such as {@code 2/2}
   * @param findings hears of users that could not be moved; the others are
   * @param progress hears of users
   */
  public void relayout(String fanOut, Consumer<Finding> findings, Progress progress) {
    Calls.of("relayout")
        .run(() -> session.backend().maintenance().relayout(fanOut, findings, progress));
  }

  /**
   * Moves a user's data to another of the store's volumes, while the store serves.
   *
   * @param user who
   * @param volume the volume's name
   * @return whether there is such a user
   */
  public boolean place(String user, String volume) {
    return Calls.of("place", user)
        .run(
            () -> {
              Names.requireUser(user);
              return session.backend().maintenance().place(user, volume);
            });
  }

  /**
   * Moves everybody from one of the store's volumes to another, while the store serves. What is cut
   * short goes on when it is asked for again.
   *
   * @param from a volume's name
   * @param to another's
   * @param findings hears of users that could not be moved; the others are
   * @param progress hears of users
   */
  public void drain(String from, String to, Consumer<Finding> findings, Progress progress) {
    Calls.of("drain")
        .run(() -> session.backend().maintenance().drain(from, to, findings, progress));
  }

  /**
   * Forgets deletions older than the feed retention (FEED-3) and gives back room.
   *
   * @param progress hears of units of the backend's own
   */
  public void compact(Progress progress) {
    Calls.of("compact").run(() -> session.backend().maintenance().compact(progress));
  }

  /**
   * Copies the store as it is at one moment, while it serves.
   *
   * @param target where; must not exist
   * @param progress hears of units of the backend's own
   */
  public void backup(Path target, Progress progress) {
    Calls.of("backup")
        .run(() -> session.backend().maintenance().backup(target.toAbsolutePath(), progress));
  }

  /**
   * Where the store was moved to, if it is sealed.
   *
   * @return as it was told to {@link #seal}; empty if the store is not sealed
   */
  public Optional<String> movedTo() {
    return Optional.ofNullable(
        Calls.of("seal").<@Nullable String>run(() -> session.backend().movedTo()));
  }

  /**
   * Seals the store, whose data lives elsewhere from now on: every call, in every process, fails
   * with MOVED and says where to (LIFE-4). Writes do so at once, reads of other processes that have
   * the store open within a second. A sealed store is opened only by {@link
   * StoreBuilder#evenMoved}.
   *
   * @param to where the data is now, best as a locator: 1 to 4,096 characters
   * @throws StoreException MOVED if it is sealed with another place; INVALID if stores of this kind
   *     cannot be sealed
   */
  public void seal(String to) {
    Calls.of("seal").run(() -> session.backend().seal(to));
  }

  /** Takes the seal off: the store serves as before. Idempotent. */
  public void unseal() {
    Calls.of("unseal").run(session.backend()::unseal);
  }

  /**
   * The backend behind the contract wrapper, for tools that move data. Its errors are {@code
   * BackendException}s.
   *
   * @return the backend; not to be closed
   */
  public Backend backend() {
    return session.backend();
  }

  /**
   * Closes the store: finishes what was acknowledged; later calls fail with CLOSED. Idempotent
   * (LIFE-1).
   */
  @Override
  public void close() {
    Calls.of("close").run(session.backend()::close);
    session.usersAtOnce().close();
  }
}
