package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.Write;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One batch of one user (BATCH): judged as a whole against the state that it changes, then written.
 * So a batch that is refused has changed nothing, and shares its transaction with others.
 */
final class BatchWriter implements Work<Commit> {

  private static final Commit.Outcome NOTHING =
      new Commit.Outcome(false, Instant.EPOCH, Instant.EPOCH);

  private final String user;
  private final Batch batch;
  private final List<Entries> prepared;

  /**
   * Does what can be done before the batch's turn comes.
   *
   * @param catalog as far as it is known; looked at again when the turn comes
   */
  BatchWriter(String user, Batch batch, Catalog catalog) {
    this.user = user;
    this.batch = batch;
    this.prepared = new ArrayList<>(batch.writes().size());
    for (Write write : batch.writes()) {
      prepared.add(
          write instanceof Write.Put put
              ? Entries.of(catalog.collection(put.address().collection()), put.body())
              : Entries.none());
    }
  }

  @Override
  public Commit apply(Transaction transaction) throws SQLException {
    Owner owner = transaction.owner(user);
    if (batch.expected().isPresent() && batch.expected().getAsLong() != owner.revision) {
      throw BackendException.userMoved(batch.expected().getAsLong(), owner.revision);
    }
    List<Transaction.@Nullable Existing> existing = judge(transaction, owner);
    requireUnique(transaction, owner);
    requireQuota(owner, existing);
    return write(transaction, owner, existing);
  }

  /** Looks up what is there, and holds every condition against it (REV-3). */
  private List<Transaction.@Nullable Existing> judge(Transaction transaction, Owner owner)
      throws SQLException {
    List<Transaction.@Nullable Existing> all = new ArrayList<>(batch.writes().size());
    for (Write write : batch.writes()) {
      Transaction.Existing existing = transaction.find(owner, write.address());
      long found = existing == null ? 0 : existing.revision();
      if (!write.condition().holds(found)) {
        throw BackendException.conditionFailed(write.address(), write.condition(), found);
      }
      all.add(existing);
    }
    return all;
  }

  private void requireUnique(Transaction transaction, Owner owner) throws SQLException {
    UniqueCheck check = new UniqueCheck(transaction.link(), owner, batch);
    for (int i = 0; i < batch.writes().size(); i++) {
      if (batch.writes().get(i) instanceof Write.Put put) {
        CollectionIndexes collection = transaction.catalog().collection(put.address().collection());
        if (collection != null && !collection.uniques().isEmpty()) {
          check.require(put, collection);
        }
      }
    }
  }

  private void requireQuota(Owner owner, List<Transaction.@Nullable Existing> existing) {
    if (owner.quota.equals(Quota.NONE)) {
      return;
    }
    long documents = owner.documents;
    long bytes = owner.bytes;
    for (int i = 0; i < existing.size(); i++) {
      Transaction.Existing old = existing.get(i);
      documents -= old == null ? 0 : 1;
      bytes -= old == null ? 0 : old.bytes();
      if (batch.writes().get(i) instanceof Write.Put put) {
        documents++;
        bytes += put.body().size();
      }
    }
    owner.quota.judge(
        new Quota.Usage(owner.documents, owner.bytes), new Quota.Usage(documents, bytes));
  }

  private Commit write(
      Transaction transaction, Owner owner, List<Transaction.@Nullable Existing> existing)
      throws SQLException {
    List<Commit.Outcome> outcomes = new ArrayList<>(existing.size());
    if (!changesAnything(existing)) {
      existing.forEach(none -> outcomes.add(NOTHING));
      return new Commit(owner.revision, outcomes);
    }
    transaction.enter(owner);
    long revision = owner.revision + 1;
    long now = Math.max(transaction.now(), owner.updated); // REV-2
    for (int i = 0; i < existing.size(); i++) {
      Write write = batch.writes().get(i);
      Transaction.Existing old = existing.get(i);
      if (write instanceof Write.Put put) {
        outcomes.add(put(transaction, owner, put, prepared.get(i), old, revision, now));
      } else if (old != null) {
        outcomes.add(delete(transaction, owner, write.address(), old, revision, now));
      } else {
        outcomes.add(NOTHING);
      }
    }
    owner.revision = revision;
    owner.updated = now;
    return new Commit(revision, outcomes);
  }

  private boolean changesAnything(List<Transaction.@Nullable Existing> existing) {
    for (int i = 0; i < existing.size(); i++) {
      if (existing.get(i) != null || batch.writes().get(i) instanceof Write.Put) {
        return true;
      }
    }
    return false;
  }

  private static Commit.Outcome put(
      Transaction transaction,
      Owner owner,
      Write.Put put,
      Entries prepared,
      Transaction.@Nullable Existing old,
      long revision,
      long now)
      throws SQLException {
    CollectionIndexes collection = transaction.collection(put.address().collection());
    Entries entries =
        collection.sameEntries(prepared.collection())
            ? prepared
            : Entries.of(collection, put.body());
    long created = old == null ? now : old.created();
    Transaction.Row row =
        new Transaction.Row(
            owner, collection, put.address().id(), revision, created, now, put.body(), entries);
    if (old == null) {
      transaction.unbury(owner, collection, put.address().id());
      transaction.insert(row);
    } else {
      transaction.update(old, row);
    }
    return new Commit.Outcome(old != null, Micros.instant(created), Micros.instant(now));
  }

  private static Commit.Outcome delete(
      Transaction transaction,
      Owner owner,
      Address address,
      Transaction.Existing old,
      long revision,
      long now)
      throws SQLException {
    transaction.delete(owner, address, old);
    transaction.bury(owner, address, revision, now);
    return new Commit.Outcome(true, Micros.instant(old.created()), Micros.instant(now));
  }
}
