package dev.pagurus.sharded;

import dev.pagurus.document.Address;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import dev.pagurus.sqlite.SqliteProvider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows every user: where its file lies, and what is in it while it is at rest. Users' rows are one
 * table of {@code registry.db}; of the others {@link Heading} tells what the store is, {@link
 * IndexTable} which indexes are declared, and each {@link #table} belongs to the class that names
 * it.
 *
 * <p>The registry is itself a store of the SQLite shell, and its "users" are its tables: so it is
 * atomic, durable, shared by processes and open to every tool.
 */
final class Registry implements AutoCloseable {

  private static final String USERS = "users";

  /** The collection of files that may be nobody's; beside the rows, to be written at once. */
  private static final String LOOSE = "loose";

  private final Backend backend;
  private final Heading heading;
  private final IndexTable indexes;
  private final Table users;

  private Registry(Backend backend, Heading heading) {
    this.backend = backend;
    this.heading = heading;
    this.indexes = new IndexTable(backend);
    this.users = new Table(backend, USERS);
  }

  /** Opens the registry of a place that has been looked at, or makes it. */
  static Registry open(Place place, ShardedSettings settings, OpenRequest.Mode mode) {
    return open(place, settings, settings.layout(), mode);
  }

  /** The same, with a layout for the case that it is made. */
  static Registry open(
      Place place, ShardedSettings settings, UserLayout layout, OpenRequest.Mode mode) {
    Backend backend =
        new SqliteProvider()
            .open(
                new OpenRequest(
                    place.registry().toString(),
                    settings.ofRegistry(),
                    mode,
                    InstantSource.system()));
    try {
      Registry registry = new Registry(backend, Heading.open(backend, place, layout, mode));
      registry.declareOwn();
      return registry;
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  /** What the store is. */
  Heading heading() {
    return heading;
  }

  /** Which indexes are declared. */
  IndexTable indexes() {
    return indexes;
  }

  /** A table that the caller knows the rows of. */
  Table table(String name) {
    return new Table(backend, name);
  }

  /** A user's row, null if it is not known. */
  @Nullable UserRow row(String user) {
    StoredDocument row = users.get(user);
    return row == null ? null : UserRow.read(row);
  }

  /** All rows after a name, in order, as of now. */
  Rows rows(@Nullable String after) {
    return users.rows(after);
  }

  /** All rows in order, each page of them as of its moment. */
  Iterable<UserRow> users() {
    return users(null);
  }

  /** The same after a name. */
  Iterable<UserRow> users(@Nullable String after) {
    return () -> new UserRows(after, this::rows);
  }

  long countUsers() {
    return users.count();
  }

  /**
   * Writes a row over the one that was read.
   *
   * @return the row as it is stored, null if another was stored meanwhile
   */
  @Nullable UserRow put(UserRow row) {
    Condition unchanged = row.at() == 0 ? Condition.ABSENT : Condition.atRevision(row.at());
    Commit commit = users.tryChange(List.of(put(row, unchanged)));
    return commit == null ? null : row.at(commit.revision());
  }

  /**
   * Writes rows over those that were read, in one commit.
   *
   * @return false if one of them has changed meanwhile, or is gone; nothing was written then
   */
  boolean putAll(List<UserRow> rows) {
    List<Write> writes = new ArrayList<>();
    for (UserRow row : rows) {
      writes.add(put(row, Condition.atRevision(row.at())));
    }
    return users.tryChange(writes) != null;
  }

  /** Forgets a user, and the deletion too. */
  void remove(String user) {
    users.remove(user);
  }

  private Write put(UserRow row, Condition condition) {
    return new Write.Put(users.at(row.user()), row.write(), condition);
  }

  /**
   * Says that a file may be nobody's: it is to be made, and until then a crash would leave it.
   *
   * @param row what is to become the user's row
   */
  void noteLoose(UserRow row) {
    change(noteOf(row));
  }

  /** The file that a crash may have left of a user who is not there, null if there is none. */
  @Nullable UserRow loose(String user) {
    StoredDocument note = users.get(looseOf(user));
    return note == null ? null : UserRow.read(note);
  }

  /** The users of whom a crash may have left a file, or whose file is being made. */
  List<String> loose() {
    List<String> all = new ArrayList<>();
    try (Rows rows = users.beside(LOOSE)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        all.add(row.address().id());
      }
    }
    return all;
  }

  void forgetLoose(String user) {
    change(forget(user));
  }

  private static Write noteOf(UserRow row) {
    return new Write.Put(looseOf(row.user()), row.write(), Condition.NONE);
  }

  private static Write forget(String user) {
    return new Write.Delete(looseOf(user), Condition.NONE);
  }

  private static Address looseOf(String user) {
    return new Address(LOOSE, user);
  }

  /**
   * A user whose file was made is there, from now on.
   *
   * @param more what else changes at once, of {@link #ofUsers}
   */
  void settle(UserRow row, Write... more) {
    List<Write> writes = new ArrayList<>(List.of(more));
    writes.add(put(row, Condition.ABSENT));
    writes.add(forget(row.user()));
    users.change(writes);
  }

  /** A user whose file was made is there, and another no more, at once: its file is loose. */
  void replace(UserRow gone, UserRow row) {
    users.change(
        List.of(
            new Write.Delete(users.at(gone.user()), Condition.PRESENT),
            noteOf(gone),
            put(row, Condition.ABSENT),
            forget(row.user())));
  }

  /** What is known of users beside their rows, in a collection of its own, in order. */
  Rows ofUsers(String collection) {
    return users.beside(collection);
  }

  /** Changes what is known of users beside their rows, at once. */
  void change(Write... writes) {
    users.change(List.of(writes));
  }

  /** So that {@link #findUsers} looks at nobody in vain. */
  private void declareOwn() {
    if (backend.definitions().isEmpty()) {
      backend.define(
          new CollectionDefinition(
              USERS,
              List.of(
                  new IndexDefinition(IndexDefinition.Kind.VALUE, List.of(FieldPath.of("hot"))),
                  new IndexDefinition(IndexDefinition.Kind.VALUE, List.of(FieldPath.of("indexes"))),
                  new IndexDefinition(IndexDefinition.Kind.ARRAY, List.of(FieldPath.of("has"))))),
          Progress.NONE);
    }
  }

  /** Tells of the users whose rows a query finds, as of now, in any order. */
  void findUsers(Query query, Consumer<UserRow> sink) {
    FindRequest request =
        new FindRequest(USERS, USERS, query.filter(), List.of(), null, OptionalInt.empty());
    try (Found found = backend.find(request)) {
      Evaluator residual = Evaluator.of(found.plan().residual());
      for (StoredDocument row = found.next(); row != null; row = found.next()) {
        if (residual.test(row.body().root())) {
          sink.accept(UserRow.read(row));
        }
      }
    }
  }

  /** How many changes of users' rows, and of what is beside them, there were. */
  long usersChanged() {
    return users.changes();
  }

  /** Tells of the users whose rows were written after a number of changes, as the rows are now. */
  void usersChangedSince(long changes, Consumer<UserRow> sink) {
    users.writtenSince(changes, row -> sink.accept(UserRow.read(row)));
  }

  /** Which store this is. */
  Optional<String> identity() {
    return backend.identity();
  }

  /** Where the store was moved to, null if it is not sealed. */
  @Nullable String movedTo() {
    return backend.movedTo();
  }

  /**
   * Refuses if the store is sealed.
   *
   * @throws BackendException MOVED
   */
  void requireHere() {
    String to = movedTo();
    if (to != null) {
      throw BackendException.moved(to);
    }
  }

  /** From now on nothing can be written here, by any process. */
  void seal(String to) {
    backend.seal(to);
  }

  void unseal() {
    backend.unseal();
  }

  Maintenance maintenance() {
    return backend.maintenance();
  }

  @Override
  public void close() {
    backend.close();
  }
}
