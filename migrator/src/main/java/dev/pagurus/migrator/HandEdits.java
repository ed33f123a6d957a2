package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Has the source take in what people changed in its files: gets serve that at once, collections and
 * the feed, which a move reads, not before. Other sources have nothing to take in.
 */
final class HandEdits {

  private static final System.Logger LOG = System.getLogger(HandEdits.class.getName());

  private HandEdits() {}

  /**
   * What shows at a glance; what of it cannot be taken in is set aside. Reading everything here,
   * which the move does once more, cost as much as the move itself.
   */
  static void takeIn(Ends ends, MigrationOptions options, Aside aside) {
    List<Finding> left = new ArrayList<>();
    ask(
        ends,
        maintenance ->
            maintenance.takeIn(
                finding -> {
                  untaken(finding);
                  if (left.size() <= options.quarantineLimit()) {
                    left.add(finding);
                  }
                },
                Progress.NONE));
    for (Finding finding : left) {
      leave(finding, options, aside);
    }
  }

  /** What the record was before is in the index, and is moved; the edit is not lost unseen. */
  private static void leave(Finding finding, MigrationOptions options, Aside aside) {
    String user = finding.user();
    Address address = finding.address();
    if (user != null
        && address != null
        && (options.users().isEmpty() || options.users().contains(user))
        && options.movesCollection(address.collection())) {
      aside.untaken(
          new SetAside(
              user,
              Optional.of(address),
              SetAside.Side.SOURCE,
              "what was changed by hand cannot be taken in, and what it was before is moved: "
                  + finding.problem(),
              Optional.empty()));
    }
  }

  /** All there is, whatever it costs: where both ends are not the same and nobody knows why. */
  static void takeInAll(Ends ends) {
    ask(ends, maintenance -> maintenance.reindex(HandEdits::untaken, Progress.NONE));
  }

  private static void untaken(Finding finding) {
    LOG.log(System.Logger.Level.DEBUG, "cannot be taken in: {0}", finding);
  }

  private static void ask(Ends ends, ToLongFunction<Maintenance> call) {
    try {
      ends.read("", source -> call.applyAsLong(source.maintenance()));
    } catch (EndFailure e) {
      if (e.failure().code() != ErrorCode.MOVED) {
        throw e; // nobody writes to a sealed store, and nothing is taken in
      }
    }
  }
}
