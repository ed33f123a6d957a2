package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What users, threads and readers do to each other. */
final class NeighbourSaboteurs {

  private static final int READERS = 30;

  private NeighbourSaboteurs() {}

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    all.addAll(users());
    all.addAll(values());
    all.addAll(threads());
    return all;
  }

  private static List<Saboteur> users() {
    return List.of(
        Saboteur.of("ISOLATION", "USER-1", "asking for a user makes it", Asked::new),
        Saboteur.of(
            "ISOLATION",
            "USER-2",
            "deleting a user that is not there answers true",
            Breaks.deleteUser(
                (next, user) -> {
                  next.deleteUser(user);
                  return true;
                })),
        Saboteur.of(
            "ISOLATION",
            "USER-3",
            "collections that are empty by now are listed",
            NeighbourSaboteurs::keepingCollections),
        Saboteur.of(
            "ISOLATION",
            "USER-2",
            "deleting a user leaves what it was found by",
            NeighbourSaboteurs::haunted));
  }

  private static List<Saboteur> values() {
    return List.of(
        Saboteur.of(
            "INDEX",
            "INDEX-2",
            "a document is in the way of its own value",
            Breaks.commit(NeighbourSaboteurs::inItsOwnWay)),
        Saboteur.of(
            "INDEX",
            "INDEX-2",
            "a violation names the document that was to be written as the holder",
            Breaks.commit(
                (next, user, batch) -> {
                  try {
                    return next.commit(user, batch);
                  } catch (BackendException e) {
                    Address address = e.address();
                    if (e.code() != ErrorCode.UNIQUE_VIOLATION || address == null) {
                      throw e;
                    }
                    List<IndexDefinition> indexes =
                        Declared.indexes(next, address.collection()).stream()
                            .filter(index -> index.kind() == IndexDefinition.Kind.UNIQUE)
                            .toList();
                    throw BackendException.uniqueViolation(address, indexes.get(0), address.id());
                  }
                })),
        Saboteur.of(
            "BATCH",
            "BATCH-2",
            "a batch with a violation writes what does not violate",
            Breaks.commit(NeighbourSaboteurs::writingTheRest)));
  }

  private static List<Saboteur> threads() {
    return List.of(
        Saboteur.of(
            "CONCURRENCY",
            "FEED-1",
            "a page says that it reaches to what was committed meanwhile",
            Breaks.changes(
                (next, user, since, limit) -> {
                  Changes page = next.changes(user, since, limit);
                  Races.pause();
                  long now = Forced.revision(next, user);
                  return page.more() || page.upTo() == 0
                      ? page
                      : new Changes(page.changes(), now, false);
                })),
        Saboteur.of(
            "CONCURRENCY",
            "BATCH-3",
            "count looks at two halves in two states",
            NeighbourSaboteurs::countingHalves),
        Saboteur.of(
            "CONCURRENCY", "LIFE-1", "two gets at once are mixed up", NeighbourSaboteurs::mixing),
        Saboteur.of(
            "TRANSACTION",
            "BATCH-4",
            "count in a transaction is of the newest state",
            NeighbourSaboteurs::countingAnew),
        Saboteur.of(
            "FAULT",
            "LIFE-1",
            "rows that are not read to their end hold a reader",
            NeighbourSaboteurs::runningOut));
  }

  /** Remembers who was asked for. */
  private static final class Asked extends ForwardingBackend {

    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    Asked(Backend next) {
      super(next);
    }

    @Override
    public Documents get(String user, List<Address> addresses) {
      asked.add(user);
      return super.get(user, addresses);
    }

    @Override
    public boolean deleteUser(String user) {
      asked.remove(user);
      return super.deleteUser(user);
    }

    @Override
    public @Nullable UserInfo user(String user) {
      UserInfo info = super.user(user);
      return info == null && asked.contains(user) ? new UserInfo(user, 0, 0, 0, 0) : info;
    }
  }

  private static Backend keepingCollections(Backend sound) {
    Map<String, TreeMap<String, CollectionInfo>> seen = new ConcurrentHashMap<>();
    return new ForwardingBackend(sound) {
      @Override
      public Commit commit(String user, Batch batch) {
        Commit commit = super.commit(user, batch);
        TreeMap<String, CollectionInfo> own = seen.computeIfAbsent(user, none -> new TreeMap<>());
        for (CollectionInfo info : next.collections(user)) {
          own.put(info.collection(), new CollectionInfo(info.collection(), 0, 0));
        }
        return commit;
      }

      @Override
      public boolean deleteUser(String user) {
        seen.remove(user);
        return super.deleteUser(user);
      }

      @Override
      public List<CollectionInfo> collections(String user) {
        TreeMap<String, CollectionInfo> all =
            new TreeMap<>(seen.getOrDefault(user, new TreeMap<>()));
        next.collections(user).forEach(info -> all.put(info.collection(), info));
        return List.copyOf(all.values());
      }
    };
  }

  /** Finds by value what a deleted user had, once there is a user of that name again. */
  private static Backend haunted(Backend sound) {
    Map<String, List<StoredDocument>> ghosts = new ConcurrentHashMap<>();
    return new Scanning(sound) {
      @Override
      public boolean deleteUser(String user) {
        List<StoredDocument> left = new ArrayList<>();
        for (CollectionInfo info : next.collections(user)) {
          left.addAll(RowList.read(next.scan(user, info.collection(), null)));
        }
        ghosts.put(user, left);
        return super.deleteUser(user);
      }

      @Override
      public Found find(FindRequest request) {
        Found found = super.find(request);
        if (request.filter().equals(Filter.all()) || request.order().isEmpty()) {
          return found;
        }
        List<StoredDocument> rows = RowList.read(found.rows());
        for (StoredDocument ghost : ghosts.getOrDefault(request.user(), List.of())) {
          boolean taken = rows.stream().anyMatch(row -> row.address().equals(ghost.address()));
          if (ghost.address().collection().equals(request.collection()) && !taken) {
            rows.add(ghost);
          }
        }
        return new Found(found.plan(), new RowList(found.rows().revision(), rows));
      }
    };
  }

  private static Commit inItsOwnWay(Backend next, String user, Batch batch) {
    for (Write write : batch.writes()) {
      for (IndexDefinition index : Declared.indexes(next, write.address().collection())) {
        StoredDocument old = next.get(user, List.of(write.address())).found().get(0);
        if (index.kind() == IndexDefinition.Kind.UNIQUE
            && old != null
            && write instanceof Write.Put put
            && !put.body().equals(old.body())) {
          var value = index.paths().get(0).in(put.body().root());
          if (value != null && value.equals(index.paths().get(0).in(old.body().root()))) {
            throw BackendException.uniqueViolation(put.address(), index, put.address().id());
          }
        }
      }
    }
    return next.commit(user, batch);
  }

  private static Commit writingTheRest(Backend next, String user, Batch batch) {
    try {
      return next.commit(user, batch);
    } catch (BackendException e) {
      List<Write> rest = new ArrayList<>(batch.writes());
      rest.removeIf(write -> write.address().equals(e.address()));
      if (e.code() == ErrorCode.UNIQUE_VIOLATION && !rest.isEmpty()) {
        next.commit(user, new Batch(rest, batch.expected()));
      }
      throw e;
    }
  }

  private static Backend countingHalves(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public Counted count(String user, String collection, Filter filter) {
        Evaluator judge = Evaluator.of(filter);
        Rows rows = next.scan(user, collection, null);
        List<StoredDocument> all = RowList.read(rows);
        if (all.size() < 2) {
          return super.count(user, collection, filter);
        }
        List<StoredDocument> seen = new ArrayList<>(all.subList(0, all.size() / 2));
        String last = seen.get(seen.size() - 1).address().id();
        Races.awaitChange(next, user, rows.revision());
        seen.addAll(RowList.read(next.scan(user, collection, last)));
        long count = seen.stream().filter(row -> judge.test(row.body().root())).count();
        return new Counted(count, rows.revision());
      }
    };
  }

  /** What is asked for is kept where the next one finds it. */
  private static Backend mixing(Backend sound) {
    return new ForwardingBackend(sound) {
      private volatile String asked = "";

      @Override
      public Documents get(String user, List<Address> addresses) {
        asked = user;
        if (!addresses.isEmpty()) {
          Races.pause();
        }
        return super.get(asked, addresses);
      }
    };
  }

  private static Backend countingAnew(Backend sound) {
    Map<String, Long> began = new ConcurrentHashMap<>();
    return new ForwardingBackend(sound) {
      @Override
      public Documents get(String user, List<Address> addresses) {
        Documents found = super.get(user, addresses);
        if (!addresses.isEmpty()) {
          began.put(user, found.revision());
        }
        return found;
      }

      @Override
      public Counted count(String user, String collection, Filter filter) {
        Counted now = super.count(user, collection, filter);
        return new Counted(now.count(), began.getOrDefault(user, now.revision()));
      }
    };
  }

  private static Backend runningOut(Backend sound) {
    AtomicInteger open = new AtomicInteger();
    return new Scanning(sound) {
      @Override
      public Rows scan(String user, String collection, @Nullable String after) {
        if (open.incrementAndGet() > READERS) {
          throw new BackendException(ErrorCode.BUSY, "all readers are taken: try again");
        }
        Rows rows = next.scan(user, collection, after);
        return new Rows() {
          @Override
          public long revision() {
            return rows.revision();
          }

          @Override
          public @Nullable StoredDocument next() {
            StoredDocument row = rows.next();
            if (row == null) {
              open.decrementAndGet();
            }
            return row;
          }

          @Override
          public void close() {
            rows.close();
          }
        };
      }
    };
  }
}
