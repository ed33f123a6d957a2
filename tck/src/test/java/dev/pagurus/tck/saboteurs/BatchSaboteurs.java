package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Batches that are not whole, and transactions that do not see one state. */
final class BatchSaboteurs {

  private static final String GROUP = "BATCH";

  private BatchSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        Saboteur.of(
            "LIMITS",
            "BATCH-1",
            "batches of more than 500 writes are refused",
            Breaks.commit(
                (next, user, batch) -> {
                  if (batch.writes().size() > 500) {
                    throw new BackendException(ErrorCode.INVALID, "too many writes for the engine");
                  }
                  return next.commit(user, batch);
                })),
        Saboteur.of(
            GROUP,
            "BATCH-1",
            "of a batch over several collections only one is written",
            Breaks.commit(
                (next, user, batch) -> {
                  List<Write> first = byCollection(batch).iterator().next();
                  Commit commit = next.commit(user, new Batch(first, batch.expected()));
                  List<Commit.Outcome> outcomes = new ArrayList<>(commit.outcomes());
                  while (outcomes.size() < batch.writes().size()) {
                    outcomes.add(outcomes.get(0));
                  }
                  return new Commit(commit.revision(), outcomes);
                })),
        Saboteur.of(
            GROUP,
            "BATCH-2",
            "a batch is committed write by write",
            Breaks.commit(BatchSaboteurs::oneByOne)),
        Saboteur.of(
            GROUP,
            "BATCH-2",
            "every collection of a batch is committed for itself",
            Breaks.commit(
                (next, user, batch) -> inParts(next, user, batch, BatchSaboteurs::byCollection))),
        Saboteur.opening(
            GROUP,
            "BATCH-2",
            "a batch that fails leaves the writes before the failing one",
            (sound, request) ->
                Breaks.commit((next, user, batch) -> leavingHalf(next, user, batch, request))
                    .apply(sound.open(request))),
        Saboteur.opening(
            GROUP,
            "BATCH-2",
            "a batch that fails leaves its deletes",
            (sound, request) ->
                Breaks.commit(
                        (next, user, batch) -> {
                          try {
                            return next.commit(user, batch);
                          } catch (BackendException e) {
                            List<Write> deletes =
                                batch.writes().stream()
                                    .filter(Write.Delete.class::isInstance)
                                    .toList();
                            Forced.commit(next, user, deletes, request.clock().instant());
                            throw e;
                          }
                        })
                    .apply(sound.open(request))),
        Saboteur.of(
            "TRANSACTION",
            "BATCH-4",
            "transactions do not demand the revision they began with",
            Breaks.commit(
                (next, user, batch) ->
                    next.commit(user, new Batch(batch.writes(), OptionalLong.empty())))),
        Saboteur.of(
            "TRANSACTION",
            "BATCH-4",
            "reads are of the newest state and say they are of the first",
            BatchSaboteurs::pinning),
        Saboteur.of(
            "TRANSACTION",
            "BATCH-4",
            "a get of nothing says that it is of the beginning",
            Breaks.get(
                (next, user, addresses) -> {
                  Documents sound = next.get(user, addresses);
                  boolean nothing = sound.found().stream().allMatch(one -> one == null);
                  return nothing ? new Documents(0, sound.found()) : sound;
                })),
        Saboteur.of(
            "TRANSACTION",
            "BATCH-4",
            "a user that moved on is busy",
            Breaks.commit(
                (next, user, batch) -> {
                  try {
                    return next.commit(user, batch);
                  } catch (BackendException e) {
                    throw e.address() == null
                        ? new BackendException(ErrorCode.BUSY, "the user moved on", e)
                        : e;
                  }
                })));
  }

  private static Collection<List<Write>> byCollection(Batch batch) {
    return batch.writes().stream()
        .collect(
            Collectors.groupingBy(
                write -> write.address().collection(), TreeMap::new, Collectors.toList()))
        .values();
  }

  /** Commits one write after the other. */
  static Commit oneByOne(Backend next, String user, Batch batch) {
    return inParts(
        next, user, batch, whole -> whole.writes().stream().map(write -> List.of(write)).toList());
  }

  private static Commit inParts(
      Backend next, String user, Batch batch, Function<Batch, Collection<List<Write>>> cut) {
    Commit last = next.commit(user, new Batch(List.of(), batch.expected()));
    Map<Write, Commit.Outcome> outcomes = new HashMap<>();
    for (List<Write> part : cut.apply(batch)) {
      last = next.commit(user, new Batch(part, OptionalLong.empty()));
      for (int i = 0; i < part.size(); i++) {
        outcomes.put(part.get(i), last.outcomes().get(i));
      }
    }
    return new Commit(last.revision(), batch.writes().stream().map(outcomes::get).toList());
  }

  /** Applies a batch that fails up to the write that fails. */
  static Commit leavingHalf(Backend next, String user, Batch batch, OpenRequest request) {
    try {
      return next.commit(user, batch);
    } catch (BackendException e) {
      List<Write> before =
          batch.writes().stream().takeWhile(write -> !write.address().equals(e.address())).toList();
      Forced.commit(next, user, before, request.clock().instant());
      throw e;
    }
  }

  /** Every read of a user claims the revision of the first, until a transaction commits. */
  private static Backend pinning(Backend sound) {
    Map<String, Long> pins = new ConcurrentHashMap<>();
    return Breaks.get(
            (next, user, addresses) -> {
              Documents found = next.get(user, addresses);
              return new Documents(
                  pins.computeIfAbsent(user, none -> found.revision()), found.found());
            })
        .apply(
            Breaks.commit(
                    (next, user, batch) -> {
                      if (batch.expected().isPresent()) {
                        pins.remove(user);
                      }
                      return next.commit(user, batch);
                    })
                .apply(sound));
  }
}
