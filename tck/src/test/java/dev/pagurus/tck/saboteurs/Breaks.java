package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The ways to break a backend: each makes a decorator that does one thing otherwise. */
final class Breaks {

  private Breaks() {}

  /** A commit done otherwise. */
  interface Committing {
    Commit commit(Backend next, String user, Batch batch);
  }

  /** A get done otherwise. */
  interface Getting {
    Documents get(Backend next, String user, List<Address> addresses);
  }

  /** The documents of a collection read otherwise. */
  interface Listing {
    List<StoredDocument> list(Backend next, String user, String collection, @Nullable String after);
  }

  /** A find done otherwise. */
  interface Finding {
    Found find(Backend next, FindRequest request);
  }

  /** A page of the feed read otherwise. */
  interface Telling {
    Changes changes(Backend next, String user, long since, int limit);
  }

  /** A replay done otherwise. */
  interface Replaying {
    void replay(Backend next, String user, Changes changes);
  }

  /** A page of users read otherwise. */
  interface Naming {
    List<UserInfo> users(Backend next, @Nullable String after, int limit);
  }

  /** A user deleted otherwise. */
  interface Deleting {
    boolean delete(Backend next, String user);
  }

  static UnaryOperator<Backend> commit(Committing broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public Commit commit(String user, Batch batch) {
            return broken.commit(next, user, batch);
          }
        };
  }

  static UnaryOperator<Backend> get(Getting broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public Documents get(String user, List<Address> addresses) {
            return broken.get(next, user, addresses);
          }
        };
  }

  /** Breaks scan, find and count alike. */
  static UnaryOperator<Backend> list(Listing broken) {
    return sound ->
        new Scanning(sound) {
          @Override
          public Rows scan(String user, String collection, @Nullable String after) {
            long revision = next.get(user, List.of()).revision();
            return new RowList(revision, broken.list(next, user, collection, after));
          }
        };
  }

  static UnaryOperator<Backend> find(Finding broken) {
    return sound ->
        new Scanning(sound) {
          @Override
          public Found find(FindRequest request) {
            return broken.find(next, request);
          }
        };
  }

  static UnaryOperator<Backend> changes(Telling broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public Changes changes(String user, long since, int limit) {
            return broken.changes(next, user, since, limit);
          }
        };
  }

  static UnaryOperator<Backend> replay(Replaying broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public void replay(String user, Changes changes) {
            broken.replay(next, user, changes);
          }
        };
  }

  static UnaryOperator<Backend> users(Naming broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public List<UserInfo> users(@Nullable String after, int limit) {
            return broken.users(next, after, limit);
          }
        };
  }

  static UnaryOperator<Backend> deleteUser(Deleting broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public boolean deleteUser(String user) {
            return broken.delete(next, user);
          }
        };
  }

  /** Commits every write otherwise than it was given. */
  static UnaryOperator<Backend> writes(UnaryOperator<Write> change) {
    return commit(
        (next, user, batch) ->
            next.commit(
                user, new Batch(batch.writes().stream().map(change).toList(), batch.expected())));
  }

  /** Writes bodies otherwise than they were given. */
  static UnaryOperator<Backend> bodies(Function<ObjectNode, JsonNode> change) {
    return writes(
        write ->
            write instanceof Write.Put put
                ? new Write.Put(
                    put.address(), Body.of(change.apply(put.body().toTree())), put.condition())
                : write);
  }

  /** Writes every scalar, at any depth, otherwise than it was given. */
  static UnaryOperator<Backend> scalars(UnaryOperator<JsonNode> change) {
    return bodies(body -> Trees.map(body, change));
  }

  /** Takes certain conditions for others. */
  static UnaryOperator<Backend> conditions(UnaryOperator<Condition> change) {
    return writes(write -> conditioned(write, change.apply(write.condition())));
  }

  static Write conditioned(Write write, Condition condition) {
    return write instanceof Write.Put put
        ? new Write.Put(put.address(), put.body(), condition)
        : new Write.Delete(write.address(), condition);
  }

  /** Answers every document otherwise than it is, wherever it is read. */
  static UnaryOperator<Backend> documents(UnaryOperator<StoredDocument> change) {
    UnaryOperator<Backend> inGet =
        get(
            (next, user, addresses) -> {
              Documents sound = next.get(user, addresses);
              List<@Nullable StoredDocument> found = new ArrayList<>();
              sound.found().forEach(one -> found.add(one == null ? null : change.apply(one)));
              return new Documents(sound.revision(), found);
            });
    UnaryOperator<Backend> inFeed =
        feed(
            one ->
                one instanceof Change.Written written
                    ? new Change.Written(change.apply(written.document()))
                    : one);
    UnaryOperator<Backend> inLists =
        list(
            (next, user, collection, after) ->
                RowList.read(next.scan(user, collection, after)).stream().map(change).toList());
    return sound -> inGet.apply(inFeed.apply(inLists.apply(sound)));
  }

  /** Tells every change otherwise than it was. */
  static UnaryOperator<Backend> feed(UnaryOperator<Change> change) {
    return pages(
        page ->
            new Changes(page.changes().stream().map(change).toList(), page.upTo(), page.more()));
  }

  /** Answers every page of the feed otherwise than it is. */
  static UnaryOperator<Backend> pages(UnaryOperator<Changes> change) {
    return changes((next, user, since, limit) -> change.apply(next.changes(user, since, limit)));
  }

  /**
   * Judges documents itself, and wrongly.
   *
   * @param meaning what a filter is taken to mean
   */
  static UnaryOperator<Backend> judges(Function<Filter, Predicate<JsonNode>> meaning) {
    return find(
        (next, request) -> {
          Rows rows = next.scan(request.user(), request.collection(), null);
          Predicate<JsonNode> judge = meaning.apply(request.filter());
          List<StoredDocument> found =
              RowList.read(rows).stream().filter(row -> judge.test(row.body().root())).toList();
          boolean byId = request.order().isEmpty();
          return new Found(
              new Plan(List.of(), Filter.all(), byId, false, ""),
              new RowList(rows.revision(), found));
        });
  }

  /**
   * Sorts documents itself, and wrongly.
   *
   * @param order what an order is taken to mean
   */
  static UnaryOperator<Backend> sorts(Function<List<Sort>, Comparator<StoredDocument>> order) {
    return find(
        (next, request) -> {
          Rows rows = next.scan(request.user(), request.collection(), null);
          List<StoredDocument> found = RowList.read(rows);
          if (!request.order().isEmpty()) {
            found.sort(order.apply(request.order()));
          }
          return new Found(
              new Plan(List.of(), request.filter(), true, false, ""),
              new RowList(rows.revision(), found));
        });
  }
}
