package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What goes wrong only after a certain history, or only where several things meet: nobody would
 * think of a test for it, and random programs must come across it.
 */
final class RareSaboteurs {

  private static final String MODEL = "MODEL";
  private static final String FINDS = "QUERY.randomFindsAnswerAsTheReferenceDoes";

  private RareSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        Saboteur.of(
            MODEL,
            "REV-1",
            "the ninth commit of a user takes two revisions",
            Breaks.commit(
                (next, user, batch) -> {
                  Commit commit = next.commit(user, batch);
                  if (commit.revision() == 9) {
                    next.replay(user, new Changes(List.of(), 10, false));
                  }
                  return commit;
                })),
        Saboteur.of(
            MODEL,
            "FEED-1",
            "the feed leaves out what was deleted by a batch of more than two",
            RareSaboteurs::silent),
        Saboteur.of(
            MODEL, "QUERY-6", "what was deleted twice is not found any more", RareSaboteurs::weary),
        Saboteur.of(
            MODEL,
            "CRUD-5",
            "get of more than four answers the last as it was at the last get",
            RareSaboteurs::lagging),
        Saboteur.of(
            FINDS,
            "QUERY-1",
            "not leaves out the first part of an or",
            Breaks.judges(filter -> Evaluator.of(narrowed(filter)))),
        Saboteur.of(
            FINDS,
            "QUERY-4",
            "a second path sorts the other way if the first goes down",
            Breaks.find(RareSaboteurs::turned)));
  }

  private static Backend silent(Backend sound) {
    Set<String> large = ConcurrentHashMap.newKeySet();
    return new ForwardingBackend(sound) {
      @Override
      public Commit commit(String user, Batch batch) {
        Commit commit = super.commit(user, batch);
        if (batch.writes().size() > 2) {
          large.add(user + commit.revision());
        }
        return commit;
      }

      @Override
      public Changes changes(String user, long since, int limit) {
        Changes page = super.changes(user, since, limit);
        List<Change> told = new ArrayList<>(page.changes());
        told.removeIf(
            change -> change instanceof Change.Deleted && large.contains(user + change.revision()));
        return new Changes(told, page.upTo(), page.more());
      }
    };
  }

  private static Backend weary(Backend sound) {
    Map<String, Integer> deletions = new ConcurrentHashMap<>();
    return new Scanning(sound) {
      @Override
      public Commit commit(String user, Batch batch) {
        Commit commit = super.commit(user, batch);
        for (Change change : next.changes(user, Math.max(0, commit.revision() - 1), 1).changes()) {
          if (change instanceof Change.Deleted && change.revision() == commit.revision()) {
            deletions.merge(user + " " + change.address(), 1, Integer::sum);
          }
        }
        return commit;
      }

      @Override
      public Found find(FindRequest request) {
        Found found = super.find(request);
        List<StoredDocument> rows = RowList.read(found.rows());
        rows.removeIf(row -> deletions.getOrDefault(request.user() + " " + row.address(), 0) > 1);
        return new Found(found.plan(), new RowList(found.rows().revision(), rows));
      }
    };
  }

  private static Backend lagging(Backend sound) {
    Map<String, StoredDocument> seen = new ConcurrentHashMap<>();
    return new ForwardingBackend(sound) {
      @Override
      public Documents get(String user, List<Address> addresses) {
        Documents now = super.get(user, addresses);
        var found = new ArrayList<>(now.found());
        for (int i = 0; i < found.size(); i++) {
          StoredDocument one = found.get(i);
          StoredDocument before = one == null ? null : seen.put(user + " " + one.address(), one);
          if (before != null && addresses.size() > 4 && i == addresses.size() - 1) {
            found.set(i, before);
          }
        }
        return new Documents(now.revision(), found);
      }
    };
  }

  private static Filter narrowed(Filter filter) {
    return filter instanceof Filter.Not not && not.filter() instanceof Filter.Or or
        ? new Filter.Not(Filter.anyOf(or.filters().subList(1, or.filters().size())))
        : filter;
  }

  private static Found turned(Backend next, FindRequest request) {
    List<Sort> order = new ArrayList<>(request.order());
    if (order.size() > 1 && order.get(0).descending()) {
      order.set(1, new Sort(order.get(1).path(), !order.get(1).descending()));
    }
    Rows rows = next.scan(request.user(), request.collection(), null);
    List<StoredDocument> found = RowList.read(rows);
    found.sort(
        DocumentOrder.withinUser(order, row -> row.body().root(), row -> row.address().id()));
    return new Found(
        new Plan(List.of(), request.filter(), true, false, ""),
        new RowList(rows.revision(), found));
  }
}
