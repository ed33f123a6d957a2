package dev.pagurus.tck.saboteurs;

import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.List;
import java.util.OptionalInt;

/** Finds and counts by its own scan, so that what breaks the scan breaks them all. */
public class Scanning extends ForwardingBackend {

  /**
   * Passes on all but finds and counts.
   *
   * @param next where to
   */
  protected Scanning(Backend next) {
    super(next);
  }

  @Override
  public Found find(FindRequest request) {
    boolean byId = request.order().isEmpty();
    String after = byId && request.after() != null ? request.after().id() : null;
    Plan plan = new Plan(List.of(), request.filter(), byId, after != null, "");
    return new Found(plan, scan(request.user(), request.collection(), after));
  }

  @Override
  public Plan explain(FindRequest request) {
    try (Found found = find(request)) {
      return found.plan();
    }
  }

  @Override
  public Counted count(String user, String collection, Filter filter) {
    FindRequest request =
        new FindRequest(user, collection, filter, List.of(), null, OptionalInt.empty());
    Found found = find(request);
    Evaluator residual = Evaluator.of(found.plan().residual());
    Rows rows = found.rows();
    List<StoredDocument> all = RowList.read(rows);
    long count = all.stream().filter(row -> residual.test(row.body().root())).count();
    return new Counted(count, rows.revision());
  }
}
