package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Tells of every change of a document, where only the latest counts. */
final class FullHistory extends ForwardingBackend {

  private final Map<String, TreeMap<Long, List<Change>>> histories = new ConcurrentHashMap<>();

  FullHistory(Backend next) {
    super(next);
  }

  @Override
  public synchronized Commit commit(String user, Batch batch) {
    long before = Forced.revision(next, user);
    Commit commit = next.commit(user, batch);
    if (commit.revision() > before) {
      histories
          .computeIfAbsent(user, none -> new TreeMap<>())
          .put(commit.revision(), next.changes(user, before, Integer.MAX_VALUE).changes());
    }
    return commit;
  }

  @Override
  public synchronized Changes changes(String user, long since, int limit) {
    TreeMap<Long, List<Change>> history = histories.get(user);
    if (history == null) {
      return next.changes(user, since, limit);
    }
    List<Change> page = new ArrayList<>();
    for (List<Change> revision : history.tailMap(since, false).values()) {
      if (!page.isEmpty() && page.size() + revision.size() > limit) {
        return new Changes(page, page.get(page.size() - 1).revision(), true);
      }
      page.addAll(revision);
    }
    return new Changes(page, Forced.revision(next, user), false);
  }
}
