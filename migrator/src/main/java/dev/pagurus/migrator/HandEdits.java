package dev.pagurus.migrator;

import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import java.util.function.ToLongFunction;

/**
 * Has the source take in what people changed in its files: gets serve that at once, collections and
 * the feed, which a move reads, not before. Other sources have nothing to take in.
 */
final class HandEdits {

  private static final System.Logger LOG = System.getLogger(HandEdits.class.getName());

  private HandEdits() {}

  /**
   * What shows at a glance. Reading everything here, which the move does once more, cost as much as
   * the move itself.
   */
  static void takeIn(Ends ends) {
    ask(ends, maintenance -> maintenance.takeIn(HandEdits::untaken, Progress.NONE));
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
