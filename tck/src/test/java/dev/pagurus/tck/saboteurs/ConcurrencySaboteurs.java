package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What goes wrong only when somebody comes between. */
final class ConcurrencySaboteurs {

  private static final String GROUP = "CONCURRENCY";

  private ConcurrencySaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        Saboteur.of(
            GROUP,
            "BATCH-3",
            "get of many reads the two halves from two states",
            Breaks.get(ConcurrencySaboteurs::inHalves)),
        Saboteur.of(
            GROUP,
            "BATCH-3",
            "a list goes on in another state",
            Breaks.list(ConcurrencySaboteurs::inTwoStates)),
        Saboteur.opening(
            GROUP,
            "BATCH-3",
            "half a batch is seen while it is written",
            (sound, request) -> new HalfVisible(sound.open(request), request)),
        Saboteur.of(
            GROUP,
            "REV-3",
            "conditions are checked before the commit, not in it",
            Breaks.commit(
                (next, user, batch) -> {
                  RevisionSaboteurs.requireConditions(next, user, batch);
                  Races.pause();
                  return next.commit(user, unconditioned(batch, batch.expected()));
                })),
        Saboteur.of(
            GROUP,
            "BATCH-4",
            "the user's revision is checked before the commit, not in it",
            Breaks.commit(
                (next, user, batch) -> {
                  next.commit(user, new Batch(List.of(), batch.expected()));
                  Races.pause();
                  return next.commit(user, new Batch(batch.writes(), OptionalLong.empty()));
                })),
        Saboteur.opening(
            GROUP,
            "INDEX-2",
            "unique values are checked before the commit, not in it",
            (sound, request) -> racingForValues(sound.open(request), request)),
        Saboteur.of(
            GROUP, "QUERY-6", "a commit shows to others with the next one", LateForOthers::new),
        Saboteur.opening(
            GROUP,
            "LIFE-1",
            "two commits at once take one revision",
            (sound, request) ->
                Breaks.commit(
                        (next, user, batch) -> {
                          next.commit(user, new Batch(List.of(), batch.expected()));
                          RevisionSaboteurs.requireConditions(next, user, batch);
                          long revision = Forced.revision(next, user);
                          Races.pause();
                          return Forced.commit(
                              next, user, batch.writes(), request.clock().instant(), revision + 1);
                        })
                    .apply(sound.open(request))));
  }

  private static Batch unconditioned(Batch batch, OptionalLong expected) {
    return new Batch(
        batch.writes().stream().map(write -> Breaks.conditioned(write, Condition.NONE)).toList(),
        expected);
  }

  private static Documents inHalves(Backend next, String user, List<Address> addresses) {
    int half = addresses.size() / 2;
    if (half == 0) {
      return next.get(user, addresses);
    }
    Documents first = next.get(user, addresses.subList(0, half));
    Races.awaitChange(next, user, first.revision());
    Documents second = next.get(user, addresses.subList(half, addresses.size()));
    List<@Nullable StoredDocument> found = new ArrayList<>(first.found());
    found.addAll(second.found());
    return new Documents(first.revision(), found);
  }

  private static List<StoredDocument> inTwoStates(
      Backend next, String user, String collection, @Nullable String after) {
    Rows rows = next.scan(user, collection, after);
    List<StoredDocument> first = RowList.read(rows);
    int half = first.size() / 2;
    if (half == 0) {
      return first;
    }
    Races.awaitChange(next, user, rows.revision());
    List<StoredDocument> both = new ArrayList<>(first.subList(0, half));
    both.addAll(RowList.read(next.scan(user, collection, first.get(half - 1).address().id())));
    return both;
  }

  /** Applies a batch in two steps that readers can see, under one revision. */
  private static final class HalfVisible extends ForwardingBackend {

    private final OpenRequest request;

    HalfVisible(Backend next, OpenRequest request) {
      super(next);
      this.request = request;
    }

    @Override
    public synchronized Commit commit(String user, Batch batch) {
      if (batch.writes().size() < 2) {
        return next.commit(user, batch);
      }
      next.commit(user, new Batch(List.of(), batch.expected()));
      RevisionSaboteurs.requireConditions(next, user, batch);
      long revision = Forced.revision(next, user) + 1;
      int half = batch.writes().size() / 2;
      List<Commit.Outcome> outcomes = new ArrayList<>();
      for (List<Write> part :
          List.of(
              batch.writes().subList(0, half),
              batch.writes().subList(half, batch.writes().size()))) {
        outcomes.addAll(
            Forced.commit(next, user, part, request.clock().instant(), revision).outcomes());
        Races.pause();
      }
      return new Commit(Forced.revision(next, user), outcomes);
    }
  }

  private static Backend racingForValues(Backend sound, OpenRequest request) {
    Uniqueness judge = new Uniqueness(sound, Uniqueness.Law.SOUND, request.clock());
    return Breaks.commit(
            (next, user, batch) -> {
              judge.judge(user, batch);
              Races.pause();
              return judge.forced(user, batch);
            })
        .apply(sound);
  }

  /** Hides the newest commit from all threads but its own. */
  private static final class LateForOthers extends Scanning {

    private record Newest(String user, long revision, long thread) {}

    private volatile Newest newest = new Newest("", 0, 0);

    LateForOthers(Backend next) {
      super(next);
    }

    @Override
    public Commit commit(String user, Batch batch) {
      Commit commit = next.commit(user, batch);
      newest = new Newest(user, commit.revision(), Thread.currentThread().getId());
      return commit;
    }

    private boolean isVisible(String user, @Nullable StoredDocument one) {
      Newest now = newest;
      return one != null
          && !(now.user().equals(user)
              && now.thread() != Thread.currentThread().getId()
              && one.revision() == now.revision());
    }

    @Override
    public Documents get(String user, List<Address> addresses) {
      Documents sound = next.get(user, addresses);
      List<@Nullable StoredDocument> found = new ArrayList<>();
      sound.found().forEach(one -> found.add(isVisible(user, one) ? one : null));
      return new Documents(sound.revision(), found);
    }

    @Override
    public Rows scan(String user, String collection, @Nullable String after) {
      Rows rows = next.scan(user, collection, after);
      return new RowList(
          rows.revision(),
          RowList.read(rows).stream().filter(one -> isVisible(user, one)).toList());
    }
  }
}
