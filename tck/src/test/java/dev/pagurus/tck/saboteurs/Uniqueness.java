package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Judges unique indexes by itself, and wrongly; what the reference would refuse is forced in. */
final class Uniqueness extends ForwardingBackend {

  /** Whose values are compared. */
  enum Scope {
    COLLECTION,
    USER,
    STORE
  }

  /**
   * How to judge.
   *
   * @param binds which values are judged; null for a missing one
   * @param same when two values are the same
   * @param scope whose values are compared
   * @param before whether the documents of a batch are compared with what was there before it
   * @param within whether the documents of a batch are compared with each other
   * @param forever whether values that are gone still count
   */
  record Law(
      Predicate<@Nullable JsonNode> binds,
      BiPredicate<JsonNode, JsonNode> same,
      Scope scope,
      boolean before,
      boolean within,
      boolean forever) {

    /** The right one. */
    static final Law SOUND =
        new Law(
            value -> value != null && !value.isNull(),
            Values::equal,
            Scope.COLLECTION,
            false,
            true,
            false);

    Law binding(Predicate<@Nullable JsonNode> other) {
      return new Law(other, same, scope, before, within, forever);
    }

    Law equating(BiPredicate<JsonNode, JsonNode> other) {
      return new Law(binds, other, scope, before, within, forever);
    }

    Law over(Scope other) {
      return new Law(binds, same, other, before, within, forever);
    }

    Law comparingWithBefore() {
      return new Law(binds, same, scope, true, within, forever);
    }

    Law notWithinBatch() {
      return new Law(binds, same, scope, before, false, forever);
    }

    Law rememberingAll() {
      return new Law(binds, same, scope, before, within, true);
    }
  }

  private record Place(String user, Address address) {}

  private record Held(Place place, JsonNode body) {}

  private final Law law;
  private final InstantSource clock;
  private final List<Held> ever = new ArrayList<>();

  Uniqueness(Backend next, Law law, InstantSource clock) {
    super(next);
    this.law = law;
    this.clock = clock;
  }

  @Override
  public synchronized Commit commit(String user, Batch batch) {
    RevisionSaboteurs.requireConditions(next, user, batch);
    judge(user, batch);
    Commit commit = forced(user, batch);
    batch.writes().stream()
        .filter(Write.Put.class::isInstance)
        .forEach(write -> ever.add(held(user, (Write.Put) write)));
    return commit;
  }

  /** Commits, also what the reference would refuse for its value. */
  synchronized Commit forced(String user, Batch batch) {
    try {
      return next.commit(user, batch);
    } catch (BackendException e) {
      if (e.code() != ErrorCode.UNIQUE_VIOLATION) {
        throw e;
      }
      return Forced.commit(next, user, batch.writes(), clock.instant());
    }
  }

  void judge(String user, Batch batch) {
    for (Write write : batch.writes()) {
      if (write instanceof Write.Put put) {
        judge(user, put, batch);
      }
    }
  }

  private static Held held(String user, Write.Put put) {
    return new Held(new Place(user, put.address()), put.body().root());
  }

  private void judge(String user, Write.Put put, Batch batch) {
    for (FieldPath path : uniquePaths(put.address().collection())) {
      JsonNode value = path.in(put.body().root());
      if (!law.binds().test(value)) {
        continue;
      }
      for (Held other : others(user, put, batch)) {
        JsonNode held = path.in(other.body());
        if (isSame(value, held)) {
          throw BackendException.uniqueViolation(
              put.address(),
              new IndexDefinition(IndexDefinition.Kind.UNIQUE, List.of(path)),
              other.place().address().id());
        }
      }
    }
  }

  private boolean isSame(@Nullable JsonNode value, @Nullable JsonNode held) {
    if (value == null || held == null) {
      return value == null && held == null;
    }
    return law.same().test(value, held);
  }

  private List<FieldPath> uniquePaths(String collection) {
    for (CollectionDefinition definition : next.definitions()) {
      if (definition.collection().equals(collection)) {
        return definition.indexes().stream()
            .filter(index -> index.kind() == IndexDefinition.Kind.UNIQUE)
            .map(index -> index.paths().get(0))
            .toList();
      }
    }
    return List.of();
  }

  private List<Held> others(String user, Write.Put put, Batch batch) {
    Map<Place, JsonNode> there = stored(user, put.address().collection());
    if (!law.before()) {
      batch.writes().forEach(write -> there.remove(new Place(user, write.address())));
    }
    List<Held> others = new ArrayList<>();
    there.forEach((place, body) -> others.add(new Held(place, body)));
    if (law.within()) {
      for (Write write : batch.writes()) {
        if (write instanceof Write.Put mate
            && mate.address().collection().equals(put.address().collection())) {
          others.add(held(user, mate));
        }
      }
    }
    if (law.forever()) {
      ever.stream().filter(held -> held.place().user().equals(user)).forEach(others::add);
    }
    others.removeIf(held -> held.place().equals(new Place(user, put.address())));
    return others;
  }

  private Map<Place, JsonNode> stored(String user, String collection) {
    Map<Place, JsonNode> stored = new LinkedHashMap<>();
    List<String> users =
        law.scope() == Scope.STORE
            ? next.users(null, Integer.MAX_VALUE).stream().map(UserInfo::user).toList()
            : List.of(user);
    for (String each : users) {
      List<String> collections =
          law.scope() == Scope.USER
              ? next.collections(each).stream().map(CollectionInfo::collection).toList()
              : List.of(collection);
      for (String one : collections) {
        for (StoredDocument row : RowList.read(next.scan(each, one, null))) {
          stored.put(new Place(each, row.address()), row.body().root());
        }
      }
    }
    return stored;
  }
}
