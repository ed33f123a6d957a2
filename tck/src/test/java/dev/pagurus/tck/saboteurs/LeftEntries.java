package dev.pagurus.tck.saboteurs;

import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Still finds by a filter what a user had that was deleted. */
final class LeftEntries extends Scanning {

  private final Map<String, List<StoredDocument>> left = new ConcurrentHashMap<>();

  LeftEntries(Backend next) {
    super(next);
  }

  @Override
  public boolean deleteUser(String user) {
    List<StoredDocument> rows = left.computeIfAbsent(user, none -> new ArrayList<>());
    for (CollectionInfo info : next.collections(user)) {
      rows.addAll(RowList.read(next.scan(user, info.collection(), null)));
    }
    return next.deleteUser(user);
  }

  @Override
  public Found find(FindRequest request) {
    Found found = super.find(request);
    if (request.filter().equals(Filter.all())) {
      return found;
    }
    List<StoredDocument> rows = RowList.read(found.rows());
    left.getOrDefault(request.user(), List.of()).stream()
        .filter(row -> row.address().collection().equals(request.collection()))
        .forEach(rows::add);
    return new Found(
        new Plan(List.of(), request.filter(), false, false, ""),
        new RowList(found.rows().revision(), rows));
  }
}
