package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What goes wrong in opening, closing and failing. */
final class LifeSaboteurs {

  private static final Map<String, Backend> OPEN = new ConcurrentHashMap<>();

  private LifeSaboteurs() {}

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    all.addAll(living());
    all.addAll(failing());
    return all;
  }

  private static List<Saboteur> living() {
    return List.of(
        Saboteur.of(
            "LIFECYCLE", "LIFE-1", "closing loses the newest commit", LifeSaboteurs::losing),
        Saboteur.of("LIFECYCLE", "LIFE-1", "closing keeps the store", LifeSaboteurs::keeping),
        Saboteur.opening(
            "LIFECYCLE",
            "LIFE-1",
            "opening begins with an empty store",
            (sound, request) -> {
              Backend backend = sound.open(request);
              backend.users(null, Integer.MAX_VALUE).forEach(u -> backend.deleteUser(u.user()));
              return backend;
            }),
        Saboteur.opening(
            "CONCURRENCY", "LIFE-2", "a second opener is let in", LifeSaboteurs::sharing),
        Saboteur.opening(
            "CONCURRENCY",
            "LIFE-2",
            "a second opener hears that the store is busy",
            (sound, request) -> {
              try {
                return sound.open(request);
              } catch (BackendException e) {
                throw new BackendException(ErrorCode.BUSY, "try again later", e);
              }
            }),
        Saboteur.opening(
            "CONCURRENCY",
            "LIFE-2",
            "a second opener takes the store from the first",
            LifeSaboteurs::robbing));
  }

  private static List<Saboteur> failing() {
    return List.of(
        failing(
            "CRUD",
            "LIFE-4",
            "what the engine throws comes out as it is",
            e -> new IllegalStateException("constraint failed", e)),
        failing(
            "CRUD",
            "LIFE-4",
            "a taken address is a conflict",
            e -> new BackendException(ErrorCode.CONFLICT, "a conflict", e.address(), e)),
        failing(
            "BATCH",
            "LIFE-4",
            "errors do not name their document",
            e -> new BackendException(e.code(), "some document", e)),
        failing(
            "CRUD",
            "LIFE-4",
            "what is refused is unavailable",
            e -> new BackendException(ErrorCode.UNAVAILABLE, "try again", e.address(), e)),
        Saboteur.of(
            "BATCH", "LIFE-5", "a refused commit takes a revision", LifeSaboteurs::counting),
        Saboteur.of(
            "FAULT",
            "LIFE-5",
            "what was refused is written with the next commit",
            LifeSaboteurs::remembering),
        Saboteur.of(
            "FAULT",
            "LIFE-5",
            "after many refusals nothing is written any more",
            LifeSaboteurs::tiring),
        Saboteur.of(
            "HOSTILE",
            "LIFE-5",
            "names with quotes are refused",
            Renaming.users(
                user -> {
                  if (user.contains("'") || user.contains("\"")) {
                    throw new BackendException(ErrorCode.INVALID, "syntax error near " + user);
                  }
                  return user;
                })),
        Saboteur.of(
            "HOSTILE",
            "QUERY-3",
            "operands with an apostrophe find nothing",
            Breaks.judges(
                Meanings.ofTests(
                    filter ->
                        filter instanceof Filter.Compare test
                                && test.value().isString()
                                && test.value().stringValue().contains("'")
                            ? body -> test.operator() == Filter.Operator.NE
                            : null))),
        Saboteur.of(
            "HOSTILE",
            "QUERY-1",
            "keys that look like paths of JSON are taken for such",
            Breaks.judges(
                Meanings.onPaths(
                    path ->
                        path.keys().size() == 1 && path.keys().get(0).startsWith("$.")
                            ? FieldPath.of(path.keys().get(0).substring(2))
                            : path))),
        Saboteur.of(
            "HOSTILE",
            "LIFE-5",
            "placeholders in names are filled in",
            Renaming.ids(id -> id.replaceAll("\\$\\{[^}]*\\}", "filled"))));
  }

  private static Backend losing(Backend sound) {
    return new ForwardingBackend(sound) {
      private boolean closed;

      @Override
      public synchronized void close() {
        if (!closed) {
          closed = true;
          for (UserInfo user : next.users(null, Integer.MAX_VALUE)) {
            for (Change change :
                next.changes(user.user(), user.revision() - 1, Integer.MAX_VALUE).changes()) {
              next.commit(
                  user.user(), Batch.of(new Write.Delete(change.address(), Condition.NONE)));
            }
          }
        }
        next.close();
      }
    };
  }

  private static Backend keeping(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public void close() {
        next.users(null, 1);
      }
    };
  }

  private static Backend sharing(BackendProvider sound, OpenRequest request) {
    try {
      Backend opened = sound.open(request);
      OPEN.put(request.location(), opened);
      return opened;
    } catch (BackendException e) {
      Backend shared = OPEN.get(request.location());
      if (e.code() != ErrorCode.LOCKED || shared == null) {
        throw e;
      }
      return new ForwardingBackend(shared);
    }
  }

  private static Backend robbing(BackendProvider sound, OpenRequest request) {
    Backend first = OPEN.get(request.location());
    if (first != null) {
      first.close();
    }
    Backend opened = sound.open(request);
    OPEN.put(request.location(), opened);
    return opened;
  }

  /** An error thrown otherwise. */
  private interface Failing {
    RuntimeException instead(BackendException error);
  }

  private static Saboteur failing(String group, String rule, String name, Failing failing) {
    return Saboteur.of(
        group,
        rule,
        name,
        Breaks.commit(
            (next, user, batch) -> {
              try {
                return next.commit(user, batch);
              } catch (BackendException e) {
                throw failing.instead(e);
              }
            }));
  }

  private static Backend counting(Backend sound) {
    return Breaks.commit(
            (next, user, batch) -> {
              try {
                return next.commit(user, batch);
              } catch (BackendException e) {
                next.replay(user, new Changes(List.of(), Forced.revision(next, user) + 1, false));
                throw e;
              }
            })
        .apply(sound);
  }

  private static Backend remembering(Backend sound) {
    List<Write> refused = new ArrayList<>();
    return Breaks.commit(
            (next, user, batch) -> {
              Commit commit;
              try {
                commit = next.commit(user, batch);
              } catch (BackendException e) {
                batch
                    .writes()
                    .forEach(each -> refused.add(Breaks.conditioned(each, Condition.NONE)));
                throw e;
              }
              refused.forEach(write -> next.commit(user, Batch.of(write)));
              refused.clear();
              return commit;
            })
        .apply(sound);
  }

  private static Backend tiring(Backend sound) {
    List<BackendException> refusals = new ArrayList<>();
    return Breaks.commit(
            (next, user, batch) -> {
              if (refusals.size() > 10) {
                throw new BackendException(ErrorCode.UNAVAILABLE, "too many failures");
              }
              try {
                return next.commit(user, batch);
              } catch (BackendException e) {
                refusals.add(e);
                throw e;
              }
            })
        .apply(sound);
  }
}
