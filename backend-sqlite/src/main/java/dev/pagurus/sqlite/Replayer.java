package dev.pagurus.sqlite;

import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a page of a feed, keeping revisions and times; the newer change of each stays (FEED-4).
 */
final class Replayer implements Work<Boolean> {

  private final String user;
  private final Changes changes;

  Replayer(String user, Changes changes) {
    this.user = user;
    this.changes = changes;
  }

  @Override
  public Boolean apply(Transaction transaction) throws SQLException {
    Owner owner = transaction.owner(user);
    long upTo = Math.max(owner.revision, changes.upTo());
    boolean applied = false;
    for (Change change : changes.changes()) {
      upTo = Math.max(upTo, change.revision());
      applied |= apply(transaction, owner, change);
    }
    if (upTo > owner.revision || applied) {
      transaction.enter(owner);
      owner.revision = upTo;
    }
    return applied;
  }

  private static boolean apply(Transaction transaction, Owner owner, Change change)
      throws SQLException {
    Transaction.Existing existing = transaction.find(owner, change.address());
    long known =
        existing != null ? existing.revision() : transaction.deletedAt(owner, change.address());
    if (change.revision() <= known) {
      return false;
    }
    transaction.enter(owner);
    if (change instanceof Change.Written written) {
      write(transaction, owner, written, existing);
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
      Transaction.@Nullable Existing existing)
      throws SQLException {
    CollectionIndexes collection = transaction.collection(written.address().collection());
    Transaction.Row row =
        new Transaction.Row(
            owner,
            collection,
            written.address().id(),
            written.revision(),
            Micros.of(written.document().createdAt()),
            Micros.of(written.document().updatedAt()),
            written.document().body(),
            Entries.of(collection, written.document().body()));
    if (existing == null) {
      transaction.unbury(owner, collection, row.id());
      transaction.insert(row);
    } else {
      transaction.update(existing, row);
    }
  }
}
