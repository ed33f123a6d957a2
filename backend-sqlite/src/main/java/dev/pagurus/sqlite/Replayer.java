package dev.pagurus.sqlite;

import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a page of a feed, keeping revisions and times; the newer change of each stays (FEED-4).
 */
final class Replayer implements Work<Boolean> {

  /**
   * The entries of so many bytes of bodies are made beforehand: they need several times as much.
   */
  private static final long PREPARED_BYTES = 2L << 20;

  private final String user;
  private final Changes changes;
  private final List<Entries> prepared;

  /**
   * Does what can be done before its turn comes, so that of two who replay one cuts words while the
   * other writes.
   *
   * @param catalog as far as it is known; looked at again when the turn comes
   */
  Replayer(String user, Changes changes, Catalog catalog) {
    this.user = user;
    this.changes = changes;
    this.prepared = new ArrayList<>(changes.changes().size());
    long bytes = 0;
    for (Change change : changes.changes()) {
      if (change instanceof Change.Written written && bytes < PREPARED_BYTES) {
        Body body = written.document().body();
        bytes += body.size();
        prepared.add(Entries.of(catalog.collection(change.address().collection()), body));
      } else {
        prepared.add(Entries.none());
      }
    }
  }

  @Override
  public Boolean apply(Transaction transaction) throws SQLException {
    Owner owner = transaction.owner(user);
    long upTo = Math.max(owner.revision, changes.upTo());
    boolean applied = false;
    for (int i = 0; i < prepared.size(); i++) {
      Change change = changes.changes().get(i);
      upTo = Math.max(upTo, change.revision());
      applied |= apply(transaction, owner, change, prepared.get(i));
    }
    if (upTo > owner.revision || applied) {
      transaction.enter(owner);
      owner.revision = upTo;
    }
    return applied;
  }

  private static boolean apply(
      Transaction transaction, Owner owner, Change change, Entries prepared) throws SQLException {
    Transaction.Existing existing = transaction.find(owner, change.address());
    long known =
        existing != null ? existing.revision() : transaction.deletedAt(owner, change.address());
    if (change.revision() <= known) {
      return false;
    }
    transaction.enter(owner);
    if (change instanceof Change.Written written) {
      write(transaction, owner, written, prepared, existing);
    } else {
      if (existing != null) {
        transaction.delete(owner, change.address(), existing);
      }
      transaction.bury(owner, change.address(), change.revision(), Micros.of(change.at()));
    }
    owner.updated = Math.max(owner.updated, Micros.of(change.at()));
    return true;
  }

  private static void write(
      Transaction transaction,
      Owner owner,
      Change.Written written,
      Entries prepared,
      Transaction.@Nullable Existing existing)
      throws SQLException {
    CollectionIndexes collection = transaction.collection(written.address().collection());
    Body body = written.document().body();
    Transaction.Row row =
        new Transaction.Row(
            owner,
            collection,
            written.address().id(),
            written.revision(),
            Micros.of(written.document().createdAt()),
            Micros.of(written.document().updatedAt()),
            body,
            collection.sameEntries(prepared.collection())
                ? prepared
                : Entries.of(collection, body));
    if (existing == null) {
      transaction.unbury(owner, collection, row.id());
      transaction.insert(row);
    } else {
      transaction.update(existing, row);
    }
  }
}
