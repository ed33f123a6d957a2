package dev.pagurus.sharded;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import dev.pagurus.sqlite.SqliteProvider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Knows every user and every declared index. It is itself a store of the SQLite shell, and its
 * "users" are its tables: so it is atomic, durable, shared by processes and open to every tool.
 */
final class Registry implements AutoCloseable {

  /**
   * What this build writes. A new format takes the next number, and a frozen store of the format
   * before it.
   */
  static final int FORMAT = 1;

  private static final String KIND = "sharded-sqlite";
  private static final Address HEADING = new Address("store", "heading");

  /** The owner of the heading. */
  private static final String STORE = "store";

  /** The owner of the rows of users. */
  private static final String USERS = "users";

  /** The collection of files that may be nobody's; beside the rows, to be written at once. */
  private static final String LOOSE = "loose";

  /** The owner of the declared indexes; its revision counts the changes of them. */
  private static final String INDEXES = "indexes";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Backend backend;
  private String store = "";

  private Registry(Backend backend) {
    this.backend = backend;
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
      Registry registry = new Registry(backend);
      registry.readHeading(place, layout, mode);
      registry.declareOwn();
      return registry;
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  private void readHeading(Place place, UserLayout ifMade, OpenRequest.Mode mode) {
    StoredDocument heading = get(STORE, HEADING);
    if (heading == null) {
      if (!backend.users(null, 1).isEmpty()) {
        throw place.foreign("a folder whose registry.db is another store");
      }
      if (mode == OpenRequest.Mode.MUST_EXIST) {
        throw place.noStore();
      }
      heading = makeHeading(ifMade);
    }
    JsonNode body = heading.body().root();
    String kind = body.path("kind").asString("");
    long format = body.path("format").asLong(0);
    if (!kind.equals(KIND) || format < 1) {
      throw place.foreign("a folder whose registry.db is another store");
    }
    if (format > FORMAT) {
      throw place.foreign(
          "a store of the format "
              + format
              + ", and this build knows formats up to "
              + FORMAT
              + ": open it with a newer build");
    }
    store = body.path("store").asString("");
    if (store.isEmpty()) {
      // Made by a build that knew no volumes.
      store = UUID.randomUUID().toString();
      write(STORE, HEADING.id(), Body.of(((ObjectNode) body.deepCopy()).put("store", store)));
    }
  }

  private StoredDocument makeHeading(UserLayout layout) {
    ObjectNode body =
        NODES
            .objectNode()
            .put("kind", KIND)
            .put("format", FORMAT)
            .put("store", UUID.randomUUID().toString())
            .put("digits", layout.digits().name().toLowerCase(Locale.ROOT))
            .put("fan-out", layout.writtenFanOut());
    try {
      commit(STORE, new Write.Put(HEADING, Body.of(body), Condition.ABSENT));
    } catch (BackendException e) {
      if (e.code() != ErrorCode.EXISTS && e.code() != ErrorCode.CONFLICT) {
        throw e;
      } // another process was faster: its layout holds
    }
    StoredDocument made = get(STORE, HEADING);
    if (made == null) {
      throw new IllegalStateException("the heading was not made");
    }
    return made;
  }

  /** Where new users' files lie, as of now: another process may be deepening the folders. */
  UserLayout layout() {
    StoredDocument heading = get(STORE, HEADING);
    if (heading == null) {
      throw new IllegalStateException("the heading is gone");
    }
    return layout(heading.body().root());
  }

  private static UserLayout layout(JsonNode heading) {
    return UserLayout.of(
        heading.required("digits").stringValue(), heading.required("fan-out").stringValue());
  }

  /** Whether users' files are being moved to where the layout has them, or are to be. */
  boolean isRelaid() {
    StoredDocument heading = get(STORE, HEADING);
    return heading != null && heading.body().root().path("relaying").asBoolean(false);
  }

  /** Has new users lie by another layout from now on. */
  void relay(UserLayout layout, boolean underWay) {
    StoredDocument heading = get(STORE, HEADING);
    if (heading == null) {
      throw new IllegalStateException("the heading is gone");
    }
    ObjectNode body = heading.body().root().deepCopy();
    body.put("fan-out", layout.writtenFanOut()).put("relaying", underWay);
    write(STORE, HEADING.id(), Body.of(body));
  }

  /** What this store is called by the disks that belong to it. */
  String store() {
    return store;
  }

  /** Everything that an owner has in the collection of its own name, in order. */
  Rows documents(String owner) {
    return backend.scan(owner, owner, null);
  }

  /** Everything that an owner has in a collection, in order. */
  Rows documents(String owner, String collection) {
    return backend.scan(owner, collection, null);
  }

  /** Changes documents of an owner, all at once. */
  void change(String owner, List<Write> writes) {
    backend.commit(owner, new Batch(writes, OptionalLong.empty()));
  }

  /** Writes a document of an owner, there or not. */
  void write(String owner, String id, Body body) {
    commit(owner, new Write.Put(new Address(owner, id), body, Condition.NONE));
  }

  /** A document of an owner, null if it is not there. */
  @Nullable StoredDocument document(String owner, String id) {
    return get(owner, new Address(owner, id));
  }

  void erase(String owner, String id) {
    commit(owner, new Write.Delete(new Address(owner, id), Condition.NONE));
  }

  /** How many documents an owner has. */
  long count(String owner) {
    UserInfo info = backend.user(owner);
    return info == null ? 0 : info.documents();
  }

  private @Nullable StoredDocument get(String owner, Address address) {
    return backend.get(owner, List.of(address)).found().get(0);
  }

  private Commit commit(String owner, Write write) {
    return backend.commit(owner, Batch.of(write));
  }

  private static Address addressOf(String user) {
    return new Address(USERS, user);
  }

  /** A user's row, null if it is not known. */
  @Nullable UserRow row(String user) {
    StoredDocument row = get(USERS, addressOf(user));
    return row == null ? null : UserRow.read(row);
  }

  /**
   * Writes a row over the one that was read.
   *
   * @return the row as it is stored, null if another was stored meanwhile
   */
  @Nullable UserRow put(UserRow row) {
    Condition unchanged = row.at() == 0 ? Condition.ABSENT : Condition.atRevision(row.at());
    try {
      return row.at(
          commit(USERS, new Write.Put(addressOf(row.user()), row.write(), unchanged)).revision());
    } catch (BackendException e) {
      if (e.code() == ErrorCode.EXISTS || e.code() == ErrorCode.CONFLICT) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Writes rows over those that were read, in one commit.
   *
   * @return false if one of them has changed meanwhile, or is gone; nothing was written then
   */
  boolean putAll(List<UserRow> rows) {
    List<Write> writes = new ArrayList<>();
    for (UserRow row : rows) {
      writes.add(new Write.Put(addressOf(row.user()), row.write(), Condition.atRevision(row.at())));
    }
    try {
      backend.commit(USERS, new Batch(writes, OptionalLong.empty()));
      return true;
    } catch (BackendException e) {
      if (e.code() == ErrorCode.EXISTS || e.code() == ErrorCode.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /** Forgets a user, and the deletion too. */
  void remove(String user) {
    commit(USERS, new Write.Delete(addressOf(user), Condition.NONE));
  }

  /**
   * Says that a file may be nobody's: it is to be made, and until then a crash would leave it.
   *
   * @param row what is to become the user's row
   */
  void noteLoose(UserRow row) {
    commit(USERS, new Write.Put(looseOf(row.user()), row.write(), Condition.NONE));
  }

  /** The file that a crash may have left of a user who is not there, null if there is none. */
  @Nullable UserRow loose(String user) {
    StoredDocument note = get(USERS, looseOf(user));
    return note == null ? null : UserRow.read(note);
  }

  /** The users of whom a crash may have left a file, or whose file is being made. */
  List<String> loose() {
    List<String> all = new ArrayList<>();
    try (Rows rows = backend.scan(USERS, LOOSE, null)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        all.add(row.address().id());
      }
    }
    return all;
  }

  void forgetLoose(String user) {
    commit(USERS, new Write.Delete(looseOf(user), Condition.NONE));
  }

  /**
   * A user whose file was made is there, from now on.
   *
   * @param more what else changes at once, of {@link #ofUsers}
   */
  void settle(UserRow row, Write... more) {
    List<Write> writes = new ArrayList<>(List.of(more));
    writes.add(new Write.Put(addressOf(row.user()), row.write(), Condition.ABSENT));
    writes.add(new Write.Delete(looseOf(row.user()), Condition.NONE));
    backend.commit(USERS, new Batch(writes, OptionalLong.empty()));
  }

  /** What is known of users beside their rows, in a collection of its own, in order. */
  Rows ofUsers(String collection) {
    return backend.scan(USERS, collection, null);
  }

  /** Changes what is known of users beside their rows, at once. */
  void change(Write... writes) {
    backend.commit(USERS, Batch.of(writes));
  }

  /** A user whose file was made is there, and another no more, at once: its file is loose. */
  void replace(UserRow gone, UserRow row) {
    backend.commit(
        USERS,
        new Batch(
            List.of(
                new Write.Delete(addressOf(gone.user()), Condition.PRESENT),
                new Write.Put(looseOf(gone.user()), gone.write(), Condition.NONE),
                new Write.Put(addressOf(row.user()), row.write(), Condition.ABSENT),
                new Write.Delete(looseOf(row.user()), Condition.NONE)),
            OptionalLong.empty()));
  }

  private static Address looseOf(String user) {
    return new Address(LOOSE, user);
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
  void findUsers(Query query, Consumer<String> sink) {
    FindRequest request =
        new FindRequest(USERS, USERS, query.filter(), List.of(), null, OptionalInt.empty());
    try (Found found = backend.find(request)) {
      Evaluator residual = Evaluator.of(found.plan().residual());
      for (StoredDocument row = found.next(); row != null; row = found.next()) {
        if (residual.test(row.body().root())) {
          sink.accept(row.address().id());
        }
      }
    }
  }

  /** All rows after a name, in order, as of now. */
  Rows rows(@Nullable String after) {
    return backend.scan(USERS, USERS, after);
  }

  /** All rows in order, each page of them as of its moment. */
  Iterable<UserRow> users() {
    return users(null);
  }

  Iterable<UserRow> users(@Nullable String after) {
    return () -> new UserRows(after, this::rows);
  }

  long countUsers() {
    UserInfo users = backend.user(USERS);
    return users == null ? 0 : users.documents();
  }

  /** How many changes of the declared indexes there were. */
  long indexesChanged() {
    var info = backend.user(INDEXES);
    return info == null ? 0 : info.revision();
  }

  /**
   * A declared index.
   *
   * @param serves whether it has been built for all users
   * @param since the change of the indexes that declared it: rows that were brought so far have
   *     marks of it; 0 as long as it does not serve
   */
  record Declared(IndexDefinition index, boolean serves, long since) {}

  /** The declared indexes by collection, in order. */
  Map<String, List<Declared>> declared() {
    Map<String, List<Declared>> all = new TreeMap<>();
    try (Rows rows = backend.scan(INDEXES, INDEXES, null)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        all.put(row.address().id(), readDeclared(row.body().root()));
      }
    }
    return all;
  }

  /**
   * Changes what is declared for a collection, of which other processes may declare more meanwhile.
   *
   * @param change makes what is declared from now on of what is declared now; asked again if that
   *     has changed
   * @return which change of the indexes it is
   */
  long declare(String collection, UnaryOperator<List<Declared>> change) {
    Address address = new Address(INDEXES, collection);
    while (true) {
      StoredDocument there = get(INDEXES, address);
      Condition unchanged =
          there == null ? Condition.ABSENT : Condition.atRevision(there.revision());
      List<Declared> next =
          change.apply(there == null ? List.of() : readDeclared(there.body().root()));
      if (next.isEmpty() && there == null) {
        return indexesChanged();
      }
      try {
        return commit(
                INDEXES,
                next.isEmpty()
                    ? new Write.Delete(address, unchanged)
                    : new Write.Put(address, writeDeclared(next), unchanged))
            .revision();
      } catch (BackendException e) {
        if (e.code() != ErrorCode.EXISTS && e.code() != ErrorCode.CONFLICT) {
          throw e;
        } // another process was faster
      }
    }
  }

  private static Body writeDeclared(List<Declared> indexes) {
    ObjectNode body = NODES.objectNode();
    ArrayNode all = body.putArray("indexes");
    for (Declared one : indexes) {
      ObjectNode written =
          all.addObject()
              .put("kind", one.index().kind().name())
              .put("serves", one.serves())
              .put("since", one.since());
      ArrayNode paths = written.putArray("paths");
      for (FieldPath path : one.index().paths()) {
        ArrayNode keys = paths.addArray();
        path.keys().forEach(keys::add);
      }
    }
    return Body.of(body);
  }

  private static List<Declared> readDeclared(JsonNode body) {
    List<Declared> all = new ArrayList<>();
    for (JsonNode one : body.required("indexes")) {
      List<FieldPath> paths = new ArrayList<>();
      for (JsonNode path : one.required("paths")) {
        List<String> keys = new ArrayList<>();
        path.forEach(key -> keys.add(key.stringValue()));
        paths.add(new FieldPath(keys));
      }
      IndexDefinition.Kind kind = IndexDefinition.Kind.valueOf(one.required("kind").stringValue());
      all.add(
          new Declared(
              new IndexDefinition(kind, paths),
              one.required("serves").booleanValue(),
              one.path("since").asLong(0)));
    }
    return all;
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
