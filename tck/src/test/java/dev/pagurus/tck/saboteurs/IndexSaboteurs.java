package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Indexes that are lost, stale, or bind what they should not. */
final class IndexSaboteurs {

  private static final String GROUP = "INDEX";

  private IndexSaboteurs() {}

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    all.addAll(declaring());
    all.addAll(binding());
    all.addAll(serving());
    return all;
  }

  private static List<Saboteur> declaring() {
    return List.of(
        Saboteur.of(
            GROUP,
            "INDEX-1",
            "an index cannot be declared twice",
            define(
                (next, definition, progress) -> {
                  for (CollectionDefinition known : next.definitions()) {
                    if (known.collection().equals(definition.collection())
                        && known.indexes().stream().anyMatch(definition.indexes()::contains)) {
                      throw new BackendException(ErrorCode.CONFLICT, "there is such an index");
                    }
                  }
                  next.define(definition, progress);
                })),
        Saboteur.of(
            GROUP,
            "INDEX-1",
            "a declaration takes the place of those before",
            define(
                (next, definition, progress) -> {
                  for (CollectionDefinition known : next.definitions()) {
                    if (known.collection().equals(definition.collection())) {
                      known.indexes().forEach(index -> next.drop(known.collection(), index));
                    }
                  }
                  next.define(definition, progress);
                })),
        Saboteur.of(
            GROUP,
            "INDEX-1",
            "the paths of an index are put in order",
            defining(
                index ->
                    new IndexDefinition(
                        index.kind(),
                        index.paths().stream()
                            .sorted(Comparator.comparing(FieldPath::toString))
                            .toList()))),
        Saboteur.of(
            GROUP,
            "INDEX-1",
            "array indexes become value indexes",
            defining(
                index ->
                    index.kind() == IndexDefinition.Kind.ARRAY
                        ? new IndexDefinition(IndexDefinition.Kind.VALUE, index.paths())
                        : index)),
        Saboteur.of(GROUP, "INDEX-1", "dropping one index drops all", IndexSaboteurs::droppingAll),
        Saboteur.of(
            GROUP,
            "INDEX-1",
            "an index that is not there cannot be dropped",
            IndexSaboteurs::droppingKnownOnly),
        Saboteur.of(
            "LIFECYCLE", "INDEX-1", "closing forgets the indexes", IndexSaboteurs::forgetting));
  }

  private static List<Saboteur> binding() {
    Uniqueness.Law sound = Uniqueness.Law.SOUND;
    return List.of(
        unique("nothing is unique", sound.binding(value -> false)),
        unique("values are unique across users", sound.over(Uniqueness.Scope.STORE)),
        unique("values are unique across collections", sound.over(Uniqueness.Scope.USER)),
        unique("null is bound by unique indexes", sound.binding(value -> value != null)),
        unique(
            "missing values are bound by unique indexes",
            sound.binding(value -> value == null || !value.isNull())),
        unique(
            "1 and 1.0 are two values to unique indexes",
            sound.equating((a, b) -> a.toString().equals(b.toString()))),
        unique(
            "numbers are doubles to unique indexes",
            sound.equating(IndexSaboteurs::equalAsDoubles)),
        unique(
            "case does not count to unique indexes",
            sound.equating((a, b) -> a.toString().equalsIgnoreCase(b.toString()))),
        unique(
            "true and 1 are one value to unique indexes",
            sound.equating((a, b) -> asNumber(a).equals(asNumber(b)))),
        unique(
            "arrays and objects are not bound by unique indexes",
            sound.binding(value -> value != null && !value.isNull() && !value.isContainer())),
        unique("unique values may stand twice in one batch", sound.notWithinBatch()),
        unique("a batch cannot swap unique values", sound.comparingWithBefore()),
        unique("values that are gone are still unique", sound.rememberingAll()),
        Saboteur.of(
            GROUP,
            "INDEX-2",
            "a unique violation is a conflict",
            Breaks.commit(
                (next, user, batch) -> {
                  try {
                    return next.commit(user, batch);
                  } catch (BackendException e) {
                    throw e.code() == ErrorCode.UNIQUE_VIOLATION
                        ? new BackendException(ErrorCode.CONFLICT, "a conflict", e.address(), e)
                        : e;
                  }
                })));
  }

  private static List<Saboteur> serving() {
    return List.of(
        stale("an index does not hold what was there before it", StaleIndex.Misses.THE_PAST),
        stale("an index holds what documents were before an update", StaleIndex.Misses.UPDATES),
        stale("an index holds what was deleted", StaleIndex.Misses.DELETES),
        stale("an index holds what was refused", StaleIndex.Misses.REFUSALS),
        stale("an index does not hold what was replayed", StaleIndex.Misses.REPLAYS),
        Saboteur.of(
            GROUP,
            "INDEX-3",
            "a unique index is built over offenders without a word",
            define(
                (next, definition, progress) -> {
                  try {
                    next.define(definition, progress);
                  } catch (BackendException e) {
                    progress.at(1, 1);
                  }
                })),
        Saboteur.of(
            GROUP,
            "INDEX-3",
            "a unique index that cannot be built is declared",
            IndexSaboteurs::declaringFailed),
        Saboteur.of(
            GROUP,
            "INDEX-3",
            "an offender is a conflict",
            define(
                (next, definition, progress) -> {
                  try {
                    next.define(definition, progress);
                  } catch (BackendException e) {
                    throw new BackendException(ErrorCode.CONFLICT, "cannot be built", e);
                  }
                })),
        Saboteur.of(
            GROUP,
            "INDEX-3",
            "the progress of building is not told",
            define((next, definition, progress) -> next.define(definition, Progress.NONE))));
  }

  private static Saboteur unique(String name, Uniqueness.Law law) {
    return Saboteur.opening(
        GROUP,
        "INDEX-2",
        name,
        (sound, request) -> new Uniqueness(sound.open(request), law, request.clock()));
  }

  private static Saboteur stale(String name, StaleIndex.Misses misses) {
    return Saboteur.of(GROUP, "INDEX-3", name, next -> new StaleIndex(next, misses));
  }

  private static boolean equalAsDoubles(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return Double.compare(a.doubleValue(), b.doubleValue()) == 0;
    }
    return a.equals(b);
  }

  private static JsonNode asNumber(JsonNode value) {
    return value.isBoolean()
        ? JsonNodeFactory.instance.numberNode(value.booleanValue() ? 1L : 0L)
        : value;
  }

  /** A declaration done otherwise. */
  private interface Defining {
    void define(Backend next, CollectionDefinition definition, Progress progress);
  }

  private static UnaryOperator<Backend> define(Defining broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public void define(CollectionDefinition definition, Progress progress) {
            broken.define(next, definition, progress);
          }
        };
  }

  private static UnaryOperator<Backend> defining(UnaryOperator<IndexDefinition> change) {
    return define(
        (next, definition, progress) ->
            next.define(
                new CollectionDefinition(
                    definition.collection(), definition.indexes().stream().map(change).toList()),
                progress));
  }

  private static Backend droppingAll(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public void drop(String collection, IndexDefinition index) {
        for (CollectionDefinition known : next.definitions()) {
          if (known.collection().equals(collection)) {
            known.indexes().forEach(each -> next.drop(collection, each));
          }
        }
      }
    };
  }

  private static Backend droppingKnownOnly(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public void drop(String collection, IndexDefinition index) {
        boolean known =
            next.definitions().stream()
                .anyMatch(
                    one -> one.collection().equals(collection) && one.indexes().contains(index));
        if (!known) {
          throw new BackendException(ErrorCode.INVALID, "there is no index " + index.name());
        }
        next.drop(collection, index);
      }
    };
  }

  private static Backend forgetting(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public void close() {
        for (CollectionDefinition known : next.definitions()) {
          known.indexes().forEach(index -> next.drop(known.collection(), index));
        }
        next.close();
      }
    };
  }

  private static Backend declaringFailed(Backend sound) {
    List<CollectionDefinition> failed = new CopyOnWriteArrayList<>();
    return new ForwardingBackend(sound) {
      @Override
      public void define(CollectionDefinition definition, Progress progress) {
        try {
          next.define(definition, progress);
        } catch (BackendException e) {
          failed.add(definition);
          throw e;
        }
      }

      @Override
      public List<CollectionDefinition> definitions() {
        List<CollectionDefinition> all = new ArrayList<>(failed);
        all.addAll(next.definitions());
        return all;
      }
    };
  }
}
