package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Commits through replay, which asks nothing: no condition, no unique index, no clock, and no
 * revision but the one it is told.
 */
final class Forced {

  private Forced() {}

  /** Writes under the next revision of the user. */
  static Commit commit(Backend next, String user, List<Write> writes, Instant at) {
    return commit(next, user, writes, at, revision(next, user) + 1);
  }

  /** Writes under any revision. */
  static Commit commit(Backend next, String user, List<Write> writes, Instant at, long revision) {
    List<Change> changes = new ArrayList<>();
    List<Commit.Outcome> outcomes = new ArrayList<>();
    for (Write write : writes) {
      StoredDocument old = next.get(user, List.of(write.address())).found().get(0);
      Instant createdAt = old == null ? at : old.createdAt();
      if (write instanceof Write.Put put) {
        changes.add(
            new Change.Written(
                new StoredDocument(put.address(), revision, createdAt, at, put.body())));
      } else if (old != null) {
        changes.add(new Change.Deleted(write.address(), revision, at));
      } else {
        createdAt = Instant.EPOCH;
      }
      outcomes.add(new Commit.Outcome(old != null, createdAt, at));
    }
    if (!changes.isEmpty()) {
      next.replay(user, new Changes(changes, revision, false));
    }
    return new Commit(revision(next, user), outcomes);
  }

  static long revision(Backend next, String user) {
    return next.get(user, List.of()).revision();
  }
}
