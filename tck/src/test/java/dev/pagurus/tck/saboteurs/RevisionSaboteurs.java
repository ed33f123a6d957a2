package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Revisions, times and conditions gone wrong. */
final class RevisionSaboteurs {

  private static final String GROUP = "REVISION";

  private RevisionSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        Saboteur.of(
            GROUP,
            "REV-1",
            "a delete that deletes nothing takes a revision",
            Breaks.commit(
                (next, user, batch) -> {
                  long before = Forced.revision(next, user);
                  Commit commit = next.commit(user, batch);
                  return commit.revision() == before && !batch.writes().isEmpty()
                      ? raised(next, user, commit)
                      : commit;
                })),
        Saboteur.of(
            GROUP,
            "REV-1",
            "a put of the same body takes no revision",
            Breaks.commit(RevisionSaboteurs::sparing)),
        Saboteur.of(
            GROUP,
            "REV-1",
            "every write of a batch takes a revision",
            Breaks.commit(BatchSaboteurs::oneByOne)),
        Saboteur.of(
            GROUP, "REV-1", "all users count together", RevisionSaboteurs::countingTogether),
        Saboteur.of(
            GROUP,
            "REV-2",
            "documents count for themselves",
            sound -> new CountingWrites(sound, false)),
        Saboteur.of(
            GROUP,
            "REV-2",
            "createdAt is set anew by every put",
            Breaks.documents(one -> Rewrites.timed(one, one.updatedAt(), one.updatedAt()))),
        Saboteur.of(
            GROUP, "REV-2", "what is created anew keeps the old createdAt", FirstCreation::new),
        timed("updatedAt runs backwards with the clock", at -> at.truncatedTo(ChronoUnit.MICROS)),
        timed("times have nanoseconds", UnaryOperator.identity()),
        timed("times have milliseconds", at -> at.truncatedTo(ChronoUnit.MILLIS)),
        Saboteur.opening(
            GROUP,
            "REV-2",
            "the times of one user hold up those of another",
            (sound, request) -> {
              AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);
              return sound.open(
                  new OpenRequest(
                      request.location(),
                      request.settings(),
                      request.mode(),
                      () ->
                          latest.accumulateAndGet(
                              request.clock().instant(), (a, b) -> a.isAfter(b) ? a : b)));
            }),
        Saboteur.of(
            GROUP,
            "REV-3",
            "conditions on revisions are not checked",
            Breaks.conditions(
                condition ->
                    condition.kind() == Condition.Kind.AT_REVISION
                        ? Condition.PRESENT
                        : condition)),
        Saboteur.of(
            GROUP,
            "REV-3",
            "a revision or any later one will do",
            Breaks.commit(RevisionSaboteurs::tolerant)),
        Saboteur.of(
            GROUP,
            "REV-3",
            "the user's revision is not checked",
            Breaks.commit(
                (next, user, batch) ->
                    next.commit(user, new Batch(batch.writes(), OptionalLong.empty())))),
        Saboteur.of(
            GROUP,
            "REV-3",
            "an empty batch demands nothing",
            Breaks.commit(
                (next, user, batch) ->
                    batch.writes().isEmpty()
                        ? next.commit(user, Batch.of())
                        : next.commit(user, batch))),
        Saboteur.of(
            GROUP,
            "REV-3",
            "only the first condition of a batch is checked",
            Breaks.commit(
                (next, user, batch) ->
                    next.commit(
                        user,
                        new Batch(
                            batch.writes().stream()
                                .map(
                                    write ->
                                        write == batch.writes().get(0)
                                            ? write
                                            : Breaks.conditioned(write, Condition.NONE))
                                .toList(),
                            batch.expected())))),
        Saboteur.opening(
            GROUP,
            "REV-3",
            "a condition fails after the writes before it",
            (sound, request) ->
                Breaks.commit(
                        (next, user, batch) ->
                            BatchSaboteurs.leavingHalf(next, user, batch, request))
                    .apply(sound.open(request))),
        Saboteur.of(
            GROUP,
            "REV-3",
            "a failed condition names no document",
            Breaks.commit(
                (next, user, batch) -> {
                  try {
                    return next.commit(user, batch);
                  } catch (BackendException e) {
                    throw new BackendException(e.code(), "something in the batch failed", e);
                  }
                })),
        Saboteur.of(
            GROUP,
            "REV-3",
            "a failed condition is always a conflict",
            Breaks.commit(
                (next, user, batch) -> {
                  try {
                    return next.commit(user, batch);
                  } catch (BackendException e) {
                    throw new BackendException(ErrorCode.CONFLICT, "failed", e.address(), e);
                  }
                })),
        Saboteur.of(
            GROUP,
            "REV-4",
            "revisions begin again with a document created anew",
            sound -> new CountingWrites(sound, true)));
  }

  /** Takes a revision without any change. */
  private static Commit raised(Backend next, String user, Commit commit) {
    next.replay(user, new Changes(List.of(), commit.revision() + 1, false));
    return new Commit(commit.revision() + 1, commit.outcomes());
  }

  private static Backend countingTogether(Backend sound) {
    AtomicLong commits = new AtomicLong();
    return Breaks.commit(
            (next, user, batch) ->
                new Commit(commits.incrementAndGet(), next.commit(user, batch).outcomes()))
        .apply(sound);
  }

  private static Commit sparing(Backend next, String user, Batch batch) {
    if (batch.writes().size() == 1 && batch.writes().get(0) instanceof Write.Put put) {
      StoredDocument old = next.get(user, List.of(put.address())).found().get(0);
      if (old != null && old.body().equals(put.body()) && put.condition().holds(old.revision())) {
        return new Commit(
            Forced.revision(next, user),
            List.of(new Commit.Outcome(true, old.createdAt(), old.updatedAt())));
      }
    }
    return next.commit(user, batch);
  }

  private static Commit tolerant(Backend next, String user, Batch batch) {
    List<Write> writes =
        batch.writes().stream()
            .map(
                write -> {
                  StoredDocument there = next.get(user, List.of(write.address())).found().get(0);
                  boolean later =
                      write.condition().kind() == Condition.Kind.AT_REVISION
                          && there != null
                          && there.revision() >= write.condition().revision();
                  return later ? Breaks.conditioned(write, Condition.PRESENT) : write;
                })
            .toList();
    return next.commit(user, new Batch(writes, batch.expected()));
  }

  /** Takes times from the clock as they come, changed in one way. */
  private static Saboteur timed(String name, UnaryOperator<Instant> change) {
    return Saboteur.opening(
        GROUP,
        "REV-2",
        name,
        (sound, request) ->
            Breaks.commit(
                    (next, user, batch) -> {
                      // Checks the conditions only; so nothing else is wrong while nobody races.
                      List<Write> none = List.of();
                      next.commit(user, new Batch(none, batch.expected()));
                      requireConditions(next, user, batch);
                      return Forced.commit(
                          next, user, batch.writes(), change.apply(request.clock().instant()));
                    })
                .apply(sound.open(request)));
  }

  static void requireConditions(Backend next, String user, Batch batch) {
    for (Write write : batch.writes()) {
      StoredDocument there = next.get(user, List.of(write.address())).found().get(0);
      long found = there == null ? 0 : there.revision();
      if (!write.condition().holds(found)) {
        throw BackendException.conditionFailed(write.address(), write.condition(), found);
      }
    }
  }
}
