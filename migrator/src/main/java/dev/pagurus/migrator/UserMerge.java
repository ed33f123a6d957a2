package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges the documents of a user into one that was at the target before. What is written there are
 * commits of its own, at its own revisions; what the source deleted stays. To merge twice does no
 * harm. Safe for many threads.
 */
final class UserMerge {

  private static final int PAGE = 200;

  private final Ends ends;
  private final MigrationOptions options;
  private final MergeRule rule;
  private final Aside aside;

  UserMerge(Ends ends, MigrationOptions options, MergeRule rule, Aside aside) {
    this.ends = ends;
    this.options = options;
    this.rule = rule;
    this.aside = aside;
  }

  /** Merges; answers how many documents were written. */
  long merge(String user) {
    List<Long> written = new ArrayList<>();
    each(user, aside::meet, (sources, targets) -> written.add(write(user, sources, targets)));
    return written.stream().mapToLong(Long::longValue).sum();
  }

  /** Looks whether every document of the source is at the target, or gave way by the rule. */
  Checked check(String user) {
    Checked checked = new Checked(user, options.differences());
    Hasher hasher = new Hasher();
    Consumer<SetAside> damaged =
        record -> {
          checked.setAside(record);
          aside.meet(record);
        };
    each(
        user,
        damaged,
        (sources, targets) -> {
          for (int i = 0; i < sources.size(); i++) {
            StoredDocument source = sources.get(i);
            StoredDocument target = targets.get(i);
            String collection = source.address().collection();
            Totals.Part part = checked.totals().collection(collection);
            ends.gauge().verifiedDocuments.increment();
            if (target == null && isRefused(checked, source)) {
              continue;
            }
            part.count++;
            part.bytes += source.body().size();
            part.source.add(hasher.of(user, source));
            if (target != null && !wins(source, target)) {
              part.target.add(hasher.of(user, source)); // the rule is kept
            } else if (target == null) {
              checked.missing(source.address(), source.revision());
            } else {
              part.target.add(hasher.of(user, target));
              checked.changed(source, target);
            }
          }
        });
    aside.untakenOf(user).forEach(checked::setAsideOnce);
    return checked;
  }

  private boolean isRefused(Checked checked, StoredDocument source) {
    String reason = aside.refusal(checked.user(), source.address());
    if (reason != null) {
      checked.setAside(refusal(checked.user(), source, reason));
    }
    return reason != null;
  }

  private static SetAside refusal(String user, StoredDocument source, String reason) {
    return new SetAside(
        user,
        Optional.of(source.address()),
        SetAside.Side.TARGET,
        reason,
        Optional.of(source.body()));
  }

  /** Documents of the source, and what is at their addresses at the target. */
  private interface Hearer {
    void hear(List<StoredDocument> sources, List<@Nullable StoredDocument> targets);
  }

  private void each(String user, Consumer<SetAside> damaged, Hearer hearer) {
    for (String collection : ends.read(user, source -> source.collectionNames(user))) {
      if (options.movesCollection(collection)) {
        each(user, collection, damaged, hearer);
      }
    }
  }

  private void each(String user, String collection, Consumer<SetAside> damaged, Hearer hearer) {
    try (Rows rows = ends.read(user, source -> source.scan(user, collection, null))) {
      Walk walk = new Walk(ends, SetAside.Side.SOURCE, user, rows, damaged);
      List<StoredDocument> page = new ArrayList<>();
      long bytes = 0;
      for (StoredDocument row = walk.next(); row != null; row = walk.next()) {
        page.add(row);
        bytes += row.body().size();
        if (page.size() == PAGE || bytes >= PageSize.FULL_BYTES) {
          hear(user, page, hearer);
          page.clear();
          bytes = 0;
        }
      }
      hear(user, page, hearer);
    }
  }

  private void hear(String user, List<StoredDocument> page, Hearer hearer) {
    ends.gate().pass();
    List<Address> addresses = page.stream().map(StoredDocument::address).toList();
    hearer.hear(page, ends.write(user, target -> target.get(user, addresses)).found());
  }

  /** Whether the document of the source is to be at the target, and is not yet. */
  private boolean wins(StoredDocument source, StoredDocument target) {
    return !source.body().equals(target.body())
        && switch (rule) {
          case SOURCE -> true;
          case TARGET -> false;
          case NEWER -> !source.updatedAt().isBefore(target.updatedAt());
        };
  }

  private long write(
      String user, List<StoredDocument> sources, List<@Nullable StoredDocument> targets) {
    List<Write> writes = new ArrayList<>();
    List<StoredDocument> written = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < sources.size(); i++) {
      StoredDocument source = sources.get(i);
      StoredDocument target = targets.get(i);
      if (target == null || wins(source, target)) {
        Condition condition =
            target == null ? Condition.ABSENT : Condition.atRevision(target.revision());
        writes.add(new Write.Put(source.address(), source.body(), condition));
        written.add(source);
        bytes += source.body().size();
      }
    }
    Gauge gauge = ends.gauge();
    gauge.heldNanos.add(ends.gate().pay(bytes));
    long done = writes.isEmpty() ? 0 : commit(user, writes, written);
    gauge.documents.add(sources.size());
    gauge.bytes.add(sources.stream().mapToLong(one -> one.body().size()).sum());
    gauge.movedDocuments.add(done);
    gauge.movedBytes.add(bytes);
    gauge.checkpoint();
    return done;
  }

  /** All of them, or, if one is refused, each alone. */
  private long commit(String user, List<Write> writes, List<StoredDocument> documents) {
    try {
      Batch batch = new Batch(List.copyOf(writes), OptionalLong.empty());
      ends.write(user, target -> target.commit(user, batch));
      return writes.size();
    } catch (EndFailure e) {
      if (!e.isOfRecord()) {
        throw e;
      }
      if (writes.size() == 1) {
        aside.refuse(refusal(user, documents.get(0), String.valueOf(e.getMessage())));
        return 0;
      }
    }
    long done = 0;
    for (int i = 0; i < writes.size(); i++) {
      done += commit(user, writes.subList(i, i + 1), documents.subList(i, i + 1));
    }
    return done;
  }
}
