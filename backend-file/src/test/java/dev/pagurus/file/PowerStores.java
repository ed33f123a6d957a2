package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.file.PowerModel.Doc;
import dev.pagurus.file.PowerModel.State;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Settings;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Opens stores, works on them, and looks whether all is as it should be. */
final class PowerStores {

  static final IndexDefinition INDEX =
      new IndexDefinition(IndexDefinition.Kind.VALUE, List.of(FieldPath.of("n")));

  private static final List<String> COLLECTIONS = List.of("notes", "tasks");

  private PowerStores() {}

  /** Not asked: a store is opened with what was read from them. */
  private static final class NoSettings implements Settings {

    @Override
    public String text(Setting setting) {
      throw new UnsupportedOperationException(setting.toString());
    }

    @Override
    public boolean flag(Setting setting) {
      throw new UnsupportedOperationException(setting.toString());
    }

    @Override
    public long number(Setting setting) {
      throw new UnsupportedOperationException(setting.toString());
    }

    @Override
    public Duration duration(Setting setting) {
      throw new UnsupportedOperationException(setting.toString());
    }

    @Override
    public List<Map<String, String>> tables(Setting setting) {
      throw new UnsupportedOperationException(setting.toString());
    }
  }

  static Backend open(Path folder, Durability durability) {
    FileSettings settings =
        new FileSettings("toml", durability, Duration.ofDays(30), 32L << 20, false);
    OpenRequest request =
        new OpenRequest(
            folder.toString(),
            new NoSettings(),
            OpenRequest.Mode.OPEN_OR_CREATE,
            InstantSource.system());
    return Opening.open(folder, settings, request);
  }

  static Write put(String collection, String id, int n, int lines) {
    StringBuilder body = new StringBuilder("{\"n\":" + n + ",\"text\":\"of " + n + "\"");
    for (int i = 0; i < lines; i++) {
      body.append(",\"line").append(i).append("\":").append(100_000L * n + i);
    }
    return new Write.Put(
        new Address(collection, id), Body.parse(body.append('}').toString()), Condition.NONE);
  }

  static Write delete(String collection, String id) {
    return new Write.Delete(new Address(collection, id), Condition.NONE);
  }

  /** How a call is made: once, or until it works. */
  interface Call {

    void make(String what, Runnable call);
  }

  /** The calls of a small life: two users, an index, checkpoints, an end and a new beginning. */
  static final class Work {
    private final Backend backend;
    private final PowerModel model;
    private final Call call;

    Work(Backend backend, PowerModel model, Call call) {
      this.backend = backend;
      this.model = model;
      this.call = call;
    }

    void live() {
      commit("alice", put("notes", "a1", 1, 2));
      commit("alice", put("notes", "a2", 2, 90));
      commit("bob", put("notes", "b1", 1, 2));
      commit("alice", put("notes", "a1", 3, 80));
      commit("alice", put("notes", "a3", 4, 1), delete("notes", "a2"), put("tasks", "t1", 5, 1));
      define();
      commit("bob", put("notes", "b2", 6, 60), put("notes", "b1", 7, 40));
      commit("alice", delete("notes", "a3"));
      compact();
      commit("alice", put("notes", "a2", 8, 3), delete("tasks", "t1"));
      commit("bob", delete("notes", "b1"));
      compact();
      commit("bob", put("notes", "b2", 9, 70));
      end("bob");
      commit("bob", put("tasks", "b3", 10, 50));
      commit("alice", put("notes", "a1", 11, 70), put("notes", "a4", 12, 3));
      commit("alice", delete("notes", "a2"));
    }

    void commit(String user, Write... writes) {
      call.make(
          "a commit of " + user,
          () -> {
            Batch batch = Batch.of(writes);
            model.begin(user, model.last(user).after(batch.writes()), batch.writes());
            boolean done = false;
            try {
              backend.commit(user, batch);
              done = true;
            } finally {
              if (!done) {
                model.takeBack(user);
              }
            }
            model.acknowledge(user);
          });
    }

    private void define() {
      call.make(
          "an index",
          () -> {
            model.declare(false);
            backend.define(new CollectionDefinition("notes", List.of(INDEX)), Progress.NONE);
            model.declare(true);
          });
    }

    private void compact() {
      call.make("compact", () -> backend.maintenance().compact(Progress.NONE));
    }

    private void end(String user) {
      call.make(
          "the end of " + user,
          () -> {
            if (model.last(user).revision() > 0) {
              model.begin(user, State.NONE, List.of());
            }
            backend.deleteUser(user);
            model.acknowledge(user);
          });
    }
  }

  /** Demands that a store tells what it may, by all its ways, and finds nothing wrong itself. */
  static void check(Backend backend, PowerModel.Allowed allowed) {
    List<String> users = new ArrayList<>();
    for (Map.Entry<String, List<State>> user : new TreeMap<>(allowed.states()).entrySet()) {
      State there = state(backend, user.getKey(), allowed.addresses());
      assertTrue(
          user.getValue().contains(there),
          () -> user.getKey() + " is " + there + " and may be " + user.getValue());
      if (there.revision() > 0) {
        users.add(user.getKey());
      }
    }
    assertEquals(users, backend.users(null, 100).stream().map(UserInfo::user).toList());
    List<CollectionDefinition> declared =
        List.of(new CollectionDefinition("notes", List.of(INDEX)));
    if (allowed.declared() || !backend.definitions().isEmpty()) {
      assertEquals(declared, backend.definitions());
      assertTrue(allowed.declaring());
    }
    verify(backend);
  }

  static void verify(Backend backend) {
    List<Finding> findings = new ArrayList<>();
    backend.maintenance().verify(findings::add, Progress.NONE);
    assertEquals(List.of(), findings);
  }

  /** What a user's documents are, and the same whichever way one asks. */
  static State state(Backend backend, String user, List<Address> addresses) {
    Map<String, Doc> documents = new TreeMap<>();
    Documents got = backend.get(user, addresses);
    for (StoredDocument each : got.found()) {
      if (each != null) {
        documents.put(PowerModel.key(each.address()), doc(each));
      }
    }
    assertEquals(documents, scanned(backend, user), () -> user + ": get and scan");
    Map<String, Doc> fed = new TreeMap<>();
    Map<String, Long> deleted = new TreeMap<>();
    Changes changes = backend.changes(user, 0, 1_000);
    for (Change change : changes.changes()) {
      if (change instanceof Change.Written written) {
        fed.put(PowerModel.key(change.address()), doc(written.document()));
      } else {
        deleted.put(PowerModel.key(change.address()), change.revision());
      }
    }
    assertEquals(documents, fed, () -> user + ": get and feed");
    assertEquals(got.revision(), changes.upTo());
    documents.forEach((key, doc) -> requireFound(backend, user, key, doc));
    return new State(got.revision(), documents, deleted);
  }

  private static Doc doc(StoredDocument document) {
    return new Doc(document.revision(), document.body());
  }

  private static Map<String, Doc> scanned(Backend backend, String user) {
    Map<String, Doc> documents = new TreeMap<>();
    for (String collection : COLLECTIONS) {
      try (Rows rows = backend.scan(user, collection, null)) {
        for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
          documents.put(PowerModel.key(row.address()), doc(row));
        }
      }
    }
    return documents;
  }

  private static void requireFound(Backend backend, String user, String key, Doc doc) {
    String collection = key.substring(0, key.indexOf('/'));
    Filter filter =
        new Filter.Compare(FieldPath.of("n"), Filter.Operator.EQ, doc.body().root().get("n"));
    FindRequest request =
        new FindRequest(user, collection, filter, List.of(), null, OptionalInt.empty());
    List<String> keys = new ArrayList<>();
    try (Found found = backend.find(request)) {
      Evaluator residual = Evaluator.of(found.plan().residual());
      for (StoredDocument row = found.next(); row != null; row = found.next()) {
        if (residual.test(row.body().root())) {
          keys.add(PowerModel.key(row.address()));
        }
      }
    }
    assertEquals(List.of(key), keys, () -> user + " finds n = " + doc.body().root().get("n"));
  }
}
