package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Commit;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Never forgets when there first was a document at an address. */
final class FirstCreation extends ForwardingBackend {

  private record Key(String user, Address address) {}

  private final Map<Key, Instant> first = new ConcurrentHashMap<>();

  FirstCreation(Backend next) {
    super(next);
  }

  @Override
  public Commit commit(String user, Batch batch) {
    Commit commit = next.commit(user, batch);
    List<Commit.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < batch.writes().size(); i++) {
      Commit.Outcome outcome = commit.outcomes().get(i);
      Key key = new Key(user, batch.writes().get(i).address());
      Instant createdAt = first.computeIfAbsent(key, none -> outcome.createdAt());
      outcomes.add(new Commit.Outcome(outcome.existed(), createdAt, outcome.updatedAt()));
    }
    return new Commit(commit.revision(), outcomes);
  }
}
