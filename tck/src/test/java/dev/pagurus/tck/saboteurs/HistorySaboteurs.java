package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Revisions, times and feeds that are right at first, and wrong after this or that has happened.
 */
final class HistorySaboteurs {

  private HistorySaboteurs() {}

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    all.addAll(demanding());
    all.addAll(timing());
    all.addAll(telling());
    return all;
  }

  private static List<Saboteur> demanding() {
    return List.of(
        Saboteur.of(
            "REVISION",
            "REV-3",
            "what is gone is still at its last revision",
            HistorySaboteurs::remembering),
        Saboteur.of(
            "REVISION",
            "REV-3",
            "a demand of the user's revision 0 is none",
            Breaks.commit(
                (next, user, batch) ->
                    next.commit(
                        user,
                        batch.expected().orElse(1) == 0
                            ? new Batch(batch.writes(), OptionalLong.empty())
                            : batch))),
        Saboteur.of(
            "REVISION",
            "REV-3",
            "delete asks for no revision",
            Breaks.writes(
                write ->
                    write instanceof Write.Delete
                        ? Breaks.conditioned(write, Condition.NONE)
                        : write)),
        Saboteur.of(
            "REVISION",
            "REV-3",
            "present is not asked for in batches",
            Breaks.commit(
                (next, user, batch) ->
                    next.commit(
                        user,
                        batch.writes().size() == 1
                            ? batch
                            : new Batch(
                                batch.writes().stream().map(HistorySaboteurs::lenient).toList(),
                                batch.expected())))),
        Saboteur.of(
            "REVISION",
            "REV-1",
            "a commit answers the user's revision before it",
            Breaks.commit(
                (next, user, batch) -> {
                  long before = Forced.revision(next, user);
                  Commit commit = next.commit(user, batch);
                  return commit.revision() > 2 ? new Commit(before, commit.outcomes()) : commit;
                })));
  }

  private static Write lenient(Write write) {
    return write.condition().kind() == Condition.Kind.PRESENT
        ? Breaks.conditioned(write, Condition.NONE)
        : write;
  }

  private static List<Saboteur> timing() {
    return List.of(
        Saboteur.opening(
            "REVISION",
            "REV-2",
            "a deletion does not hold the time",
            (sound, request) ->
                Breaks.commit(
                        (next, user, batch) ->
                            afterWritten(next, user, batch, request.clock().instant()))
                    .apply(sound.open(request))),
        Saboteur.opening(
            "REVISION",
            "REV-2",
            "times begin anew with every opening",
            (sound, request) -> {
              Set<String> known = ConcurrentHashMap.newKeySet();
              return Breaks.commit(
                      (next, user, batch) ->
                          known.add(user) && plain(batch)
                              ? Forced.commit(
                                  next, user, batch.writes(), micros(request.clock().instant()))
                              : next.commit(user, batch))
                  .apply(sound.open(request));
            }),
        Saboteur.opening(
            "REVISION",
            "REV-4",
            "opening counts on from the newest document that is left",
            (sound, request) -> {
              Backend backend = sound.open(request);
              backend.users(null, Integer.MAX_VALUE).forEach(user -> recount(backend, user));
              return backend;
            }),
        Saboteur.of(
            "BATCH",
            "REV-2",
            "the writes of a batch have times one after the other",
            Breaks.commit(HistorySaboteurs::counting)),
        Saboteur.of(
            "REVISION",
            "REV-2",
            "a commit answers its time as that of creation",
            Breaks.commit(
                (next, user, batch) -> {
                  Commit commit = next.commit(user, batch);
                  return new Commit(
                      commit.revision(),
                      commit.outcomes().stream()
                          .map(
                              one ->
                                  new Commit.Outcome(
                                      one.existed(), one.updatedAt(), one.updatedAt()))
                          .toList());
                })),
        Saboteur.of(
            "REVISION",
            "REV-2",
            "a put of the same body keeps updatedAt",
            HistorySaboteurs::keepingTimes));
  }

  private static List<Saboteur> telling() {
    return List.of(
        Saboteur.of(
            "FEED",
            "FEED-1",
            "the deletion of what is not there is told",
            Breaks.commit(HistorySaboteurs::tellingNothing)),
        Saboteur.of(
            "FEED",
            "FEED-1",
            "of a revision that is larger than a page the rest is lost",
            Breaks.changes(HistorySaboteurs::crowded)),
        Saboteur.of(
            "FEED", "FEED-3", "opening forgets what was forgotten", HistorySaboteurs::innocent),
        Saboteur.of(
            "FEED",
            "FEED-4",
            "a replay of several pages takes only documents of the first collection",
            Breaks.replay(
                (next, user, page) -> {
                  List<Change> some = new ArrayList<>(page.changes());
                  some.removeIf(
                      change ->
                          page.more()
                              && !change
                                  .address()
                                  .collection()
                                  .equals(page.changes().get(0).address().collection()));
                  next.replay(user, new Changes(some, page.upTo(), page.more()));
                })),
        Saboteur.of(
            "FEED",
            "FEED-4",
            "a replay over an older document keeps its time",
            Breaks.replay(HistorySaboteurs::mixing)),
        Saboteur.of(
            "FEED",
            "USER-2",
            "deleting a user leaves the beginning of its feed",
            HistorySaboteurs::keepingHorizon));
  }

  private static boolean plain(Batch batch) {
    return batch.expected().isEmpty()
        && batch.writes().stream()
            .allMatch(
                write -> write instanceof Write.Put && write.condition().equals(Condition.NONE));
  }

  private static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  private static Backend remembering(Backend sound) {
    Map<String, Long> last = new ConcurrentHashMap<>();
    return Breaks.commit(
            (next, user, batch) -> {
              List<Write> writes = new ArrayList<>();
              for (Write write : batch.writes()) {
                StoredDocument there = next.get(user, List.of(write.address())).found().get(0);
                long gone = last.getOrDefault(user + " " + write.address(), -1L);
                boolean believed = there == null && write.condition().revision() == gone;
                writes.add(believed ? Breaks.conditioned(write, Condition.NONE) : write);
                if (there != null) {
                  last.put(user + " " + write.address(), there.revision());
                }
              }
              return next.commit(user, new Batch(writes, batch.expected()));
            })
        .apply(sound);
  }

  private static void recount(Backend backend, UserInfo user) {
    List<Change> left =
        backend.changes(user.user(), user.horizon(), Integer.MAX_VALUE).changes().stream()
            .filter(Change.Written.class::isInstance)
            .toList();
    long newest = left.isEmpty() ? 0 : left.get(left.size() - 1).revision();
    if (user.horizon() == 0 && newest < user.revision()) {
      backend.deleteUser(user.user());
      backend.replay(user.user(), new Changes(left, newest, false));
    }
  }

  /** After nothing but deletions, a clock that went back is believed. */
  private static Commit afterWritten(Backend next, String user, Batch batch, Instant now) {
    UserInfo info = next.user(user);
    long revision = info == null ? 0 : info.revision();
    boolean deletedLast =
        revision > 0
            && next.changes(user, revision - 1, 1).changes().stream()
                .allMatch(Change.Deleted.class::isInstance);
    return deletedLast && plain(batch)
        ? Forced.commit(next, user, batch.writes(), micros(now))
        : next.commit(user, batch);
  }

  private static Commit counting(Backend next, String user, Batch batch) {
    Commit commit = next.commit(user, batch);
    if (batch.writes().size() < 2) {
      return commit;
    }
    List<Commit.Outcome> outcomes = new ArrayList<>();
    for (Commit.Outcome one : commit.outcomes()) {
      outcomes.add(
          new Commit.Outcome(
              one.existed(), one.createdAt(), one.updatedAt().plusNanos(1_000L * outcomes.size())));
    }
    return new Commit(commit.revision(), outcomes);
  }

  private static Backend keepingTimes(Backend sound) {
    return Breaks.commit(
            (next, user, batch) -> {
              if (batch.writes().size() == 1
                  && plain(batch)
                  && batch.writes().get(0) instanceof Write.Put put) {
                StoredDocument old = next.get(user, List.of(put.address())).found().get(0);
                if (old != null && old.body().equals(put.body())) {
                  return Forced.commit(next, user, batch.writes(), old.updatedAt());
                }
              }
              return next.commit(user, batch);
            })
        .apply(sound);
  }

  private static Commit tellingNothing(Backend next, String user, Batch batch) {
    List<Address> absent = new ArrayList<>();
    for (Write write : batch.writes()) {
      if (write instanceof Write.Delete
          && next.get(user, List.of(write.address())).found().get(0) == null) {
        absent.add(write.address());
      }
    }
    Commit commit = next.commit(user, batch);
    if (batch.writes().size() > absent.size()) {
      Instant at = commit.outcomes().get(0).updatedAt();
      next.replay(
          user,
          new Changes(
              absent.stream()
                  .<Change>map(address -> new Change.Deleted(address, commit.revision(), at))
                  .toList(),
              commit.revision(),
              false));
    }
    return commit;
  }

  /** A revision with more changes than asked for loses what is too much. */
  private static Changes crowded(Backend next, String user, long since, int limit) {
    Changes page = next.changes(user, since, limit);
    List<Change> room = page.changes().subList(0, Math.min(limit, page.changes().size()));
    return new Changes(room, page.upTo(), page.more());
  }

  private static Backend innocent(Backend sound) {
    return new ForwardingBackend(sound) {
      private volatile boolean compacted;

      @Override
      public Maintenance maintenance() {
        return new ForwardingMaintenance(next.maintenance()) {
          @Override
          public void compact(Progress progress) {
            compacted = true;
            super.compact(progress);
          }
        };
      }

      @Override
      public Changes changes(String user, long since, int limit) {
        UserInfo info = next.user(user);
        long horizon = info == null || compacted ? 0 : info.horizon();
        return super.changes(user, Math.max(since, horizon), limit);
      }
    };
  }

  private static void mixing(Backend next, String user, Changes page) {
    List<Change> changes = new ArrayList<>();
    for (Change change : page.changes()) {
      StoredDocument known = next.get(user, List.of(change.address())).found().get(0);
      if (known != null
          && known.revision() < change.revision()
          && change instanceof Change.Written written) {
        changes.add(
            new Change.Written(
                Rewrites.timed(
                    written.document(), written.document().createdAt(), known.updatedAt())));
      } else {
        changes.add(change);
      }
    }
    next.replay(user, new Changes(changes, page.upTo(), page.more()));
  }

  private static Backend keepingHorizon(Backend sound) {
    Map<String, Long> horizons = new ConcurrentHashMap<>();
    return new ForwardingBackend(sound) {
      @Override
      public boolean deleteUser(String user) {
        UserInfo info = next.user(user);
        if (info != null && info.horizon() > 0) {
          horizons.put(user, info.horizon());
        }
        return super.deleteUser(user);
      }

      @Override
      public Changes changes(String user, long since, int limit) {
        if (since < horizons.getOrDefault(user, 0L)) {
          throw new BackendException(ErrorCode.HISTORY_TRUNCATED, "the feed begins later");
        }
        return super.changes(user, since, limit);
      }
    };
  }
}
