package dev.pagurus.tck.saboteurs;

import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Position;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers how many documents there were up to a position, and skips as many. */
final class Offsets extends Scanning {

  private record Key(String user, String collection, Filter filter, Position position) {}

  private final Map<Key, Integer> offsets = new ConcurrentHashMap<>();

  Offsets(Backend next) {
    super(next);
  }

  @Override
  public Found find(FindRequest request) {
    Rows rows = next.scan(request.user(), request.collection(), null);
    Evaluator judge = Evaluator.of(request.filter());
    DocumentOrder<StoredDocument> order =
        DocumentOrder.withinUser(
            request.order(), row -> row.body().root(), row -> row.address().id());
    List<StoredDocument> found =
        RowList.read(rows).stream()
            .filter(row -> judge.test(row.body().root()))
            .sorted(order)
            .toList();
    for (int i = 0; i < found.size(); i++) {
      offsets.putIfAbsent(key(request, order.positionOf(found.get(i))), i + 1);
    }
    int skipped =
        request.after() == null ? 0 : offsets.getOrDefault(key(request, request.after()), 0);
    return new Found(
        new Plan(List.of(), Filter.all(), true, true, ""),
        new RowList(rows.revision(), found.subList(Math.min(skipped, found.size()), found.size())));
  }

  private static Key key(FindRequest request, Position position) {
    return new Key(request.user(), request.collection(), request.filter(), position);
  }
}
