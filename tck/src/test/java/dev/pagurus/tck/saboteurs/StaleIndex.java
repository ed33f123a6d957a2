package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Answers what indexes serve from a copy of the documents, as they were when they were indexed; and
 * does not keep the copy as it should.
 */
final class StaleIndex extends Scanning {

  /** What the index misses. */
  enum Misses {
    /** Documents that were there before the index was declared. */
    THE_PAST,
    /** That a document changes. */
    UPDATES,
    /** That a document goes. */
    DELETES,
    /** That a commit was refused. */
    REFUSALS,
    /** What is replayed. */
    REPLAYS
  }

  private final Misses misses;
  private final Map<String, Map<Address, StoredDocument>> index = new ConcurrentHashMap<>();

  StaleIndex(Backend next, Misses misses) {
    super(next);
    this.misses = misses;
    build();
  }

  private void build() {
    for (UserInfo user : next.users(null, Integer.MAX_VALUE)) {
      for (CollectionInfo info : next.collections(user.user())) {
        for (StoredDocument row : RowList.read(next.scan(user.user(), info.collection(), null))) {
          of(user.user()).put(row.address(), row);
        }
      }
    }
  }

  private Map<Address, StoredDocument> of(String user) {
    return index.computeIfAbsent(user, none -> new TreeMap<>());
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    next.define(definition, progress);
    if (misses == Misses.THE_PAST) {
      index.clear();
    }
  }

  @Override
  public synchronized Commit commit(String user, Batch batch) {
    Commit commit;
    try {
      commit = next.commit(user, batch);
    } catch (BackendException e) {
      if (misses == Misses.REFUSALS) {
        batch.writes().forEach(write -> remember(user, write));
      }
      throw e;
    }
    for (Write write : batch.writes()) {
      StoredDocument now = next.get(user, List.of(write.address())).found().get(0);
      if (now == null) {
        if (misses != Misses.DELETES) {
          of(user).remove(write.address());
        }
      } else if (misses == Misses.UPDATES) {
        of(user).putIfAbsent(write.address(), now);
      } else {
        of(user).put(write.address(), now);
      }
    }
    return commit;
  }

  /** Takes in what was not committed. */
  private void remember(String user, Write write) {
    if (write instanceof Write.Put put) {
      StoredDocument any =
          new StoredDocument(put.address(), 1, Instant.EPOCH, Instant.EPOCH, put.body());
      of(user).putIfAbsent(put.address(), any);
    }
  }

  @Override
  public synchronized void replay(String user, Changes changes) {
    next.replay(user, changes);
    for (Change change : changes.changes()) {
      StoredDocument now = next.get(user, List.of(change.address())).found().get(0);
      if (misses == Misses.REPLAYS) {
        continue;
      }
      if (now == null) {
        of(user).remove(change.address());
      } else {
        of(user).put(change.address(), now);
      }
    }
  }

  @Override
  public synchronized boolean deleteUser(String user) {
    index.remove(user);
    return next.deleteUser(user);
  }

  @Override
  public synchronized Found find(FindRequest request) {
    if (!isIndexed(request.collection(), request.filter())) {
      return super.find(request);
    }
    List<StoredDocument> rows = new ArrayList<>();
    for (StoredDocument indexed : of(request.user()).values()) {
      if (indexed.address().collection().equals(request.collection())
          && request.filter().matches(indexed.body().root())) {
        StoredDocument now = next.get(request.user(), List.of(indexed.address())).found().get(0);
        rows.add(now == null ? indexed : now);
      }
    }
    return new Found(
        new Plan(List.of(), Filter.all(), request.order().isEmpty(), false, ""),
        new RowList(Forced.revision(next, request.user()), rows));
  }

  private boolean isIndexed(String collection, Filter filter) {
    Set<FieldPath> paths =
        next.definitions().stream()
            .filter(definition -> definition.collection().equals(collection))
            .flatMap(definition -> definition.indexes().stream())
            .map(IndexDefinition::paths)
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    return (filter instanceof Filter.Compare compare && paths.contains(compare.path()))
        || (filter instanceof Filter.Between between && paths.contains(between.path()))
        || (filter instanceof Filter.StartsWith startsWith && paths.contains(startsWith.path()))
        || (filter instanceof Filter.Contains contains && paths.contains(contains.path()))
        || (filter instanceof Filter.In in && paths.contains(in.path()))
        || (filter instanceof Filter.Matches matches && paths.containsAll(matches.paths()));
  }
}
