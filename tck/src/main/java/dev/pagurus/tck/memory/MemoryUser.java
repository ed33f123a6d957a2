package dev.pagurus.tck.memory;

import dev.pagurus.document.Address;
import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One user: the latest change of every address, in the order of addresses and in the order of
 * revisions. Guarded by the monitor of its store.
 */
final class MemoryUser {

  /** Once a reader may be walking through it, it is not changed any more but replaced. */
  private NavigableMap<Address, Change> latest = new TreeMap<>();

  private boolean shared;
  private final NavigableMap<Long, TreeSet<Address>> feed = new TreeMap<>();
  private Instant time = Instant.MIN;
  private long revision;
  private long horizon;
  private Quota quota = Quota.NONE;

  Quota quota() {
    return quota;
  }

  void setQuota(Quota bound) {
    quota = bound;
  }

  long revision() {
    return revision;
  }

  UserInfo info(String name) {
    List<CollectionInfo> all = collections();
    long documents = all.stream().mapToLong(CollectionInfo::documents).sum();
    long bytes = all.stream().mapToLong(CollectionInfo::bytes).sum();
    return new UserInfo(name, revision, documents, bytes, horizon);
  }

  List<CollectionInfo> collections() {
    NavigableMap<String, CollectionInfo> all = new TreeMap<>();
    for (StoredDocument document : written(latest.values())) {
      String name = document.address().collection();
      CollectionInfo one = new CollectionInfo(name, 1, document.body().size());
      all.merge(
          name,
          one,
          (a, b) -> new CollectionInfo(name, a.documents() + b.documents(), a.bytes() + b.bytes()));
    }
    return List.copyOf(all.values());
  }

  /** The latest changes from one state of the user, which later commits do not touch. */
  NavigableMap<Address, Change> snapshot() {
    shared = true;
    return latest;
  }

  @Nullable StoredDocument document(Address address) {
    return latest.get(address) instanceof Change.Written written ? written.document() : null;
  }

  List<StoredDocument> documents(String collection) {
    return written(latest.values()).stream()
        .filter(document -> document.address().collection().equals(collection))
        .toList();
  }

  private static List<StoredDocument> written(Collection<Change> changes) {
    return changes.stream()
        .filter(Change.Written.class::isInstance)
        .map(change -> ((Change.Written) change).document())
        .toList();
  }

  /**
   * Judges a batch as a whole, then applies it.
   *
   * @param uniquePaths the paths that unique indexes of a collection guard
   */
  Commit commit(Batch batch, Instant now, Function<String, List<FieldPath>> uniquePaths) {
    requireConditions(batch);
    Instant at = now.isBefore(time) ? time : now;
    List<Change> changes = new ArrayList<>();
    List<Commit.Outcome> outcomes = new ArrayList<>();
    for (Write write : batch.writes()) {
      StoredDocument old = document(write.address());
      Instant createdAt = old == null ? at : old.createdAt();
      if (write instanceof Write.Put put) {
        changes.add(
            new Change.Written(
                new StoredDocument(put.address(), revision + 1, createdAt, at, put.body())));
        outcomes.add(new Commit.Outcome(old != null, createdAt, at));
      } else if (old != null) {
        changes.add(new Change.Deleted(write.address(), revision + 1, at));
        outcomes.add(new Commit.Outcome(true, createdAt, at));
      } else {
        outcomes.add(new Commit.Outcome(false, Instant.EPOCH, Instant.EPOCH));
      }
    }
    requireUnique(changes, uniquePaths);
    requireQuota(changes);
    changes.forEach(this::apply);
    return new Commit(revision, outcomes);
  }

  private void requireQuota(List<Change> changes) {
    if (quota.equals(Quota.NONE)) {
      return;
    }
    UserInfo now = info("");
    long documents = now.documents();
    long bytes = now.bytes();
    for (Change change : changes) {
      StoredDocument old = document(change.address());
      documents -= old == null ? 0 : 1;
      bytes -= old == null ? 0 : old.body().size();
      if (change instanceof Change.Written written) {
        documents++;
        bytes += written.document().body().size();
      }
    }
    quota.judge(new Quota.Usage(now.documents(), now.bytes()), new Quota.Usage(documents, bytes));
  }

  private void requireConditions(Batch batch) {
    if (batch.expected().isPresent() && batch.expected().getAsLong() != revision) {
      throw BackendException.userMoved(batch.expected().getAsLong(), revision);
    }
    for (Write write : batch.writes()) {
      StoredDocument there = document(write.address());
      long found = there == null ? 0 : there.revision();
      if (!write.condition().holds(found)) {
        throw BackendException.conditionFailed(write.address(), write.condition(), found);
      }
    }
  }

  /**
   * Judges the state after the batch, so that two documents may swap their values in one (INDEX-2).
   */
  private void requireUnique(List<Change> changes, Function<String, List<FieldPath>> uniquePaths) {
    NavigableMap<Address, Change> after = null;
    for (Change change : changes) {
      for (FieldPath path : uniquePaths.apply(change.address().collection())) {
        if (after == null) {
          after = new TreeMap<>(latest);
          for (Change each : changes) {
            after.put(each.address(), each);
          }
        }
        if (change instanceof Change.Written written) {
          requireUnique(written.document(), path, written(after.values()));
        }
      }
    }
  }

  static void requireUnique(StoredDocument document, FieldPath path, List<StoredDocument> all) {
    JsonNode value = path.in(document.body().root());
    if (value == null || value.isNull()) {
      return;
    }
    for (StoredDocument other : all) {
      JsonNode held = path.in(other.body().root());
      if (held != null
          && !other.address().equals(document.address())
          && other.address().collection().equals(document.address().collection())
          && Values.equal(held, value)) {
        throw BackendException.uniqueViolation(
            document.address(),
            new IndexDefinition(IndexDefinition.Kind.UNIQUE, List.of(path)),
            other.address().id());
      }
    }
  }

  /** Takes in changes made elsewhere: the newer one of every address stays (FEED-4). */
  void replay(Changes changes) {
    for (Change change : changes.changes()) {
      Change known = latest.get(change.address());
      if (known == null || change.revision() > known.revision()) {
        apply(change);
      }
    }
    revision = Math.max(revision, changes.upTo());
  }

  void beginFeed(long since) {
    horizon = Math.max(horizon, Math.min(since, revision));
  }

  /** Begins where a copy left off. */
  void restart(long atRevision, long feedSince) {
    revision = atRevision;
    horizon = feedSince;
  }

  private void apply(Change change) {
    Change old = own().put(change.address(), change);
    if (old != null) {
      forget(old);
    }
    feed.computeIfAbsent(change.revision(), none -> new TreeSet<>()).add(change.address());
    revision = Math.max(revision, change.revision());
    time = change.at().isAfter(time) ? change.at() : time;
  }

  private NavigableMap<Address, Change> own() {
    if (shared) {
      latest = new TreeMap<>(latest);
      shared = false;
    }
    return latest;
  }

  private void forget(Change change) {
    TreeSet<Address> ofRevision = feed.get(change.revision());
    if (ofRevision != null && ofRevision.remove(change.address()) && ofRevision.isEmpty()) {
      feed.remove(change.revision());
    }
  }

  Changes changes(long since, int limit) {
    if (since < horizon || since > revision) {
      throw truncated(since, horizon, revision);
    }
    List<Change> page = new ArrayList<>();
    long upTo = since;
    for (TreeSet<Address> addresses : feed.tailMap(since, false).values()) {
      if (!page.isEmpty() && page.size() + addresses.size() > limit) {
        return new Changes(page, upTo, true);
      }
      for (Address address : addresses) {
        Change change = latest.get(address);
        if (change != null) {
          page.add(change);
          upTo = change.revision();
        }
      }
    }
    return new Changes(page, revision, false);
  }

  static BackendException truncated(long since, long horizon, long revision) {
    return new BackendException(
        ErrorCode.HISTORY_TRUNCATED,
        "the feed tells of revisions after "
            + horizon
            + " up to "
            + revision
            + ", and not after "
            + since
            + ": read everything anew and follow from there");
  }

  /** Forgets deletions made before an instant (FEED-3). */
  void forgetDeletions(Instant before) {
    for (Change change : List.copyOf(latest.values())) {
      if (change instanceof Change.Deleted && change.at().isBefore(before)) {
        own().remove(change.address());
        forget(change);
        horizon = Math.max(horizon, change.revision());
      }
    }
  }
}
