package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import dev.pagurus.document.Utf8;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges what backends answer: each rule that an answer alone can break is named by its error. */
final class Answers {

  private Answers() {}

  /** An outcome for every write. */
  static void requireOutcomes(Batch batch, Commit commit) {
    if (commit.outcomes().size() != batch.writes().size()) {
      throw broken(
          "BATCH-1",
          "answered " + commit.outcomes().size() + " outcomes to " + batch.writes().size());
    }
  }

  /** What was asked for, in this order. */
  static void requireAsked(List<Address> asked, List<@Nullable StoredDocument> found) {
    if (found.size() != asked.size()) {
      throw broken("CRUD-5", "answered " + found.size() + " documents to " + asked.size());
    }
    for (int i = 0; i < asked.size(); i++) {
      StoredDocument document = found.get(i);
      if (document != null && !document.address().equals(asked.get(i))) {
        throw broken(
            "CRUD-5",
            "answered " + document.address() + " where " + asked.get(i) + " was asked for");
      }
    }
  }

  /** Changes after a revision, in the order of revisions. */
  static void requireInOrder(Changes page, long since) {
    long previous = since;
    for (Change change : page.changes()) {
      if (change.revision() < previous
          || change.revision() <= since
          || change.revision() > page.upTo()) {
        throw broken("FEED-1", "answered revision " + change.revision() + " after " + previous);
      }
      previous = change.revision();
    }
  }

  /** Deletions alone. */
  static void requireDeletions(Changes page) {
    if (page.changes().stream().anyMatch(Change.Written.class::isInstance)) {
      throw broken("FEED-1", "told a document among deletions");
    }
  }

  /** A user behind the one before, if there was one. */
  static void requireAfter(String user, @Nullable String previous) {
    if (previous != null && Utf8.compare(previous, user) >= 0) {
      throw broken("USER-3", "listed " + Names.quote(user) + " after " + Names.quote(previous));
    }
  }

  /** The error of a backend that broke a rule. */
  static BackendException broken(String rule, String what) {
    return new BackendException(
        ErrorCode.CORRUPT, "the backend broke the rule " + rule + ": it " + what);
  }
}
